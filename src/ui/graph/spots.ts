/** Free places for words that belong to no box, and the room that words take. */
import type { Box, NetnsElement, Point } from '../../core/index';
import { overlapArea } from './capsule-place';
import type { Obstacle } from './capsule-place';
import type { Scene } from './scene';
import { boxOf, pathOf } from './scene';

export interface Spot extends Point {
  /** The text ends here instead of beginning. */
  readonly end: boolean;
}

/** Estimated width of small text. */
export function captionWidth(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) >= 0x2e80 ? 11 : 6;
  return width;
}

/** A corner of the machine's own area where its name covers nothing; null when there is none. */
export function rootLabelSpot(scene: Scene, netns: NetnsElement, text: string): Spot | null {
  const box = boxOf(scene, netns.id);
  if (!box) return null;
  const width = captionWidth(text);
  const left = box.x + 9;
  const right = box.x + box.width - 9;
  const spots: Spot[] = [
    { x: right, y: box.y + 17, end: true },
    { x: left, y: box.y + 17, end: false },
    { x: left, y: box.y + box.height - 8, end: false },
    { x: right, y: box.y + box.height - 8, end: true },
  ];
  const flipped = scene.flipped.has(netns.machine);
  const ordered = flipped ? [spots[1], spots[0], spots[3], spots[2]] : spots;
  const solid = solids(scene).filter((other) => other.box !== box);
  return (
    ordered.find((spot) => {
      if (!spot) return false;
      const room: Box = { x: spot.end ? spot.x - width : spot.x, y: spot.y - 11, width, height: 14 };
      return solid.every((other) => overlapArea(room, other.box) === 0);
    }) ?? null
  );
}

/** Everything drawn that words and packets should keep clear of. */
export function solids(scene: Scene): readonly Obstacle[] {
  const known = cache.get(scene);
  if (known) return known;
  const made = [...boxes(scene), ...headers(scene), ...wires(scene)];
  cache.set(scene, made);
  return made;
}

const cache = new WeakMap<Scene, readonly Obstacle[]>();

function boxes(scene: Scene): Obstacle[] {
  return Object.entries(scene.layout.boxes).flatMap(([id, box]) => {
    const element = scene.elements.get(id);
    if (element?.kind === 'machine') return element.role === 'switch' ? [{ box, weight: 0.4 }] : [];
    if (element?.kind === 'netns') return element.root ? [] : [{ box, weight: 0.8 }];
    return [{ box, weight: 1 }];
  });
}

/** The lines with the names of the machines. */
function headers(scene: Scene): Obstacle[] {
  return scene.graph.elements.flatMap((element) => {
    const box = boxOf(scene, element.id);
    if (element.kind !== 'machine' || element.role === 'switch' || !box) return [];
    const text = [element.name, ...element.addresses].join('  ');
    const width = Math.min(box.width, 50 + captionWidth(text) * 1.1);
    const x = scene.flipped.has(element.name) ? box.x + box.width - width : box.x;
    return [{ box: { x, y: box.y, width, height: 30 }, weight: 0.8 }];
  });
}

function wires(scene: Scene): Obstacle[] {
  return [...scene.wires.values()].flatMap((wire) => {
    const half = wire.kind === 'tunnel' ? 9 : 3;
    const path = pathOf(scene, wire.id);
    return path.flatMap((point, index) => {
      const before = path[index - 1];
      if (!before) return [];
      return [
        {
          box: {
            x: Math.min(before.x, point.x) - half,
            y: Math.min(before.y, point.y) - half,
            width: Math.abs(before.x - point.x) + 2 * half,
            height: Math.abs(before.y - point.y) + 2 * half,
          },
          weight: wire.kind === 'tunnel' ? 0.9 : 0.6,
        },
      ];
    });
  });
}
