/** Tables of a routing daemon: its sessions, and its own table with who told each route and why it is used or not. */
import { rfc3339 } from '../base/instant';
import { mapEach, mapGet } from '../base/persistent-map';
import { bgpStateWord, type BirdRoute } from '../model/bird';
import { compareRoutes, selectionOf } from '../model/bird.select';
import type { Netns, World } from '../model/world';
import { formatCidr4, formatIpv4, type Ipv4Addr } from '../wire/addr';
import { birdsIn } from './birds';
import type { TableName } from './contract.tables';
import { devName } from './names';
import { slotIn, type Row, type TableKind } from './tables.state';

function sessionRows(_world: World, ns: Netns): Row[] {
  return birdsIn(ns).flatMap(({ pid, state }) =>
    state.order.flatMap((no): Row[] => {
      const protocol = mapGet(state.protocols, no);
      if (protocol?.config.kind !== 'bgp') return [];
      const { config, sinceNs, stats, session } = protocol;
      const error = session?.lastError?.text ?? '';
      return [
        {
          key: `${String(pid)} ${config.name}`,
          slot: slotIn.process(pid),
          cells: [
            formatIpv4(config.neighbor),
            `${bgpStateWord(protocol)}${error === '' ? '' : ` (${error})`}`,
            config.name,
            String(config.remoteAs),
            rfc3339(sinceNs).slice(11, 19),
            String(stats.imported),
            String(stats.exported),
          ],
        },
      ];
    }),
  );
}

const addressCell = (addr: Ipv4Addr | undefined): string =>
  addr === undefined || (addr as number) === 0 ? '' : formatIpv4(addr);

function routeRows(world: World, ns: Netns): Row[] {
  return birdsIn(ns).flatMap(({ pid, state }) => {
    const prefixes: (readonly BirdRoute[])[] = [];
    mapEach(state.rib, (routes) => prefixes.push(routes));
    prefixes.sort(([a], [b]) => (a?.addr ?? 0) - (b?.addr ?? 0) || (a?.len ?? 0) - (b?.len ?? 0));
    return prefixes.flatMap((routes) =>
      routes.map((route, i): Row => {
        const [best = route] = routes;
        const { attributes } = route;
        const configOf = (one: BirdRoute) => mapGet(state.protocols, one.protocol)?.config;
        return {
          key: `${String(pid)} ${formatCidr4(route)} ${String(route.protocol)} ${String(route.privateId)}`,
          slot: slotIn.process(pid),
          cells: [
            formatCidr4(route),
            configOf(route)?.name ?? '',
            i === 0 ? 'best' : compareRoutes(best, route, (one) => selectionOf(configOf(one))).by,
            route.dest === 'via' ? formatIpv4(route.gateway) : route.dest === 'device' ? '' : route.dest,
            route.dev === 0 ? '' : devName(world, ns.id, route.dev),
            (attributes?.asPath ?? []).flatMap(({ numbers }) => numbers).join(' '),
            addressCell(attributes?.nextHop),
            addressCell(attributes?.originatorId),
          ],
        };
      }),
    );
  });
}

/** What one looks for comes first: a narrow panel shows the first columns side by side, the others below. */
export const BGP_TABLES = {
  bgpSessions: {
    columns: [
      ...(['column.peer', 'column.state', 'column.name', 'column.as', 'column.since'] as const),
      ...(['column.imported', 'column.exported'] as const),
    ],
    rows: sessionRows,
  },
  bgpRoutes: {
    columns: [
      ...(['column.destination', 'column.protocol', 'column.choice', 'column.gateway'] as const),
      ...(['column.device', 'column.asPath', 'column.nextHop', 'column.originator'] as const),
    ],
    rows: routeRows,
  },
} as const satisfies Partial<Record<TableName, TableKind>>;
