/** The way of the packet under the cursor: which wires it has travelled, which lie ahead, where it stops. */
import type { Instant, Stop } from '../../core/index';
import type { Scene } from './scene';
import { drawnPlace } from './scene';

/** One wire in one direction. */
export interface Leg {
  readonly wire: string;
  readonly reversed: boolean;
}

export interface StopBadge {
  readonly element: string;
  /** From 1, in the order of the way. */
  readonly number: number;
  readonly state: Stop['state'];
  readonly dropped: boolean;
}

export interface Way {
  readonly travelled: readonly Leg[];
  readonly ahead: readonly Leg[];
  readonly stops: readonly StopBadge[];
  /** Element the packet is at, null when nothing is on its way. */
  readonly here: string | null;
  /** A dropped packet goes nowhere. */
  readonly dropped: boolean;
}

const NOWHERE: Way = { travelled: [], ahead: [], stops: [], here: null, dropped: false };

/** The way at an instant. */
export function wayOf(scene: Scene, instant: Instant | null): Way {
  if (!instant) return NOWHERE;
  const here = drawnPlace(scene, instant.element);
  const journey = instant.journey;
  if (!journey || journey.stops.length === 0) {
    return { ...NOWHERE, here: instant.packet === null ? null : here };
  }
  const travelled: Leg[] = [];
  const ahead: Leg[] = [];
  journey.stops.forEach((stop, index) => {
    const before = journey.stops[index - 1];
    if (before) {
      const legs = legsBetween(scene, before.element, stop.element);
      (stop.state === 'ahead' ? ahead : travelled).push(...legs);
    }
  });
  const beyond = journey.stops.filter((stop) => stop.state !== 'ahead').at(-1);
  if (here && beyond && beyond.element !== here) {
    travelled.push(...advance(scene, beyond.element, here, ahead));
  }
  const dropped = instant.drop !== null;
  return {
    travelled,
    ahead: dropped ? [] : ahead,
    stops: journey.stops.map((stop, index) => ({
      element: stop.element,
      number: index + 1,
      state: stop.state,
      dropped: stop.dropped,
    })),
    here,
    dropped,
  };
}

/** Moves the legs up to `here` from those ahead to those travelled; `ahead` loses them. */
function advance(scene: Scene, from: string, here: string, ahead: Leg[]): Leg[] {
  let place = from;
  for (let count = 1; count <= Math.min(2, ahead.length); count += 1) {
    const leg = ahead[count - 1];
    place = leg ? farEnd(scene, leg) : place;
    if (place === here) return ahead.splice(0, count);
  }
  const aside = legsBetween(scene, from, here);
  return aside.length <= 2 ? aside : [];
}

/** Element a leg leads to. */
export function farEnd(scene: Scene, leg: Leg): string {
  const wire = scene.wires.get(leg.wire);
  if (!wire) return '';
  return leg.reversed ? wire.from : wire.to;
}

/**
 * The fewest wires from one element to another; none when they are not joined. Tunnels are left out: what goes through
 * a tunnel goes through the cables below it.
 */
export function legsBetween(scene: Scene, from: string, to: string): Leg[] {
  if (from === to) return [];
  const cameBy = new Map<string, { readonly leg: Leg; readonly before: string }>();
  const queue = [from];
  const seen = new Set([from]);
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    if (at === to) break;
    for (const wire of scene.joins.get(at) ?? []) {
      const reversed = wire.to === at;
      const next = reversed ? wire.from : wire.to;
      if (wire.kind === 'tunnel' || seen.has(next)) continue;
      seen.add(next);
      cameBy.set(next, { leg: { wire: wire.id, reversed }, before: at });
      queue.push(next);
    }
  }
  const legs: Leg[] = [];
  for (let step = cameBy.get(to); step !== undefined; step = cameBy.get(step.before)) legs.unshift(step.leg);
  return legs;
}
