import { memo } from 'react';
import { BADGE_RADIUS, badgeSpot } from '../badge-spot';
import type { Scene } from '../scene';
import type { Way } from '../way';
import styles from '../map.module.css';

/** Numbers at the stops the packet has made so far, in their order. */
export const Badges = memo(function Badges({ scene, way }: { readonly scene: Scene; readonly way: Way }) {
  // A stop made twice shows its last number.
  const last = new Map(
    way.stops.filter((stop) => stop.state !== 'ahead').map((stop) => [stop.element, stop]),
  );
  return (
    <g>
      {[...last.values()].map((stop) => {
        const element = scene.elements.get(stop.element);
        const spot = element?.kind === 'device' ? badgeSpot(scene, element) : null;
        if (!spot) return null;
        return (
          <g key={stop.element} transform={`translate(${spot.x} ${spot.y})`}>
            <circle r={BADGE_RADIUS} className={stop.dropped ? styles.badgeDropped : styles.badge} />
            <text className={styles.badgeText} y={3.6} textAnchor="middle">
              {stop.number}
            </text>
          </g>
        );
      })}
    </g>
  );
});
