/** The packet as it stands at one instant: its rings, its title, its place. What moves, moves from one to another. */
import type { Box, GraphLayout, Instant, LayerView, PacketView, Point, Stop } from '../../core/index';
import { badgeSpot } from './badge-spot';
import type { Obstacle, Placing } from './capsule-place';
import { placeBeside } from './capsule-place';
import type { RingModel } from './capsule-shape';
import { capsuleShape, capsuleStyle } from './capsule-shape';
import { floodOf } from './flood';
import { pointAt } from './polyline';
import type { Scene } from './scene';
import { boxOf, centre, drawnPlace, pathOf } from './scene';
import { solids } from './spots';
import { textRoom } from './text-room';
import { farEnd } from './way';

/** Words at the packet. */
export interface CapsuleTitle {
  /** In words: `encapsulate`; may be empty. */
  readonly label: string;
  /** Lengths, of which only one is given where nothing changed. */
  readonly wasBytes: number | null;
  readonly bytes: number;
  /** More in the type of protocol text: `× 3`. */
  readonly after: string;
  /** The reason of a drop in the kernel's name. */
  readonly reason: string | null;
  /** The policy behind it, in a line of its own. */
  readonly policy: string | null;
}

/** A copy of a flooded packet at the end of a wire. */
export interface Copy {
  readonly path: readonly Point[];
}

export interface Still {
  readonly seq: number;
  readonly packet: number;
  readonly element: string;
  readonly rings: readonly RingModel[];
  /** Layers the last step took away, outermost first. */
  readonly removed: readonly RingModel[];
  readonly title: CapsuleTitle;
  /** Upper left corner of the outermost ring. */
  readonly at: Point;
  readonly anchor: Point;
  /** The packet hangs below its element, and its title below the packet, out of the way of the leader. */
  readonly below: boolean;
  readonly copies: readonly Copy[];
}

/** Height of a line above or below the rings, with room to the next border; what a second one takes. */
const LINE_HEIGHT = 22;
export const SECOND_LINE = 14;

/** Of a title that tells of no drop. */
export const NO_DROP = { reason: null, policy: null } as const;

/** Room that the words at a packet take above or below its rings. */
export const titleHeight = ({ policy }: CapsuleTitle): number =>
  LINE_HEIGHT + (policy === null ? 0 : SECOND_LINE);

/** Texts a title is made of, in the reader's language. */
export interface TitleWords {
  readonly wrap: string;
  readonly unwrap: string;
  readonly flood: string;
  readonly drop: string;
}

/** The packet at an instant; null when the instant is about none, or its place is not drawn. */
export function stillOf(scene: Scene, instant: Instant | null, words: TitleWords, seen: Box): Still | null {
  const view = instant?.packetView;
  if (!instant || !view) return null;
  const element = drawnPlace(scene, instant.element);
  const box = element === null ? null : boxOf(scene, element);
  if (element === null || !box) return null;
  const form = scene.layout.form;
  const rings = ringsOf(view, form);
  const title = titleOf(instant, view, words);
  const copies = copiesOf(scene, instant, element);
  const placing = place(scene, element, box, { rings, title, copies }, seen);
  const below = placing.box.y >= placing.anchor.y;
  return {
    seq: instant.seq,
    packet: view.packet,
    element,
    rings,
    removed: view.removed.filter((layer) => !layer.quoted).map((layer) => ringOf(layer, form, false)),
    title,
    at: { x: placing.box.x, y: placing.box.y + (below ? 0 : titleHeight(title)) },
    anchor: placing.anchor,
    below,
    copies,
  };
}

/** Rings a capsule shows at most; a deeper packet is not made by any network known. */
const RINGS_MAX = 10;
/** With more rings than these there is no room for the payload. */
const PAYLOAD_RINGS_MAX = 5;

export function ringsOf(view: Pick<PacketView, 'layers'>, form: GraphLayout['form']): RingModel[] {
  const own = view.layers.filter((layer) => !layer.quoted);
  // A wrapped packet is shown without its payload: that is not what the eye follows.
  const shown = own.length > PAYLOAD_RINGS_MAX ? own.filter((layer) => layer.layer !== 'app') : own;
  const kept = shown.slice(0, RINGS_MAX);
  return kept.map((layer, index) => ringOf(layer, form, index === kept.length - 1));
}

function ringOf(layer: LayerView, form: GraphLayout['form'], innermost: boolean): RingModel {
  return {
    id: layer.id,
    tag: form === 'wide' || innermost ? shorter(layer.tag) : layer.shortTag,
    layer: layer.layer,
    changed: layer.status === 'changed',
    open: 1,
  };
}

/** On a ring there is room for `IP`, and only version 4 is there to be told apart. */
const shorter = (tag: string): string => (tag === 'IPv4' ? 'IP' : tag);

function titleOf(instant: Instant, view: PacketView, words: TitleWords): CapsuleTitle {
  const { cue } = instant;
  const plain: CapsuleTitle = { label: '', wasBytes: null, bytes: view.lenBytes, after: '', ...NO_DROP };
  if (instant.drop) return { ...plain, label: words.drop, ...dropOf(instant.drop) };
  const wrapping = cue.kind === 'travel' ? (cue.then?.kind ?? null) : cue.kind;
  if (wrapping === 'wrap') return { ...plain, label: words.wrap, wasBytes: view.wasLenBytes };
  if (wrapping === 'unwrap') return { ...plain, label: words.unwrap, wasBytes: view.wasLenBytes };
  if (cue.kind === 'split')
    return { ...plain, label: words.flood, after: cue.wires.length > 1 ? `× ${cue.wires.length}` : '' };
  return plain;
}

