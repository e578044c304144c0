import type { Stop } from '../../core/index';
import { useCompact } from '../kit/useMedia';
import styles from './PathPanel.module.css';
import { isNews, levels } from './stops';

/** TTL of the innermost IP header along the path, as a line that falls wherever a router takes one. */
export function TtlLine({ stops }: { readonly stops: readonly Stop[] }) {
  const height = useCompact() ? 13 : 16;
  const values = stops.map((stop) => stop.ttl);
  const tops = levels(values, height - 9, 4).map((top) => (top === null ? null : top + 9));
  return (
    <div className={styles.ttl} style={{ gridColumn: 2 }}>
      <svg
        className={styles.ttlLine}
        viewBox={`0 0 ${stops.length} ${height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path d={stairs(tops)} vectorEffect="non-scaling-stroke" />
      </svg>
      {values.map((value, index) =>
        isNews(values, index) ? (
          <span
            key={index}
            className={styles.ttlValue}
            style={{ left: `${(index / stops.length) * 100}%`, top: `${(tops[index] ?? 0) - 11}px` }}
          >
            {value}
          </span>
        ) : null,
      )}
    </div>
  );
}

/** One tread per stop; a gap where there is no value. */
function stairs(tops: readonly (number | null)[]): string {
  let pen = false;
  return tops
    .map((top, index) => {
      if (top === null) {
        pen = false;
        return '';
      }
      const step = `${pen ? 'L' : 'M'}${index} ${top}H${index + 1}`;
      pen = true;
      return step;
    })
    .join('');
}
