/** Free places for words that belong to no box, and the room that words take. */
import type { Box, NetnsElement, Point } from '../../core/index';
import { BADGE_RADIUS, badgeSpot } from './badge-spot';
import { overlapArea } from './capsule-place';
import type { Obstacle } from './capsule-place';
import type { Scene } from './scene';
import { boxOf, isBareRoot, pathOf } from './scene';
import { textRoom } from './text-room';
import { tunnelLanes } from './tunnel-lanes';

export interface Spot extends Point {
  /** The text ends here instead of beginning. */
  readonly end: boolean;
}

/** Estimated width of small text. */
const captionWidth = (text: string): number => textRoom(text, 6, 11);

/** A corner of the machine's own area where its name covers nothing; null when there is none. */
export function rootLabelSpot(scene: Scene, netns: NetnsElement, text: string): Spot | null {
  return freeCorner(scene, netns, captionWidth(text));
}

function freeCorner(scene: Scene, netns: NetnsElement, width: number): Spot | null {
  const box = boxOf(scene, netns.id);
  if (!box) return null;
  const left = box.x + 9;
  const right = box.x + box.width - 9;
  const spots: Spot[] = [
    { x: left, y: box.y + box.height - 9, end: false },
    { x: right, y: box.y + box.height - 9, end: true },
    { x: right, y: box.y + 17, end: true },
    { x: left, y: box.y + 17, end: false },
  ];
  const flipped = scene.flipped.has(netns.machine);
  const ordered = flipped ? [spots[1], spots[0], spots[3], spots[2]] : spots;
  const solid = drawn(scene);
  return (
    ordered.find((spot) => {
      if (!spot) return false;
      const room: Box = { x: spot.end ? spot.x - width : spot.x, y: spot.y - 11, width, height: 14 };
      return solid.every((other) => overlapArea(room, other.box) === 0);
    }) ?? null
  );
}

/** Everything drawn that a packet should keep clear of. */
export function solids(scene: Scene): readonly Obstacle[] {
  const known = withNames.get(scene);
  if (known) return known;
  const made = [
    ...[...drawn(scene), ...areaNames(scene), ...badges(scene), ...frames(scene)],
    ...layerWords(scene),
  ];
  withNames.set(scene, made);
  return made;
}

const withNames = new WeakMap<Scene, readonly Obstacle[]>();
const withoutNames = new WeakMap<Scene, readonly Obstacle[]>();

/** The same without the names of the machines' own areas, which look for a free corner themselves. */
function drawn(scene: Scene): readonly Obstacle[] {
  const known = withoutNames.get(scene);
  if (known) return known;
  const made = [...boxes(scene), ...headers(scene), ...wires(scene), ...tunnelNames(scene)];
  withoutNames.set(scene, made);
  return made;
}

/** The words between layers that are apart. */
function layerWords({ lift, layout }: Scene): Obstacle[] {
  if (lift === null) return [];
  const width = Math.min(layout.width, LAYER_WORDS.width);
  return [{ box: { x: 0, y: lift.line - 18, width, height: LAYER_WORDS.height }, weight: NAMES }];
}

const LAYER_WORDS = { width: 300, height: 38 } as const;

/**
 * Edges of machines, and the upper and lower ones of their own areas: a packet stands in one or between two, not across,
 * and its title does not touch a border.
 */
function frames(scene: Scene): Obstacle[] {
  return scene.graph.elements.flatMap((element) => {
    const box = boxOf(scene, element.id);
    const area = element.kind === 'netns' && element.root && !isBareRoot(scene, element);
    const card = element.kind === 'machine' && element.role !== 'switch';
    if (!box || (!card && !area)) return [];
    const sides = card ? [box.x, box.x + box.width] : [];
    return [
      ...sides.map((x) => ({ box: { x: x - 4, y: box.y, width: 8, height: box.height }, weight: WIRES / 2 })),
      ...[box.y, box.y + box.height].map((y) => ({
        box: { x: box.x, y: y - 4, width: box.width, height: 8 },
        weight: WIRES / 2,
      })),
    ];
  });
}

/** Room for the numbers of stops, whether or not they are there now: the packet's place must not depend on its way. */
function badges(scene: Scene): Obstacle[] {
  return scene.graph.elements.flatMap((element) => {
    const spot = element.kind === 'device' ? badgeSpot(scene, element) : null;
    if (!spot) return [];
    const side = 2 * BADGE_RADIUS + 2;
    return [
      { box: { x: spot.x - side / 2, y: spot.y - side / 2, width: side, height: side }, weight: BADGES },
    ];
  });
}

/** The name of an area in the longer of the two languages. */
const AREA_NAME_WIDTH = 60;

function areaNames(scene: Scene): Obstacle[] {
  return scene.graph.elements.flatMap((element) => {
    if (element.kind !== 'netns' || !element.root || isBareRoot(scene, element)) return [];
    const spot = freeCorner(scene, element, AREA_NAME_WIDTH);
    if (!spot) return [];
    const x = spot.end ? spot.x - AREA_NAME_WIDTH : spot.x;
    return [{ box: { x, y: spot.y - 12, width: AREA_NAME_WIDTH, height: 16 }, weight: NAMES }];
  });
}

/** How much covering something costs per unit of area: names, wires, areas whose ground may be covered. */
const NAMES = 3;
const WIRES = 1.2;
const GROUND = 0.15;
const BADGES = 6;

function boxes(scene: Scene): Obstacle[] {
  return Object.entries(scene.layout.boxes).flatMap(([id, box]) => {
    const element = scene.elements.get(id);
    if (element?.kind === 'machine') return element.role === 'switch' ? [{ box, weight: GROUND }] : [];
    if (element?.kind === 'netns') return element.root ? [] : pod(box, element.addresses.length);
    return [{ box, weight: 4 }];
  });
}

/** A pod's ground may be covered, its name and addresses not. */
function pod(box: Box, addresses: number): Obstacle[] {
  const height = Math.min(box.height, 24 + 17 * addresses);
  return [
    { box, weight: GROUND * 6 },
    { box: { ...box, height }, weight: NAMES },
  ];
}

/** The lines with the names of the machines. */
function headers(scene: Scene): Obstacle[] {
  return scene.graph.elements.flatMap((element) => {
    const box = boxOf(scene, element.id);
    if (element.kind !== 'machine' || element.role === 'switch' || !box) return [];
    const text = [element.name, ...element.addresses].join('  ');
    const width = Math.min(box.width, 50 + captionWidth(text) * 1.1);
    const x = scene.flipped.has(element.name) ? box.x + box.width - width : box.x;
    return [{ box: { x, y: box.y, width, height: 30 }, weight: NAMES }];
  });
}

/** The words above the tunnels. */
function tunnelNames(scene: Scene): Obstacle[] {
  const wide = scene.layout.form === 'wide';
  return tunnelLanes(scene).map(({ at, arch }) => {
    if (!arch) return { box: { x: at.x, y: at.y - 24, width: 210, height: 16 }, weight: NAMES };
    const width = wide ? 92 : 40;
    const height = wide ? 56 : 16;
    return { box: { x: at.x - width / 2, y: at.y - height - 10, width, height }, weight: NAMES };
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
          weight: wire.kind === 'tunnel' ? NAMES : WIRES,
        },
      ];
    });
  });
}
