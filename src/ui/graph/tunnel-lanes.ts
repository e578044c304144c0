/** Stretches of tunnel that can be told apart, each with a place for its name. */
import type { DeviceElement, Point } from '../../core/index';
import type { Scene } from './scene';
import { pathOf } from './scene';

export interface TunnelLane {
  readonly at: Point;
  readonly device: DeviceElement;
  /** The tube arches between two machines; otherwise it runs above them all. */
  readonly arch: boolean;
}

/** An arch rises less than a lane above machines lies. */
const ARCH_RISE = 60;

/** One label for each stretch of tunnel that can be told apart. */
export function tunnelLanes(scene: Scene): TunnelLane[] {
  const tunnels = [...scene.wires.values()].filter((wire) => wire.kind === 'tunnel');
  const lanes = new Map<string, TunnelLane>();
  for (const wire of tunnels) {
    const device = scene.elements.get(wire.from);
    const path = pathOf(scene, wire.id);
    if (device?.kind !== 'device' || path.length < 4) continue;
    const top = Math.min(...path.map((point) => point.y));
    const level = path.filter((point) => point.y === top);
    const left = Math.min(...level.map((point) => point.x));
    const right = Math.max(...level.map((point) => point.x));
    const arch = (path[0]?.y ?? 0) - top < ARCH_RISE;
    const at = { x: arch ? (left + right) / 2 : left + 26, y: top };
    const key = arch ? wire.id : `${top}`;
    const known = lanes.get(key);
    if (!known || at.x < known.at.x) lanes.set(key, { at, device, arch });
  }
  return [...lanes.values()];
}
