/** How the packet gets from where it stood to where it stands: what moves, along which points, for how long. */
import type { Cue, Instant, Point } from '../../core/index';
import type { RingModel } from './capsule-shape';
import type { Still } from './packet-still';
import type { Scene } from './scene';
import { pathOf } from './scene';
import type { Leg } from './way';

/** Milliseconds at speed 1. */
const HOP_MS = 420;
const WRAP_MS = 600;
const DROP_MS = 200;

export type Motion =
  /** Along wires; the trail grows behind it, or shrinks on the way back. */
  | {
      readonly kind: 'travel';
      readonly ms: number;
      readonly path: readonly Point[];
      readonly legs: readonly Leg[];
      readonly back: boolean;
      readonly then: RingMotion | null;
    }
  | { readonly kind: 'rings'; readonly ms: number; readonly rings: RingMotion }
  | { readonly kind: 'split'; readonly ms: number; readonly back: boolean }
  | { readonly kind: 'drop'; readonly ms: number; readonly back: boolean };

/** The first `count` rings open (wrap) or close (unwrap). */
export interface RingMotion {
  readonly rings: readonly RingModel[];
  readonly count: number;
  readonly opening: boolean;
}

/** How long the way into an instant takes, in milliseconds; 0 when nothing moves. */
export function cueMs(cue: Cue, speed: number): number {
  switch (cue.kind) {
    case 'none':
    case 'stay':
      return 0;
    case 'travel':
      return (HOP_MS + (cue.then ? WRAP_MS : 0)) / speed;
    case 'split':
      return HOP_MS / speed;
    case 'wrap':
    case 'unwrap':
      return WRAP_MS / speed;
    case 'drop':
      return DROP_MS / speed;
  }
}

/**
 * The motion into `after`. A step ahead plays the cue of the instant arrived at; a step back plays, in reverse and in
 * half the time, the cue of the instant left. Null: the packet is simply there.
 */
export function motionInto(
  scene: Scene,
  arrived: Instant,
  left: Instant | null,
  stills: { readonly before: Still | null; readonly after: Still },
  direction: 1 | -1,
  speed: number,
): Motion | null {
  if (direction === 1) return forward(scene, arrived.cue, stills.before, stills.after, speed);
  if (!left || !stills.before || left.seq <= arrived.seq || left.packet !== arrived.packet) return null;
  return reverse(scene, left.cue, stills.before, stills.after, speed * 2);
}

function forward(scene: Scene, cue: Cue, before: Still | null, after: Still, speed: number): Motion | null {
  const ms = cueMs(cue, speed);
  switch (cue.kind) {
    case 'none':
    case 'stay':
      return null;
    case 'travel': {
      const start = before && before.packet === after.packet ? before.anchor : null;
      const path = ridden(scene, cue.wires, start, after.anchor);
      return {
        kind: 'travel',
        ms,
        path,
        legs: cue.wires,
        back: false,
        then: cue.then ? ringsOf(cue.then, after) : null,
      };
    }
    case 'wrap':
    case 'unwrap':
      return { kind: 'rings', ms, rings: ringsOf(cue, after) };
    case 'split':
      return { kind: 'split', ms, back: false };
    case 'drop':
      return { kind: 'drop', ms, back: false };
  }
}

function reverse(scene: Scene, cue: Cue, before: Still, after: Still, speed: number): Motion | null {
  const ms = cueMs(cue, speed);
  switch (cue.kind) {
    case 'none':
    case 'stay':
      return null;
    case 'travel': {
      const path = ridden(scene, cue.wires, after.anchor, before.anchor).toReversed();
      return { kind: 'travel', ms: HOP_MS / speed, path, legs: cue.wires, back: true, then: null };
    }
    case 'wrap':
      return { kind: 'rings', ms, rings: { rings: before.rings, count: cue.layers, opening: false } };
    case 'unwrap':
      return {
        kind: 'rings',
        ms,
        rings: { rings: after.rings, count: before.removed.length, opening: true },
      };
    case 'split':
      return { kind: 'split', ms, back: true };
    case 'drop':
      return { kind: 'drop', ms, back: true };
  }
}

function ringsOf(
  cue: { readonly kind: 'wrap' | 'unwrap'; readonly layers: number },
  after: Still,
): RingMotion {
  if (cue.kind === 'wrap')
    return { rings: after.rings, count: Math.min(cue.layers, after.rings.length), opening: true };
  return { rings: [...after.removed, ...after.rings], count: after.removed.length, opening: false };
}

/** Points of all wires in the order and direction they are ridden, from where it starts to where it ends. */
function ridden(scene: Scene, legs: readonly Leg[], start: Point | null, end: Point): Point[] {
  const points = legs.flatMap((leg) => {
    const path = pathOf(scene, leg.wire);
    return leg.reversed ? path.toReversed() : path;
  });
  return [...(start ? [start] : []), ...points, end];
}
