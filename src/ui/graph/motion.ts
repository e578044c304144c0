/** How the packet gets from where it stood to where it stands: what moves, along which points, for how long. */
import type { Cue, Instant, Point } from '../../core/index';
import type { RingModel } from './capsule-shape';
import type { Still } from './packet-still';
import { rideAlong } from './ride';
import type { Scene } from './scene';
import type { Leg } from './leg';
import { farEnd } from './way';

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
  /** All copies leave at once; `path` is the way of the one that is followed, empty when it stays. */
  | {
      readonly kind: 'split';
      readonly ms: number;
      readonly path: readonly Point[];
      readonly legs: readonly Leg[];
      readonly back: boolean;
    }
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
      const path = rideAlong(scene, cue.wires, startOf(scene, cue.wires, before), after.anchor);
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
      return splitInto(scene, cue.wires, before, after, ms, false);
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
      const path = rideAlong(scene, cue.wires, startOf(scene, cue.wires, after), before.anchor).toReversed();
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
      return splitInto(scene, cue.wires, after, before, ms, true);
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

/** Where the packet stood, if that is where the first wire begins. */
function startOf(scene: Scene, legs: readonly Leg[], still: Still | null): Point | null {
  const first = legs[0];
  if (!first || !still) return null;
  return farEnd(scene, { ...first, reversed: !first.reversed }) === still.element ? still.anchor : null;
}

function splitInto(
  scene: Scene,
  legs: readonly Leg[],
  from: Still | null,
  to: Still,
  ms: number,
  back: boolean,
): Motion {
  const followed = legs.filter((leg) => farEnd(scene, leg) === to.element);
  const path =
    followed.length > 0 ? rideAlong(scene, followed, startOf(scene, followed, from), to.anchor) : [];
  return { kind: 'split', ms, path: back ? path.toReversed() : path, legs, back };
}
