import { memo } from 'react';
import type { BgpSessionView, Told } from '../../../core/index';
import type { Scene } from '../scene';
import { sessionCurves } from '../session-curves';
import styles from '../map.module.css';

/**
 * BGP sessions: drawn through where they are up, broken and with their state where they are not. The one over which the
 * route came that a packet takes is drawn bold, and an arrow shows which way it was told.
 */
export const Sessions = memo(function Sessions({
  scene,
  sessions,
  told,
}: {
  readonly scene: Scene;
  readonly sessions: readonly BgpSessionView[];
  /** Who told whom the route a packet takes: that session stands out. */
  readonly told: Told | null;
}) {
  return (
    <g data-sessions={sessions.length}>
      {sessionCurves(scene, sessions, told).map(({ key, d, ends, middle, all, up, state, telling }) => (
        <g key={key} className={styles.session} data-up={up === all} data-told={telling !== null}>
          <path className={styles.sessionRim} d={d} />
          <path className={styles.sessionLine} d={d} />
          {ends.map(({ x, y }) => (
            <circle key={`${x} ${y}`} className={styles.sessionEnd} cx={x} cy={y} r={3} />
          ))}
          {telling !== null && (
            <path
              className={styles.sessionArrow}
              d="M-7-8 8 0-7 8z"
              transform={`translate(${middle.x} ${middle.y}) rotate(${telling})`}
            />
          )}
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
