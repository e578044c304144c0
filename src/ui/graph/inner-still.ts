/** The packet inside a tunnel, while its outer packet is in the underlay: where it stands on the line between the ends. */
import type { Box, Instant, Point } from '../../core/index';
import type { RingModel } from './capsule-shape';
import { capsuleShape, capsuleStyle } from './capsule-shape';
import { placeBeside } from './capsule-place';
import type { CapsuleTitle } from './packet-still';
import { NO_DROP, ringsOf, titleHeight, titleWidth } from './packet-still';
import { lengthOf, pointAt } from './polyline';
import type { Scene } from './scene';
import { boxOf, centre, drawnPlace, pathOf } from './scene';
import { solids } from './spots';

export interface InnerStill {
  readonly packet: number;
  readonly rings: readonly RingModel[];
  readonly title: CapsuleTitle;
  /** The line from the device that wrapped it to the one that unwraps it. */
  readonly path: readonly Point[];
  /** How far along it is, 0 to 1. */
  readonly done: number;
  readonly at: Point;
  readonly anchor: Point;
  readonly below: boolean;
}

/** Null where the layers are together, or the packet is in no tunnel, or just at an end of it. */
export function innerStillOf(scene: Scene, instant: Instant | null, seen: Box): InnerStill | null {
  const { carried = null, packetView = null } = instant ?? {};
  if (scene.lift === null || instant === null || carried === null || packetView === null) return null;
  const here = drawnPlace(scene, instant.element);
  if (here === carried.from || here === carried.to) return null;
  const path = lineBetween(scene, carried.from, carried.to);
  if (path.length === 0) return null;
  const done = partOfTheWay(instant, carried.from, carried.to);
  const anchor = pointAt(path, done * lengthOf(path));
  const rings = ringsOf(carried.inner, scene.layout.form);
  const title = { label: '', wasBytes: null, bytes: carried.inner.lenBytes, after: '', ...NO_DROP };
  const shape = capsuleShape(rings, capsuleStyle(scene.layout.form));
  const size = { width: Math.max(shape.width, titleWidth(title)), height: shape.height + titleHeight(title) };
  const spot = { x: anchor.x - 3, y: anchor.y - 3, width: 6, height: 6 };
  const placing = placeBeside(spot, size, solids(scene), seen);
  const below = placing.box.y >= anchor.y;
  const at = { x: placing.box.x, y: placing.box.y + (below ? 0 : titleHeight(title)) };
  return { packet: packetView.packet, rings, title, path, done, at, anchor, below };
}

/** The tunnel between two devices as it is drawn; straight across where none is. */
function lineBetween(scene: Scene, from: string, to: string | null): readonly Point[] {
  for (const wire of scene.wires.values()) {
    if (wire.kind !== 'tunnel') continue;
    if (wire.from === from && wire.to === to) return pathOf(scene, wire.id);
    if (wire.from === to && wire.to === from) return pathOf(scene, wire.id).toReversed();
  }
  const ends = [from, to].flatMap((id) => {
    const box = id === null ? null : boxOf(scene, drawnPlace(scene, id) ?? '');
    return box ? [centre(box)] : [];
  });
  return ends;
}

/** Between the ends by the number of stops, of which none is nearer than another. */
function partOfTheWay({ journey, seq }: Instant, from: string, to: string | null): number {
  const stops = journey?.stops ?? [];
  const here = stops.findLastIndex(({ firstSeq }) => firstSeq <= seq);
  const begin = stops.findLastIndex(({ element }, at) => at <= here && element === from);
  const end = stops.findIndex(({ element }, at) => at > here && element === to);
  // Lost on its way: it got so far, whatever would have come.
  const length = (end === -1 ? stops.length : end) - begin;
  return length <= 0 ? 0 : Math.min(1, Math.max(0, (here - begin) / length));
}
