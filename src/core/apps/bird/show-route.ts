/** What `show route` is asked, and its answer. Source: BIRD 1.6.8 nest/config.Y r_args, nest/rt-table.c rt_show. */
import { mapGet } from '../../base/persistent-map';
import type { BirdRoute, BirdState } from '../../model/bird';
import { prefixKey } from '../../model/route';
import { networkOf, parseCidr4, parseIpv4 } from '../../wire/addr';
import { NO_ROUTES } from './draft';
import { tableInOrder } from './order';
import { routeLines } from './text.route';

/** The lines, or what is wrong with the words behind `show route`. */
export function showRoute(
  state: BirdState,
  words: readonly string[],
): { readonly lines: readonly string[]; readonly failed: boolean } {
  const asked = { all: false, primary: false, count: false, protocol: null as number | null };
  let nets: readonly (readonly BirdRoute[])[] | null = null;
  const wrong = (text: string): { lines: readonly string[]; failed: boolean } => ({
    lines: [text],
    failed: true,
  });
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    if (word === 'all') asked.all = true;
    else if (word === 'primary') asked.primary = true;
    else if (word === 'count') asked.count = true;
    else if (word === 'table' && words[i + 1] === 'master') i += 1;
    else if (word === 'protocol') {
      const name = words[(i += 1)] ?? '';
      const no = state.order.find((each) => mapGet(state.protocols, each)?.config.name === name);
      if (no === undefined) return wrong(`${name} is not a protocol`);
      asked.protocol = no;
    } else if (word === 'for') {
      const addr = parseIpv4((words[(i += 1)] ?? '').replace(/\/32$/, ''));
      if (!addr.ok) return wrong('syntax error');
      const found = longest(state, addr.value);
      if (found.length === 0) return wrong('Network not in table');
      nets = [found];
    } else {
      const prefix = parseCidr4(word);
      if (!prefix.ok) return wrong('syntax error');
      const found = mapGet(
        state.rib,
        prefixKey(networkOf(prefix.value.addr, prefix.value.len), prefix.value.len),
      );
      if (found === undefined) return wrong('Network not in table');
      nets = [found];
    }
  }
  const shown = (nets ?? tableInOrder(state.rib)).map((routes) =>
    routes.filter(
      (route, i) =>
        (!asked.primary || i === 0) && (asked.protocol === null || route.protocol === asked.protocol),
    ),
  );
  if (asked.count) {
    const all = (nets ?? tableInOrder(state.rib)).reduce((sum, { length }) => sum + length, 0);
    const some = shown.reduce((sum, { length }) => sum + length, 0);
    return {
      lines: [`${String(some)} of ${String(all)} routes for ${String(shown.length)} networks`],
      failed: false,
    };
  }
  const lines = shown.flatMap((routes) =>
    routes.flatMap((route, i) => {
      const best = mapGet(state.rib, prefixKey(route.addr, route.len))?.[0] === route;
      return routeLines(state, route, { first: i === 0, best, all: asked.all });
    }),
  );
  return { lines, failed: false };
}

function longest(state: BirdState, addr: BirdRoute['addr']): readonly BirdRoute[] {
  for (let len = 32; len >= 0; len -= 1) {
    const found = mapGet(state.rib, prefixKey(networkOf(addr, len), len));
    if (found !== undefined) return found;
  }
  return NO_ROUTES;
}
