import { memo } from 'react';
import type { Carried } from '../../../core/index';
import { useTexts } from '../../../i18n/setup';
import type { Lift, Scene } from '../scene';
import styles from '../map.module.css';

/** The lower halves of the nodes, below the overlay. */
export const LowerHalves = memo(function LowerHalves({ scene }: { readonly scene: Scene }) {
  return [...(scene.lift?.under ?? [])].map(([id, box]) => (
    <rect key={id} data-lower={id} className={styles.card} {...box} rx={10} />
  ));
});

/** Their names, over the wires that lead down into them. */
function LowerNames({ scene }: { readonly scene: Scene }) {
  return [...(scene.lift?.under ?? [])].map(([id, box]) => {
    const name = scene.machines.get(id)?.name ?? '';
    const flipped = scene.flipped.has(name);
    return (
      <text
        key={id}
        className={styles.lowerName}
        x={flipped ? box.x + box.width - 12 : box.x + 12}
        y={box.y + 17}
        textAnchor={flipped ? 'end' : 'start'}
      >
        {name}
      </text>
    );
  });
}

/** The line between the layers, and what is in each of them just now. */
export function LayerLine({
  scene,
  lift,
  carried,
  bytes,
  plain,
}: {
  readonly scene: Scene;
  readonly lift: Lift;
  readonly carried: Carried | null;
  /** Length of the packet as it is on the cables. */
  readonly bytes: number;
  /** The packet is down there as it is. */
  readonly plain: boolean;
}) {
  const { t, tm } = useTexts();
  const { line, amount } = lift;
  const above = carried && `${tm(carried.inner.title)} · ${carried.inner.lenBytes} B`;
  const below = carried && `${carried.outer.from} → ${carried.outer.to} · ${bytes} B`;
  return (
    <g opacity={amount} data-layers>
      <LowerNames scene={scene} />
      <path className={styles.layerLine} d={`M0 ${line}H${scene.layout.width}`} />
      <text className={styles.layerName} x={4} y={line - 6}>
        {t('map.overlay')}
        <tspan className={styles.layerWhat} dx={8}>
          {above ?? t('map.layers.above')}
        </tspan>
      </text>
      <text className={styles.layerName} x={4} y={line + 15}>
        {t('map.underlay')}
        <tspan className={styles.layerWhat} dx={8}>
          {below ?? t(plain ? 'map.layers.plain' : 'map.layers.below')}
        </tspan>
      </text>
    </g>
  );
}
