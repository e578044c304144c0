import type { PacketView } from '../../core/index';
import { capsuleShape } from '../graph/capsule-shape';
import type { CapsuleStyle } from '../graph/capsule-shape';
import layers from '../theme/layers.module.css';
import { useTypeScale } from '../kit/useTypeScale';
import styles from './Lane.module.css';

const STYLE: CapsuleStyle = { font: 11, tagPad: 4, step: 2.6, core: 18, radius: 9 };

/** Kept free at the ends of its way, CSS pixels. */
const MARGIN = 5;

/** A packet as nested rings over its way: the outermost header first, each in the look of its layer. */
export function Capsule({
  packet,
  short,
  at,
  room,
}: {
  readonly packet: PacketView;
  /** One or two letters a header, where there is little room. */
  readonly short: boolean;
  /** Where the packet is, and how wide its way is, CSS pixels. */
  readonly at: number;
  readonly room: number;
}) {
  const scale = useTypeScale();
  const shown = packet.layers.filter(({ quoted }) => !quoted);
  const rings = shown.map(({ id, tag, shortTag, layer, status }) => ({
    ...{ id, layer, open: 1, changed: status !== 'kept' },
    tag: short ? shortTag : tag,
  }));
  const {
    width,
    height,
    rings: placed,
  } = capsuleShape(rings, {
    ...STYLE,
    font: STYLE.font * scale,
    core: STYLE.core * scale,
  });
  const left = Math.max(MARGIN, Math.min(at - width / 2, room - width - MARGIN));
  return (
    <div className={styles.capsule} style={{ width, height, transform: `translateX(${left}px)` }}>
      {placed.map((ring) => (
        <span
          key={ring.id}
          className={`${styles.ring} ${layers[ring.layer]}`}
          style={{
            left: ring.x,
            top: ring.y,
            width: ring.width,
            height: ring.height,
            borderRadius: ring.radius,
          }}
        >
          <span
            className={styles.tag}
            style={{ left: ring.tagX - ring.x, top: ring.tagY - ring.y, width: ring.tagWidth }}
          >
            {ring.tag}
          </span>
        </span>
      ))}
    </div>
  );
}
