import { useTexts } from '../../i18n/setup';
import { numberOf } from '../kit/packet-number';
import layers from '../theme/layers.module.css';
import type { PlacedLane } from './lanes';
import type { TitleSide } from './titles';
import styles from './Timeline.module.css';

/** One packet from its first record to its last, in the colour and pattern of its layer. */
export function Lane({
  placed,
  rows,
  present,
  side,
}: {
  readonly placed: PlacedLane;
  readonly rows: number;
  readonly present: boolean;
  /** Where there is room for the title, null when there is none. */
  readonly side: TitleSide | null;
}) {
  const { t, tm } = useTexts();
  const { lane, row, left, width, wrapped } = placed;
  const title = t('ui.packet.title', { number: numberOf(lane.packet), title: tm(lane.title) });
  const right = left + width;
  return (
    <>
      <div
        className={`${styles.lane} ${layers[lane.layer]} ${layers.bar}`}
        style={{
          left: `${left * 100}%`,
          width: `${width * 100}%`,
          top: `${((row + 0.12) / rows) * 100}%`,
          height: `${(0.76 / rows) * 100}%`,
        }}
        title={title}
      >
        {wrapped.map((stretch, index) => (
          <span
            key={index}
            className={`${styles.wrapped} ${layers.tun} ${layers.bar}`}
            style={{ left: share(stretch.left - left, width), width: share(stretch.width, width) }}
          />
        ))}
        {lane.dropSeq !== null && (
          <svg
            className={styles.dropped}
            viewBox="0 0 9 9"
            stroke="currentColor"
            strokeWidth="2"
            aria-hidden="true"
          >
            <path d="M1.5 1.5l6 6M7.5 1.5l-6 6" />
          </svg>
        )}
      </div>
      {side !== null && (
        <span
          className={`${styles.title} ${present ? styles.present : ''}`}
          style={{
            top: `${((row + 0.5) / rows) * 100}%`,
            ...(side === 'left' ? { right: `${(1 - left) * 100}%` } : { left: `${right * 100}%` }),
          }}
        >
          {tm(lane.title)}
        </span>
      )}
    </>
  );
}

function share(part: number, whole: number): string {
  return whole === 0 ? '0' : `${(part / whole) * 100}%`;
}
