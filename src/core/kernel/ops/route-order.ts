/** Order of the routes of one prefix: TOS descending, metric ascending, then arrival. Source: fib_trie.c fib_find_alias. */
import type { Route } from '../../model/route';

/** The routes of a prefix with one more, at its place. */
export function withRoute(present: readonly Route[], route: Route): readonly Route[] {
  const later = (other: Route): boolean =>
    other.tos < route.tos || (other.tos === route.tos && other.metric > route.metric);
  const at = present.findIndex(later);
  const index = at === -1 ? present.length : at;
  return [...present.slice(0, index), route, ...present.slice(index)];
}
