/** An instant as it is seen on a drawing in which some pods are folded: what happens behind a fold happens at it. */
import type { Cue, Instant } from '../../core/index';
import type { Scene } from './scene';

interface Leg {
  readonly wire: string;
  readonly reversed: boolean;
}

/** The same instant where nothing is folded. */
export function throughFolds(scene: Scene, instant: Instant | null): Instant | null {
  if (!instant || scene.heldBy.size === 0) return instant;
  const seen = (id: string): string => scene.heldBy.get(id) ?? id;
  const journey = instant.journey && {
    ...instant.journey,
    stops: instant.journey.stops.map((stop) => ({ ...stop, element: seen(stop.element) })),
  };
  return { ...instant, element: seen(instant.element), journey, cue: cueSeen(scene, instant, seen) };
}

function cueSeen(scene: Scene, { cue, element }: Instant, seen: (id: string) => string): Cue {
  switch (cue.kind) {
    case 'none':
      return cue;
    case 'travel': {
      const wires = cue.wires.flatMap((leg) => legSeen(scene, leg, seen));
      if (wires.length === 0) return { kind: 'stay', at: seen(element) };
      return { ...cue, wires, to: seen(cue.to) };
    }
    case 'split':
      return {
        ...cue,
        at: seen(cue.at),
        wires: distinct(cue.wires.flatMap((leg) => legSeen(scene, leg, seen))),
      };
    default:
      return { ...cue, at: seen(cue.at) };
  }
}

/** A wire by the ends it is drawn with; none when both ends are behind one fold. */
function legSeen(scene: Scene, leg: Leg, seen: (id: string) => string): Leg[] {
  const parts = /^([^:]+):(.*)\|(.*)$/.exec(leg.wire);
  if (!parts) return [leg];
  const [, kind = '', from = '', to = ''] = parts;
  const wire = `${kind}:${seen(from)}|${seen(to)}`;
  return scene.wires.has(wire) ? [{ wire, reversed: leg.reversed }] : [];
}

function distinct(legs: readonly Leg[]): Leg[] {
  return [...new Map(legs.map((leg) => [leg.wire, leg])).values()];
}
