import { useTexts } from '../../i18n/setup';
import { useCompact } from '../kit/useMedia';
import { usePageState } from '../state/usePage';
import { fractionOf } from './axis';
import type { Picture } from './paint';
import { rowsBox } from './paint';
import { textWidth } from './text-width';
import { placeTitles } from './titles';
import styles from './Timeline.module.css';

/** How a title is set, at its largest and boldest: see `.title` in the style sheet. */
const TITLE = { size: 10, largest: 1.22, weight: 700, padding: 10 };

/** More packets than this are told by their tips only. */
const MOST = 60;

/** What the packets are, beside their bars, where there is room. */
export function Titles({ picture }: { readonly picture: Picture }) {
  const { tm } = useTexts();
  const compact = useCompact();
  const packet = usePageState((state) => state.instant?.packet);
  const { layout, window, width } = picture;
  if (compact || layout.kind === 'density' || layout.bars.length > MOST) return null;
  const box = rowsBox(picture);
  const pitch = Math.min(box.height / layout.rows, 14);
  const height = pitch * layout.rows;
  const bars = layout.bars.map(({ lane, row, from, to }) => {
    const left = Math.max(0, fractionOf(from, window));
    return { lane, row, left, width: Math.min(1, fractionOf(to, window)) - left };
  });
  const sides = placeTitles({ rows: layout.rows, lanes: bars }, { width, height }, ({ lane }) => ({
    present: lane.packet === packet,
    width: textWidth(tm(lane.title), TITLE.size * TITLE.largest, TITLE.weight) + TITLE.padding,
  }));
  return (
    <>
      {bars.map(({ lane, row, left, width: wide }, index) => {
        const side = sides[index];
        if (!side) return null;
        return (
          <span
            key={lane.packet}
            className={`${styles.title} ${lane.packet === packet ? styles.present : ''}`}
            style={{
              top: box.top + (row + 0.5) * pitch,
              ...(side === 'left' ? { right: `${(1 - left) * 100}%` } : { left: `${(left + wide) * 100}%` }),
            }}
          >
            {tm(lane.title)}
          </span>
        );
      })}
    </>
  );
}
