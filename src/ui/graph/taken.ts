/** Which row of a route table decided. */
import type { Decision, Instant, RoutingElement } from '../../core/index';
import type { Scene } from './scene';

export interface Taken {
  /** Id of the routing core. */
  readonly routing: string;
  /** Index of its route. */
  readonly route: number;
}

/**
 * The route taken in the namespace of this instant since the previous hop; null when none was looked up, or another
 * table than the one drawn had it. Of a packet that was wrapped on the way it is the packet's own route, unless the
 * present decision is about the outer packet.
 */
export function routeTaken(scene: Scene, instant: Instant | null): Taken | null {
  if (!instant) return null;
  const routing = scene.elements.get(`routing:${instant.netns}`);
  if (routing?.kind !== 'routing') return null;
  const latest = instant.decisions.toReversed();
  const present = latest.slice(0, 1);
  const own = latest.filter((decision) => decision.title.key !== OUTER_ROUTE);
  for (const decision of [...present, ...own, ...latest]) {
    const route = routeOf(routing, decision);
    if (route >= 0) return { routing: routing.id, route };
  }
  return null;
}

const OUTER_ROUTE = 'decision.outerRoute';

function routeOf(routing: RoutingElement, decision: Decision): number {
  const won = decision.rows.find((row) => row.verdict === 'won');
  const words = [...(won?.cells ?? []), decision.answer].flatMap((cell) => cell.split(' '));
  return routing.routes.findIndex((route) => words.includes(route.dst) && words.includes(route.dev));
}