/** Characters of a policy's name a title has room for. */
const POLICY_CHARS = 32;

/** The kernel's reason, and the policy behind it: `NETFILTER_DROP`, `default/deny-all + 1`. */
function dropOf({ reason, policies }: NonNullable<Instant['drop']>): Pick<CapsuleTitle, 'reason' | 'policy'> {
  const [first, ...others] = policies;
  if (first === undefined) return { reason, policy: null };
  const name = first.length > POLICY_CHARS ? `${first.slice(0, POLICY_CHARS - 1)}…` : first;
  return { reason, policy: `${name}${others.length > 0 ? ` + ${others.length}` : ''}` };
}

/** Estimated width of a title; the words are set in 12 units. */
export function titleWidth(title: CapsuleTitle): number {
  const label = textRoom(title.label, 6.9, 12);
  const mono = title.reason ?? titleNumbers(title);
  return Math.max(label + (title.label ? 7 : 0) + mono.length * 7.3, (title.policy ?? '').length * 7.3);
}

/** The title of a packet on its way: what is done to it is only said where it is done. */
export function titleOnTheWay(title: CapsuleTitle): CapsuleTitle {
  return { label: '', wasBytes: null, bytes: title.bytes, after: '', ...NO_DROP };
}

/** `98 B → 148 B`, or the length alone. */
export function titleNumbers(title: CapsuleTitle): string {
  const numbers = title.wasBytes === null ? `${title.bytes} B` : `${title.wasBytes} B → ${title.bytes} B`;
  return title.after ? `${title.after} · ${numbers}` : numbers;
}

function place(
  scene: Scene,
  element: string,
  box: Box,
  { rings, title, copies }: Pick<Still, 'rings' | 'title' | 'copies'>,
  seen: Box,
): Placing {
  const shape = capsuleShape(rings, capsuleStyle(scene.layout.form));
  const size = { width: Math.max(shape.width, titleWidth(title)), height: shape.height + titleHeight(title) };
  const obstacles = [...solids(scene), ...otherCards(scene, box), ...copies.flatMap(roomOfCopy)];
  return placeBeside(placeTarget(scene, element, box), size, obstacles, seen);
}

/** Size of a copy, in drawing units. */
export const COPY = { width: 22, height: 14 } as const;
/** What covering a copy costs per unit of area: more than anything else, since it is what the step is about. */
const COPY_WEIGHT = 8;

function roomOfCopy({ path }: Copy): Obstacle[] {
  const end = path.at(-1);
  if (!end) return [];
  const { width, height } = COPY;
  return [{ box: { x: end.x - width / 2, y: end.y - height / 2, width, height }, weight: COPY_WEIGHT }];
}

/** What standing in the card of another machine costs per unit of area: it would seem to be there. */
const OTHER_CARD_WEIGHT = 0.5;

function otherCards(scene: Scene, here: Box): Obstacle[] {
  const { x, y } = centre(here);
  return scene.graph.elements.flatMap((element) => {
    const box = element.kind === 'machine' ? boxOf(scene, element.id) : null;
    if (!box) return [];
    const own = x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
    return own ? [] : [{ box, weight: OTHER_CARD_WEIGHT }];
  });
}

/** A packet in a namespace stands beside its first tab or, in the machine's own, at the name of the area. */
function placeTarget(scene: Scene, element: string, box: Box): Box {
  const part = scene.elements.get(element);
  if (part?.kind === 'netns' && part.root) return { ...box, height: 24 };
  return box;
}

/**
 * Copies of a flooded packet, but for the one that is followed itself. They end beside the tab they come to, where its
 * number will stand when they are followed there; a copy that goes back where it came from ends on the other side, and
 * one for the bridge's own machine below the bridge.
 */
function copiesOf(scene: Scene, instant: Instant, followed: string): Copy[] {
  const flood = floodOf(scene, instant);
  if (!flood) return [];
  const passed = new Set(instant.journey?.stops.filter((stop) => stop.state !== 'ahead').map(stopElement));
  const copies = flood.legs.flatMap((leg) => {
    const port = farEnd(scene, leg);
    if (port === followed) return [];
    const wire = pathOf(scene, leg.wire);
    const path = leg.reversed ? wire.toReversed() : wire;
    const element = scene.elements.get(port);
    const spot = element?.kind === 'device' ? badgeSpot(scene, element) : null;
    const box = boxOf(scene, port);
    if (!spot || !box) return [{ path }];
    const aside = passed.has(port) ? 2 * (box.x + box.width / 2) - spot.x : spot.x;
    return [{ path: [...path, { x: aside, y: spot.y }] }];
  });
  return flood.up && flood.at !== followed ? [...copies, ...ownCopy(scene, flood.at)] : copies;
}

const stopElement = (stop: Stop): string => stop.element;

/** How far below a bridge the copy for its own machine stands. */
const OWN_COPY = 12;

function ownCopy(scene: Scene, bridge: string): Copy[] {
  const box = boxOf(scene, bridge);
  if (!box) return [];
  const inside = centre(box);
  const up = (scene.joins.get(bridge) ?? []).find((wire) =>
    [wire.from, wire.to].some((end) => end.startsWith('routing:')),
  );
  if (!up) return [{ path: [{ x: inside.x - box.width / 8, y: inside.y }, inside] }];
  const wire = pathOf(scene, up.id);
  const path = up.to === bridge ? wire.toReversed() : wire;
  const start = path[0];
  return start ? [{ path: [start, pointAt(path, OWN_COPY)] }] : [];
}
