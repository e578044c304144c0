/** Which row of a route table decided. */
import type { Instant, RoutingElement } from '../../core/index';
import type { Scene } from './scene';

export interface Taken {
  /** Id of the routing core. */
  readonly routing: string;
  /** Index of its route. */
  readonly route: number;
}

/**
 * The route that won the last look-up since the previous hop, in the namespace of this instant; null when none was
 * looked up or another table than the one drawn had it.
 */
export function routeTaken(scene: Scene, instant: Instant | null): Taken | null {
  if (!instant) return null;
  const routing = scene.elements.get(`routing:${instant.netns}`);
  if (routing?.kind !== 'routing') return null;
  for (const decision of instant.decisions.toReversed()) {
    const won = decision.rows.find((row) => row.verdict === 'won');
    const words = [...(won?.cells ?? []), ...decision.answer.split(' ')].flatMap((cell) => cell.split(' '));
    const route = routeOf(routing, words);
    if (route >= 0) return { routing: routing.id, route };
  }
  return null;
}

function routeOf(routing: RoutingElement, words: readonly string[]): number {
  return routing.routes.findIndex(
    (route) =>
      words.includes(route.dst) && (words.includes(route.dev) || words.includes(route.via ?? route.dev)),
  );
}
