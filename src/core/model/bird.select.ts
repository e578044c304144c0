/**
 * Which of two routes to one prefix is better, and by what. Source: BIRD 1.6.8 nest/rt-table.c rte_better, proto/bgp/attrs.c
 * bgp_rte_better, bgp_rte_mergable; RFC 4271 section 9.1.2, RFC 4456 section 9.
 */
import type { BirdRoute, SelectionStep } from './bird';
import type { ProtocolConfig } from './bird.config';
import { asPathLength } from '../wire/bgp.attributes';

/** What of the configuration of a route's session bears on it; where two routes are compared, what either says. */
export interface SelectionOptions {
  readonly comparePathLengths: boolean;
  readonly medMetric: boolean;
  readonly preferOlder: boolean;
}

export const USUAL_SELECTION: SelectionOptions = {
  comparePathLengths: true,
  medMetric: false,
  preferOlder: false,
};

export function selectionOf(config: ProtocolConfig | undefined): SelectionOptions {
  return config?.kind === 'bgp' ? config : USUAL_SELECTION;
}

/** What the session of a route says. */
export type SelectionOf = (route: BirdRoute) => SelectionOptions;

const usually: SelectionOf = () => USUAL_SELECTION;

export interface Compared {
  readonly better: boolean;
  readonly by: SelectionStep;
}

export function isResolvable({ dest }: BirdRoute): boolean {
  return dest === 'via' || dest === 'device';
}

/** The first AS of the path: the neighbour that told; 0 for our own. */
export function neighbourAs({ attributes }: BirdRoute): number {
  const first = attributes?.asPath?.[0];
  return first?.kind === 'sequence' ? (first.numbers[0] ?? 0) : 0;
}

const UNKNOWN_METRIC = 0x8000_0000;

function localPref({ attributes }: BirdRoute): number {
  return attributes?.localPref ?? 0;
}

const pathLength = ({ attributes }: BirdRoute): number => asPathLength(attributes?.asPath ?? []);
const originOf = ({ attributes }: BirdRoute): number => attributes?.origin ?? 2;
const medOf = ({ attributes }: BirdRoute): number => attributes?.med ?? 0;
const metricOf = ({ igpMetric }: BirdRoute): number => igpMetric ?? UNKNOWN_METRIC;

/** Whether `a` is better than `b`, which is there already. */
export function compareRoutes(a: BirdRoute, b: BirdRoute, optionsOf: SelectionOf = usually): Compared {
  const by = (step: SelectionStep, better: boolean): Compared => ({ better, by: step });
  if (a.preference !== b.preference) return by('preference', a.preference > b.preference);
  if (a.kind !== 'bgp' || b.kind !== 'bgp') return by('older', false);
  const [aResolvable, bResolvable] = [isResolvable(a), isResolvable(b)];
  if (aResolvable !== bResolvable) return by('unreachable', aResolvable);
  if (localPref(a) !== localPref(b)) return by('local-pref', localPref(a) > localPref(b));
  const [aOptions, bOptions] = [optionsOf(a), optionsOf(b)];
  if ((aOptions.comparePathLengths || bOptions.comparePathLengths) && pathLength(a) !== pathLength(b)) {
    return by('path-length', pathLength(a) < pathLength(b));
  }
  if (originOf(a) !== originOf(b)) return by('origin', originOf(a) < originOf(b));
  const sameNeighbour = neighbourAs(a) === neighbourAs(b);
  if ((aOptions.medMetric || bOptions.medMetric || sameNeighbour) && medOf(a) !== medOf(b)) {
    return by('med', medOf(a) < medOf(b));
  }
  if (a.internal !== b.internal) return by('external', b.internal);
  if (metricOf(a) !== metricOf(b)) return by('igp-metric', metricOf(a) < metricOf(b));
  if (aOptions.preferOlder || bOptions.preferOlder) return by('older', false);
  const [aId, bId] = [a.attributes?.originatorId ?? a.peerId, b.attributes?.originatorId ?? b.peerId];
  if (aId !== bId) return by('router-id', aId < bId);
  const [aLength, bLength] = [a.attributes?.clusterList?.length ?? 0, b.attributes?.clusterList?.length ?? 0];
  if (aLength !== bLength) return by('cluster-length', aLength < bLength);
  if (a.peer !== b.peer) return by('peer-address', a.peer < b.peer);
  return by('older', false);
}

/** Whether a route may stand beside the best one as another way to the same prefix. */
export function isMergeable(best: BirdRoute, other: BirdRoute): boolean {
  if (best.preference !== other.preference || best.kind !== 'bgp' || other.kind !== 'bgp') return false;
  return (
    isResolvable(other) &&
    localPref(best) === localPref(other) &&
    pathLength(best) === pathLength(other) &&
    originOf(best) === originOf(other) &&
    (neighbourAs(best) !== neighbourAs(other) || medOf(best) === medOf(other)) &&
    best.internal === other.internal &&
    metricOf(best) === metricOf(other)
  );
}

/**
 * The routes of a prefix after one of them came, changed or went: the best first, the others in BIRD's order, which is none
 * in particular. Source: BIRD 1.6.8 nest/rt-table.c rte_recalculate.
 */
export function recalculated(
  routes: readonly BirdRoute[],
  old: BirdRoute | null,
  fresh: BirdRoute | null,
  optionsOf: SelectionOf = usually,
): readonly BirdRoute[] {
  const oldBest = routes[0];
  const rest = old === null ? routes : routes.filter((route) => route !== old);
  if (fresh !== null && (oldBest === undefined || compareRoutes(fresh, oldBest, optionsOf).better)) {
    return [fresh, ...rest];
  }
  if (old !== null && old === oldBest) {
    const all = fresh === null ? rest : [fresh, ...rest];
    let best = all[0];
    if (best === undefined) return all;
    for (const route of all.slice(1)) if (compareRoutes(route, best, optionsOf).better) best = route;
    const found = best;
    return [found, ...all.filter((route) => route !== found)];
  }
  return fresh === null || oldBest === undefined ? rest : [oldBest, fresh, ...rest.slice(1)];
}
