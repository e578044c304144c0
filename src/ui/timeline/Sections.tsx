import { useRef } from 'react';
import { useTexts } from '../../i18n/setup';
import type { TimelineView } from '../../core/index';
import { useSize } from '../kit/useSize';
import { usePage } from '../state/usePage';
import type { Axis, Window, Zoom } from './axis';
import { fractionOf, rankOf } from './axis';
import { sectionsOf } from './sections';
import styles from './Timeline.module.css';

/** Below the lanes: each input with its command, as wide as what came of it. Pressed, it takes the cursor there. */
export function Sections({
  timeline,
  axis,
  window,
  zoom,
}: {
  readonly timeline: TimelineView;
  readonly axis: Axis;
  readonly window: Window;
  readonly zoom: Zoom;
}) {
  const { t } = useTexts();
  const { walk } = usePage();
  const row = useRef<HTMLDivElement>(null);
  const size = useSize(row);
  const sections = sectionsOf(
    [
      ...(timeline.setUp.open ? [{ index: -1, seq: timeline.start, command: t('time.setUp') }] : []),
      ...timeline.inputs,
    ].map((mark) => ({ mark, from: rankOf(axis, mark.seq) })),
    axis.count,
    window,
    size?.width ?? 0,
  );
  return (
    <div ref={row} className={styles.sections}>
      {sections.map(({ mark, from, to, left, width }) => (
        <button
          key={mark.index}
          type="button"
          className={styles.section}
          style={{ left, width }}
          title={mark.index < 0 ? mark.command : `${mark.index + 1} ${mark.command}`}
          onClick={() => walk.seek(mark.seq)}
          onDoubleClick={() =>
            zoom.to(fractionOf(to, window) - fractionOf(from, window) > 0.9 ? null : { from, to })
          }
        >
          {mark.index < 0 ? mark.command : `${mark.index + 1} ${mark.command}`}
        </button>
      ))}
    </div>
  );
}
