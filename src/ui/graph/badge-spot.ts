/** Where the number of a stop stands at its device. */
import type { DeviceElement, Point } from '../../core/index';
import type { Scene } from './scene';
import { boxOf, centre, isTab } from './scene';

/** Radius of a number's disc. */
export const BADGE_RADIUS = 8.5;

/** Middle of the disc; null for a device that is not drawn. */
export function badgeSpot(scene: Scene, device: DeviceElement): Point | null {
  const box = boxOf(scene, device.id);
  const machine = scene.machines.get(device.id);
  if (!box || !machine) return null;
  const card = boxOf(scene, machine.id);
  // On a switch the outer side is that of the nearer end.
  const flipped =
    machine.role === 'switch' && card ? centre(box).x > centre(card).x + 1 : scene.flipped.has(machine.name);
  const right = box.x + box.width;
  const middle = box.y + box.height / 2;
  // A tunnel device has it where the wire from the routing core comes in.
  if (device.device === 'vxlan') return { x: flipped ? right : box.x, y: middle };
  // A tab is filled by its name: the number stands beside it, on the outer side, where no packet is drawn.
  if (isTab(scene, device)) return { x: flipped ? right + 10 : box.x - 10, y: middle };
  return { x: flipped ? box.x : right, y: box.y };
}
