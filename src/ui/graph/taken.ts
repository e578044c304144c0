/** Which rows of a route table decided. */
import type { Decision, Instant, RoutingElement } from '../../core/index';
import type { Scene } from './scene';

/** One row that decided. */
export interface TakenRoute {
  /** Index of the route. */
  readonly route: number;
  /** Which header was looked up; null when only one was, which needs no name. */
  readonly header: 'inner' | 'outer' | null;
  /** The row of the decision that the reader is shown; the other one is marked more quietly. */
  readonly main: boolean;
}

export interface Taken {
  /** Id of the routing core. */
  readonly routing: string;
  readonly routes: readonly TakenRoute[];
}

/**
 * The routes taken in the namespace of this instant since the previous hop; null when none was looked up, or another
 * table than the one drawn had it. A packet that was wrapped on the way had two: its own and that of its wrapping. Its
 * own is the main one, unless the other is the decision of the present record.
 */
export function routeTaken(scene: Scene, instant: Instant | null): Taken | null {
  if (!instant) return null;
  const routing = scene.elements.get(`routing:${instant.netns}`);
  if (routing?.kind !== 'routing') return null;
  const inner = latest(routing, instant.decisions, false);
  const outer = latest(routing, instant.decisions, true);
  const outerNow = outer?.deciding ?? false;
  const marks: readonly TakenRoute[] = [
    ...(inner ? [{ route: inner.route, header: outer && ('inner' as const), main: !outerNow }] : []),
    ...(outer ? [{ route: outer.route, header: inner && ('outer' as const), main: outerNow || !inner }] : []),
  ];
  // One row for both: what is drawn is that it decided.
  const same = inner !== null && inner.route === outer?.route;
  const routes = same ? [{ route: inner.route, header: null, main: true }] : marks;
  return routes.length > 0 ? { routing: routing.id, routes } : null;
}

const OUTER_ROUTE = 'decision.outerRoute';

function latest(
  routing: RoutingElement,
  decisions: readonly Decision[],
  outer: boolean,
): { readonly route: number; readonly deciding: boolean } | null {
  const found = decisions
    .filter((decision) => (decision.title.key === OUTER_ROUTE) === outer)
    .map((decision) => ({ route: routeOf(routing, decision), deciding: decision.deciding }));
  return found.findLast(({ route }) => route >= 0) ?? null;
}

function routeOf(routing: RoutingElement, decision: Decision): number {
  const won = decision.rows.find((row) => row.verdict === 'won');
  const words = [...(won?.cells ?? []), decision.answer].flatMap((cell) => cell.split(' '));
  return routing.routes.findIndex((route) => words.includes(route.dst) && words.includes(route.dev));
}
