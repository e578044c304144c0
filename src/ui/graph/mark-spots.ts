/** Where the marks of a configuration step stand: words at what changed, the one who acts, and who hears of it. */
import type { Box, MachineElement, MarkKind, Point, StepMarks } from '../../core/index';
import { agentChips, agentWidth } from './agent-chips';
import { overlapArea } from './capsule-place';
import { fitted } from './fit-text';
import type { Scene } from './scene';
import { boxOf, drawnPlace } from './scene';
import { solids } from './spots';

/** Everything this step changed at one element. */
export interface MarkedPart {
  readonly element: string;
  readonly kinds: readonly MarkKind[];
  /** Protocol text of the first change. */
  readonly text: string;
}

/** Marks by the element they are drawn at, in the order of the changes. */
export function markedParts(scene: Scene, { marks }: StepMarks): readonly MarkedPart[] {
  const parts = new Map<string, { kinds: MarkKind[]; text: string }>();
  for (const { element, what, text } of marks) {
    const place = drawnPlace(scene, element) ?? machinePlace(scene, element);
    if (place === null) continue;
    const known = parts.get(place);
    if (known) known.kinds.push(what);
    else parts.set(place, { kinds: [what], text });
  }
  return [...parts].map(([element, { kinds, text }]) => ({ element, kinds, text }));
}

/** What is gone is told at the machine it was on. */
function machinePlace(scene: Scene, element: string): string | null {
  const machine = scene.machines.get(element);
  return machine && boxOf(scene, machine.id) ? machine.id : null;
}

const TAG_HEIGHT = 16;
/** Round the drawing there is room that is seen as well. */
const EDGE = 12;

/** A place for a word of this width at an element: over one of its corners, or beside it, where it covers least. */
export function tagSpot(scene: Scene, box: Box, width: number, taken: readonly Box[], server = false): Box {
  if (server) return serverTag(box, width, taken);
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  const at = (x: number, y: number): Box => ({ x, y, width, height: TAG_HEIGHT });
  const spots = [
    at(right - width + 6, box.y - TAG_HEIGHT / 2 - 3),
    at(box.x - 6, box.y - TAG_HEIGHT / 2 - 3),
    at(right + 5, box.y + (box.height - TAG_HEIGHT) / 2),
    at(box.x - width - 5, box.y + (box.height - TAG_HEIGHT) / 2),
    at(right - width + 6, bottom - TAG_HEIGHT / 2 + 3),
    at(box.x - 6, bottom - TAG_HEIGHT / 2 + 3),
  ];
  const { layout } = scene;
  const inSight = { x: -EDGE, y: -EDGE, width: layout.width + 2 * EDGE, height: layout.height + 2 * EDGE };
  const cost = (spot: Box): number =>
    (spot.width * spot.height - overlapArea(spot, inSight)) * 20 +
    solids(scene).reduce((sum, { box: other, weight }) => sum + overlapArea(spot, other) * weight, 0) +
    taken.reduce((sum, other) => sum + overlapArea(spot, other) * 400, 0);
  let best = spots[0] ?? at(box.x, box.y);
  let least = Infinity;
  for (const spot of spots) {
    const costs = cost(spot);
    if (costs >= least - 0.01) continue;
    least = costs;
    best = spot;
  }
  return best;
}

/** In the API server, behind its name; who acts there has that place, and the word stands on the edge above. */
function serverTag(box: Box, width: number, taken: readonly Box[]): Box {
  const x = box.x + box.width - width - 6;
  const inside = { x, y: box.y + (box.height - TAG_HEIGHT) / 2, width, height: TAG_HEIGHT };
  const free = width <= box.width - API_TITLE && taken.every((other) => overlapArea(inside, other) === 0);
  return free ? inside : { ...inside, y: box.y - TAG_HEIGHT * 0.6 };
}

/** A label of a machine beside the one who acts, who needs more room than usual. */
export interface Aside {
  readonly name: string;
  readonly stopped: boolean;
  /** Where it stands otherwise: nothing of it is to be seen there. */
  readonly from: Box;
  /** Where it stands meanwhile; null where there is no room for it. */
  readonly to: Box | null;
}

