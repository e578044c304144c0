/** The way into the table: a route that a protocol found passes its import filter. Source: BIRD 1.6.8 nest/rt-table.c rte_update2. */
import { linkOf } from '../../kernel/ctx';
import type { BirdRoute } from '../../model/bird';
import { count, look, touch, type Bird } from './draft';
import { runFilter } from './filter.run';
import { setRoute } from './table';
import { traceRejected } from './trace';

/** What does not pass takes the place of nothing: the route that was there before goes. */
export function importRoute(bird: Bird, found: Omit<BirdRoute, 'ordinal'>): void {
  const { protocol, privateId } = found;
  const { importFilter: filter, name } = look(bird, protocol).config;
  if (filter.kind === 'all') {
    setRoute(bird, protocol, privateId, found, found);
    return;
  }
  const facts = { proto: name, ifname: linkOf(bird.io.ns, found.dev)?.name ?? '' };
  const passed = runFilter(filter, found, facts, bird.s.config?.functions ?? {});
  if (passed.accepted) {
    const { preference, kernel, attributes } = passed.route;
    setRoute(bird, protocol, privateId, found, { ...found, preference, kernel, attributes });
    return;
  }
  traceRejected(bird, protocol, found, found.peer, 'filter', filter.name);
  count(touch(bird, protocol), 'importUpdates', 'filtered');
  setRoute(bird, protocol, privateId, found, null, false);
}
