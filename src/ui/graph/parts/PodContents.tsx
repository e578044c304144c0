import { memo } from 'react';
import type { Box, PodFacts } from '../../../core/index';
import { containerChips } from '../container-chips';
import { fitted } from '../fit-text';
import styles from '../pods.module.css';

/** What Kubernetes says of a pod: its namespace and status, and its containers, all in one network namespace. */
export const PodContents = memo(function PodContents({
  pod,
  box,
  pad,
  y,
  wide,
  flipped,
}: {
  readonly pod: PodFacts;
  readonly box: Box;
  readonly pad: number;
  /** Line of the status. */
  readonly y: number;
  readonly wide: boolean;
  readonly flipped: boolean;
}) {
  const room = box.width - 2 * pad;
  const chips = containerChips(pod, room);
  const end = chips.at(-1);
  const row = end ? end.x + end.width : 0;
  const left = flipped ? box.x + box.width - pad - row : box.x + pad;
  const top = y + (wide ? 8 : 5);
  const height = wide ? 18 : 16;
  return (
    <g>
      <text
        className={styles.state}
        x={flipped ? box.x + box.width - pad : box.x + pad}
        y={y}
        textAnchor={flipped ? 'end' : 'start'}
      >
        <tspan className={styles.namespace}>{fitted(pod.namespace, room - 40, 6)}</tspan>
        <tspan data-status={pod.status}> · {fitted(pod.status, room - 20, 6)}</tspan>
      </text>
      {chips.map((chip) => (
        <g key={chip.x}>
          <rect
            className={styles.container}
            data-look={chip.look}
            x={left + chip.x}
            y={top}
            width={chip.width}
            height={height}
            rx={3}
          />
          <text
            className={styles.containerName}
            x={left + chip.x + chip.width / 2}
            y={top + height / 2 + 4}
            textAnchor="middle"
          >
            {chip.text}
          </text>
        </g>
      ))}
    </g>
  );
});
