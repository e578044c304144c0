import { memo } from 'react';
import type { BgpSessionView } from '../../../core/index';
import type { Scene } from '../scene';
import { sessionCurves } from '../session-curves';
import styles from '../map.module.css';

/** BGP sessions: drawn through where they are up, broken and with their state where they are not. */
export const Sessions = memo(function Sessions({
  scene,
  sessions,
}: {
  readonly scene: Scene;
  readonly sessions: readonly BgpSessionView[];
}) {
  return (
    <g data-sessions={sessions.length}>
      {sessionCurves(scene, sessions).map(({ key, d, ends, middle, all, up, state }) => (
        <g key={key} className={styles.session} data-up={up === all}>
          <path className={styles.sessionRim} d={d} />
          <path className={styles.sessionLine} d={d} />
          {ends.map(({ x, y }) => (
            <circle key={`${x} ${y}`} className={styles.sessionEnd} cx={x} cy={y} r={3} />
          ))}
          {state !== '' && (
            <text className={styles.sessionState} x={middle.x} y={middle.y + 4} textAnchor="middle">
              {state}
            </text>
          )}
        </g>
      ))}
    </g>
  );
});
