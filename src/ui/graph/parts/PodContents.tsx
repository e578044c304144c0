import { memo } from 'react';
import type { Box, PodFacts } from '../../../core/index';
import { containerChips } from '../container-chips';
import { fitted } from '../fit-text';
import { textRoom } from '../text-room';
import styles from '../pods.module.css';

/** Pods with less room than this have no place for namespace and status side by side. */
const TERSE_ROOM = 90;

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
  // Where room is dear, what is as it should be has a mark; anything else is said in words.
  const terse = room < TERSE_ROOM;
  const usual = pod.status === 'Running';
  const named = !terse || usual || pod.namespace !== 'default';
  const statusRoom = !terse ? room - 60 : named ? 30 : room;
  const words = fitted(pod.status, statusRoom, 6);
  const status = terse && usual ? ' ✓' : named ? ` · ${words}` : words;
  const namespace = named ? fitted(pod.namespace, room - textRoom(status, 5.7, 11), 6) : '';
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
        <tspan className={styles.namespace}>{namespace}</tspan>
        <tspan data-status={pod.status}>{status}</tspan>
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
