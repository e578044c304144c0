/** The way of the packet under the cursor: which wires it has travelled, which lie ahead, where it stops. */
import type { Instant, Stop } from '../../core/index';
import { floodOf } from './flood';
import type { Leg } from './leg';
import type { Scene } from './scene';
import { drawnPlace } from './scene';

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
  /** Wires on which copies of a flooded packet have just left. */
  readonly copies: readonly Leg[];
  readonly stops: readonly StopBadge[];
  /** Element the packet is at, null when nothing is on its way. */
  readonly here: string | null;
  /** A dropped packet goes nowhere. */
  readonly dropped: boolean;
}

const NOWHERE: Way = { travelled: [], ahead: [], copies: [], stops: [], here: null, dropped: false };

/** The way at an instant. */
export function wayOf(scene: Scene, instant: Instant | null): Way {
  if (!instant) return NOWHERE;
  const here = drawnPlace(scene, instant.element);
  const journey = instant.journey;
  if (!journey || journey.stops.length === 0) {
    return { ...NOWHERE, here: instant.packet === null ? null : here };
  }
  const { stops } = journey;
  const reached = stops.filter((stop) => stop.state !== 'ahead').length;
  const onTheWay = here !== null && comesBefore(scene, stops[reached - 2], stops[reached - 1], here);
  const passed = onTheWay ? reached - 1 : reached;
  const legs = stops.map((stop, index) => {
    const before = stops[index - 1]?.element ?? (onTheWay && index === 0 ? here : stop.element);
    const past = onTheWay && index === passed && index > 0;
    const through = past ? [before, here, stop.element] : [before, stop.element];
    return through.slice(1).flatMap((to, step) => legsBetween(scene, through[step] ?? to, to));
  });
  const beyond = presentLegs(scene, stops[passed - 1]?.element ?? null, here, legs[passed] ?? []);
  const travelled = [...legs.slice(0, passed).flat(), ...beyond.travelled];
  const ahead = [...beyond.ahead, ...legs.slice(passed + 1).flat()];
  const dropped = instant.drop !== null;
  const known = new Set([...travelled, ...ahead].map((leg) => leg.wire));
  return {
    travelled,
    ahead,
    copies: (floodOf(scene, instant)?.legs ?? []).filter((leg) => !known.has(leg.wire)),
    stops: stops.map((stop, index) => ({
      element: stop.element,
      number: index + 1,
      state: onTheWay && index === passed ? 'ahead' : stop.state,
      dropped: stop.dropped,
    })),
    here,
    dropped,
  };
}

/**
 * Whether a place comes before the stop the packet is said to be at: the routing core that sends to the device, not the
 * one the device hands a received packet to. The way from the stop before tells them apart.
 */
function comesBefore(scene: Scene, before: Stop | undefined, stop: Stop | undefined, here: string): boolean {
  if (!stop || stop.element === here) return false;
  if (!before) return legsBetween(scene, here, stop.element).length > 0;
  const legs = legsBetween(scene, before.element, here);
  return legs.length > 0 && legs.every((leg) => farEnd(scene, leg) !== stop.element);
}

/** Splits the legs to the next stop at the place between two stops where the packet is, a routing core mostly. */
function presentLegs(
  scene: Scene,
  stop: string | null,
  here: string | null,
  next: readonly Leg[],
): { readonly travelled: readonly Leg[]; readonly ahead: readonly Leg[] } {
  if (stop === null || here === null || stop === here) return { travelled: [], ahead: next };
  const passed = next.findIndex((leg) => farEnd(scene, leg) === here) + 1;
  if (passed > 0) return { travelled: next.slice(0, passed), ahead: next.slice(passed) };
  // It turned aside: to the stack of a machine that the next stop does not lie behind.
  const aside = legsBetween(scene, stop, here);
  return { travelled: aside.length <= ASIDE_MAX ? aside : [], ahead: next };
}

/** Wires from a stop to the routing core of its machine at most: port, bridge, core. */
const ASIDE_MAX = 2;

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
