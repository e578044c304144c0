import { memo } from 'react';
import type { Scene } from '../scene';
import { boxOf, isTab } from '../scene';
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
        const box = boxOf(scene, stop.element);
        const element = scene.elements.get(stop.element);
        if (!box || element?.kind !== 'device') return null;
        const machine = scene.machines.get(stop.element);
        const flipped = machine !== undefined && scene.flipped.has(machine.name);
        const tab = isTab(scene, element);
        // A tab is filled by its name, so its number stands beside it.
        const aside = tab ? 6 : 0;
        const x = flipped ? box.x - aside : box.x + box.width + aside;
        const y = tab ? box.y + box.height / 2 : box.y;
        const tunnelX = flipped ? box.x + box.width : box.x;
        const at = element.device === 'vxlan' ? { x: tunnelX, y: box.y + box.height / 2 } : { x, y };
        return (
          <g key={stop.element} transform={`translate(${at.x} ${at.y})`}>
            <circle r={8.5} className={stop.dropped ? styles.badgeDropped : styles.badge} />
            <text className={styles.badgeText} y={3.6} textAnchor="middle">
              {stop.number}
            </text>
          </g>
        );
      })}
    </g>
  );
});
