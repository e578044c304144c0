/** Walking over the map by keyboard: along wires where they lead in the wanted direction, else to what is nearest. */
import type { Point } from '../../core/index';
import type { Scene } from './scene';
import { boxOf, centre, isBareRoot } from './scene';

export type Heading = 'left' | 'right' | 'up' | 'down';

const HEADINGS: Readonly<Record<Heading, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};

/** Elements in reading order: as they are nested and listed. */
export function walkOrder(scene: Scene): readonly string[] {
  return scene.graph.elements
    .filter(
      (element) => boxOf(scene, element.id) && !(element.kind === 'netns' && isBareRoot(scene, element)),
    )
    .map((element) => element.id);
}

/** The element before or after another in reading order; null at either end. */
export function nextInOrder(scene: Scene, from: string, by: 1 | -1): string | null {
  const order = walkOrder(scene);
  return order[order.indexOf(from) + by] ?? null;
}

/** The next element in a direction; null when there is none. */
export function neighbour(scene: Scene, from: string, heading: Heading): string | null {
  const start = standOf(scene, from);
  if (!start) return null;
  const joined = (scene.joins.get(from) ?? []).map((wire) => (wire.from === from ? wire.to : wire.from));
  const along = best(scene, start, HEADINGS[heading], joined, 0.5);
  if (along !== null) return along;
  const others = walkOrder(scene).filter((id) => id !== from);
  return best(scene, start, HEADINGS[heading], others, 0.4);
}

/** Of the candidates that lie in the direction, the one that is near and least off to the side. */
function best(
  scene: Scene,
  start: Point,
  direction: Point,
  candidates: readonly string[],
  straightness: number,
): string | null {
  let found: { id: string; cost: number } | null = null;
  for (const id of candidates) {
    const to = standOf(scene, id);
    if (!to) continue;
    const dx = to.x - start.x;
    const dy = to.y - start.y;
    const distance = Math.hypot(dx, dy);
    if (distance < 1) continue;
    const ahead = (dx * direction.x + dy * direction.y) / distance;
    if (ahead < straightness) continue;
    const cost = distance * (2 - ahead);
    if (!found || cost < found.cost) found = { id, cost };
  }
  return found?.id ?? null;
}

/**
 * Where one stands at an element: in its middle, but at the upper edge of what encloses others, where its name is. Its
 * middle lies among what it encloses, and nothing would lead there.
 */
function standOf(scene: Scene, id: string): Point | null {
  const box = boxOf(scene, id);
  if (!box) return null;
  const kind = scene.elements.get(id)?.kind;
  return kind === 'machine' || kind === 'netns' ? { x: centre(box).x, y: box.y } : centre(box);
}
