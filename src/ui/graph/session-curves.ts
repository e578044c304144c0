/**
 * BGP sessions as curves between the cards of the machines: an arch above those that stand side by side, a slope between
 * those one above the other. Sessions between the same two cards are one curve.
 */
import type { BgpSessionView, Box, Point, Told } from '../../core/index';
import type { Scene } from './scene';
import { boxOf, centre } from './scene';

export interface SessionCurve {
  readonly key: string;
  /** How many it stands for, and how many of them are up. */
  readonly all: number;
  readonly up: number;
  /** State of the first that is not up; empty when all are. */
  readonly state: string;
  /** Path of the curve, its ends, and the place of a word at its middle. */
  readonly d: string;
  readonly ends: readonly [Point, Point];
  readonly middle: Point;
  /** Degrees by which an arrow at the middle points along it, from who told a route to who was told; null for none. */
  readonly telling: number | null;
}

interface Pair {
  readonly from: string;
  readonly to: string;
  readonly sessions: readonly BgpSessionView[];
}

/** Curves of all sessions whose machines are drawn; of machines behind one card, between that card and the others. */
export function sessionCurves(
  scene: Scene,
  sessions: readonly BgpSessionView[],
  told: Told | null = null,
): readonly SessionCurve[] {
  const pairs = pairsOf(scene, sessions);
  return pairs.flatMap((pair) => {
    const [a, b] = [boxOf(scene, pair.from), boxOf(scene, pair.to)];
    if (!a || !b) return [];
    const ends: readonly [Point, Point] = [
      anchor(scene, pair.from, pair.to, pairs),
      anchor(scene, pair.to, pair.from, pairs),
    ];
    const { sessions: mine } = pair;
    const { angle, ...drawn } = curve(ends, relation(a, b) === 'beside');
    const down = mine.find(({ up }) => !up);
    return [
      {
        key: `${pair.from} ${pair.to}`,
        all: mine.length,
        up: mine.filter(({ up }) => up).length,
        state: down ? stateOf(down) : '',
        ends,
        ...drawn,
        telling: tellingAlong(scene, pair, angle, told),
      },
    ];
  });
}

/** The way a route was told along a curve that runs at `angle`, in degrees; null for another curve. */
function tellingAlong(scene: Scene, pair: Pair, angle: number, told: Told | null): number | null {
  if (told === null || told.from === null) return null;
  const from = scene.heldBy.get(told.from) ?? told.from;
  const to = scene.heldBy.get(told.to) ?? told.to;
  if (pair.from === from && pair.to === to) return angle;
  return pair.from === to && pair.to === from ? angle + 180 : null;
}

/** The state of a session that is not up, by the end that says so. */
export function stateOf({ from, to }: BgpSessionView): string {
  const states = [from.state, to.state].filter((state) => state !== null);
  return states.find((state) => state !== 'Established') ?? states[0] ?? '';
}

function pairsOf(scene: Scene, sessions: readonly BgpSessionView[]): readonly Pair[] {
  const pairs = new Map<string, { from: string; to: string; sessions: BgpSessionView[] }>();
  for (const session of sessions) {
    const from = scene.heldBy.get(session.from.element) ?? session.from.element;
    const to = scene.heldBy.get(session.to.element) ?? session.to.element;
    if (from === to) continue;
    const known = pairs.get(`${from} ${to}`) ?? pairs.get(`${to} ${from}`);
    if (known) known.sessions.push(session);
    else pairs.set(`${from} ${to}`, { from, to, sessions: [session] });
  }
  return [...pairs.values()];
}

/** Where one card stands as seen from another. */
function relation(a: Box, b: Box): 'beside' | 'below' | 'above' {
  if (b.y >= a.y + a.height) return 'below';
  return b.y + b.height <= a.y ? 'above' : 'beside';
}

/** Part of an edge, from its left end, that anchors are spread over: they leave the network cards their place. */
const SPREAD = { beside: [0.3, 0.7], below: [0, 0.2], above: [0.06, 0.4] } as const;

/** Where on the edge of a card a session ends: in the order of those it leads to. */
function anchor(scene: Scene, at: string, to: string, pairs: readonly Pair[]): Point {
  const box = boxOf(scene, at) ?? { x: 0, y: 0, width: 0, height: 0 };
  const others = pairs.flatMap((pair) => (pair.from === at ? [pair.to] : pair.to === at ? [pair.from] : []));
  const boxes = others.flatMap((id) => {
    const other = boxOf(scene, id);
    return other ? [{ id, other, side: relation(box, other) }] : [];
  });
  const side = boxes.find(({ id }) => id === to)?.side ?? 'beside';
  const mine = boxes
    .filter((one) => one.side === side)
    .sort((a, b) => centre(a.other).x - centre(b.other).x)
    .map(({ id }) => id);
  const [first, last] = SPREAD[side];
  const part = first + ((last - first) * (mine.indexOf(to) + 1)) / (mine.length + 1);
  return { x: box.x + box.width * part, y: side === 'below' ? box.y + box.height : box.y };
}

/** Height of an arch, in drawing units. */
const RISE = { least: 16, most: 34, per: 0.045 } as const;

function curve(
  [a, b]: readonly [Point, Point],
  arch: boolean,
): { readonly d: string; readonly middle: Point; readonly angle: number } {
  const rise = Math.min(RISE.most, RISE.least + RISE.per * Math.abs(b.x - a.x));
  const half = (a.y + b.y) / 2;
  const [first, second] = arch
    ? [
        { x: a.x + (b.x - a.x) * 0.15, y: Math.min(a.y, b.y) - rise * 1.33 },
        { x: b.x - (b.x - a.x) * 0.15, y: Math.min(a.y, b.y) - rise * 1.33 },
      ]
    : [
        { x: a.x, y: half },
        { x: b.x, y: half },
      ];
  // Where a cubic runs at its middle.
  const along = { x: second.x + b.x - first.x - a.x, y: second.y + b.y - first.y - a.y };
  const at = (...values: readonly Point[]): string => values.map(({ x, y }) => `${x} ${y}`).join(' ');
  return {
    d: `M${at(a)}C${at(first, second, b)}`,
    // A cubic's middle: an eighth of its ends, three eighths of its handles.
    middle: {
      x: (a.x + b.x) / 8 + ((first.x + second.x) * 3) / 8,
      y: (a.y + b.y) / 8 + ((first.y + second.y) * 3) / 8,
    },
    angle: (Math.atan2(along.y, along.x) * 180) / Math.PI,
  };
}