/** Labels that the one who acts would cover in part: a little aside where that is enough, else away. */
export function aside(scene: Scene, { actor }: StepMarks, acting: ActorSpot): readonly Aside[] {
  const machine = actor && scene.elements.get(actor.element);
  const card = machine?.kind === 'machine' ? boxOf(scene, machine.id) : null;
  if (machine?.kind !== 'machine' || !card) return [];
  const middle = acting.box.x + acting.box.width / 2;
  let [left, right] = [acting.box.x, acting.box.x + acting.box.width];
  return agentChips(scene, machine)
    .filter(({ name }) => name !== actor?.name)
    .map((chip) => ({ chip, distance: chip.box.x + chip.box.width / 2 - middle }))
    .sort((a, b) => Math.abs(a.distance) - Math.abs(b.distance))
    .flatMap(({ chip: { name, stopped, box: from }, distance }) => {
      const x = distance > 0 ? Math.max(from.x, right + 3) : Math.min(from.x, left - 3 - from.width);
      const fits = x >= card.x + 4 && x + from.width <= card.x + card.width - 4;
      const to = fits && Math.abs(x - from.x) <= ICON + 4 ? { ...from, x } : null;
      if (distance > 0) right = Math.max(right, x + from.width);
      else left = Math.min(left, x);
      return x === from.x ? [] : { name, stopped, from, to };
    });
}

/** The label of the one who acts. */
export interface ActorSpot {
  readonly text: string;
  readonly box: Box;
}

const ICON = 16;
/** Room of the API server's own name. */
const API_TITLE = 104;

/** In the place of its own label where it has one, else on the upper edge of its machine, or in the API server. */
export function actorSpot(scene: Scene, { actor }: StepMarks): ActorSpot | null {
  if (!actor) return null;
  const element = scene.elements.get(actor.element);
  const box = boxOf(scene, actor.element);
  if (!box || !element) return null;
  const text = actor.tool === null ? actor.name : `${actor.name} › ${actor.tool}`;
  const width = agentWidth(text) + ICON;
  if (element.kind === 'machine') {
    const chip = agentChips(scene, element).find(({ name }) => name === actor.name);
    if (chip) return { text, box: grown(scene, element, chip.box, width) };
    return { text, box: { x: box.x + box.width - width - 12, y: box.y - 8, width, height: 16 } };
  }
  const short = fitted(text, box.width - API_TITLE - ICON - 20, 6);
  const own = agentWidth(short) + ICON;
  return {
    text: short,
    box: { x: box.x + box.width - own - 8, y: box.y + (box.height - 17) / 2, width: own, height: 17 },
  };
}

/** A label with more words grows into the machine, never out of it, and away from the other labels if it can. */
function grown(scene: Scene, machine: MachineElement, chip: Box, width: number): Box {
  const card = boxOf(scene, machine.id) ?? chip;
  const least = card.x + 6;
  const most = card.x + card.width - 6 - width;
  const others = agentChips(scene, machine).filter(({ box }) => box.x !== chip.x);
  const spots = [chip.x + (chip.width - width) / 2, chip.x + chip.width - width, chip.x].map((x) => ({
    x: Math.max(least, Math.min(most, x)),
    y: chip.y - 1,
    width,
    height: chip.height + 2,
  }));
  const free = spots.find((spot) => others.every(({ box }) => overlapArea(spot, box) === 0));
  return free ?? spots[0] ?? chip;
}

/** A line between a machine and the API server. */
export interface ApiLine {
  readonly machine: string;
  /** From the API server down to the machine. */
  readonly path: readonly Point[];
  /** It leads to who hears of the change; otherwise from who asked for it. */
  readonly watches: boolean;
}

/** Room between two lines at one machine. */
const APART = 14;

/** Lines of a change: from whoever asked for it, to whoever hears of it. */
export function apiLines(scene: Scene, { api, actor, watchers }: StepMarks): readonly ApiLine[] {
  const server = [...scene.elements.values()].find(({ kind }) => kind === 'apiserver');
  const top = server && boxOf(scene, server.id);
  if (!api || !server || !top) return [];
  const wanted = [
    ...(actor && actor.element !== server.id ? [{ machine: actor.element, watches: false }] : []),
    ...[...new Set(watchers.map(({ element }) => element))]
      .filter((element) => element !== server.id)
      .map((machine) => ({ machine, watches: true })),
  ];
  const drawn = wanted
    .flatMap((line) => {
      const box = boxOf(scene, line.machine);
      return box
        ? [{ ...line, x: box.x + box.width / 2 + (line.watches ? APART : -APART) / 2, y: box.y }]
        : [];
    })
    .sort((a, b) => a.x - b.x);
  const step = top.width / (drawn.length + 1);
  const level = top.y + top.height + 7;
  return drawn.map(({ machine, watches, x, y }, index) => {
    const start = top.x + step * (index + 1);
    return {
      machine,
      watches,
      path: [
        { x: start, y: top.y + top.height },
        { x: start, y: level },
        { x, y: level },
        { x, y },
      ],
    };
  });
}
