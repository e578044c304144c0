import type { Scene } from '../scene';
import { boxOf } from '../scene';
import { OCTAGON_CUT, octagon } from './Routing';
import styles from '../map.module.css';

export type OutlineLook = 'halo' | 'hovered' | 'selected' | 'focused' | 'dropped' | 'chosen';

/** Distance of each outline from the edge it follows. */
const GROW: Readonly<Record<OutlineLook, number>> = {
  halo: 3,
  hovered: 0,
  selected: 4,
  focused: 4,
  dropped: 4,
  chosen: 2,
};

/** A line round an element: the packet is here, the pointer is, the reader has chosen it. */
export function Outline({
  scene,
  id,
  look,
}: {
  readonly scene: Scene;
  readonly id: string | null;
  readonly look: OutlineLook;
}) {
  const box = id === null ? null : boxOf(scene, id);
  if (!box || id === null) return null;
  const grow = GROW[look];
  const grown = {
    x: box.x - grow,
    y: box.y - grow,
    width: box.width + 2 * grow,
    height: box.height + 2 * grow,
  };
  if (id.startsWith('routing:')) {
    const cut = OCTAGON_CUT[scene.layout.form] + grow * 0.6;
    return <path className={styles[look]} d={octagon(grown, cut)} />;
  }
  const radius = (scene.elements.get(id)?.kind === 'machine' ? 10 : 6) + grow;
  return <rect className={styles[look]} {...grown} rx={radius} />;
}
