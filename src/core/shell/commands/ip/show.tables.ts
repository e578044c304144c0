/** Routes and neighbours as `ip` shows them: which of the rows were asked for, and in what form. */
import { err, ok } from '../../../base/result';
import type { Link } from '../../../model/link';
import type { NeighState } from '../../../model/neigh';
import { TABLE_LOCAL, TABLE_MAIN, type Route, type RouteProtocol } from '../../../model/route';
import { networkOf, type Cidr4, type Ipv4Addr } from '../../../wire/addr';
import { failed, notYet, printed, type Outcome } from '../../command';
import { jsonLines } from '../../format/json';
import { briefNeighLines, neighLines } from '../../format/neigh';
import { routeLines, routesOf, type RouteText } from '../../format/route';
import { neighJson, routeJson } from '../../format/json.tables';
import { invalidArgument, KERNEL_ERROR, noDevice, USAGE_ERROR } from '../../iproute2/errors';
import { readKeywords, shortened, value, type Keyword } from '../../iproute2/keywords';
import { readProtocol, readScope, readTable, tableName } from '../../iproute2/names';
import { readAddr, readNumber, readPrefix, type Read } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';
import { findLink, netnsNamed } from '../../netns';
import type { IpIo } from './show';

interface RouteFilter {
  /** Null for all tables. */
  table: number | null;
  dev?: string;
  dst?: Cidr4;
  /** `root` PREFIX: what is in it; `match` PREFIX: what it is in. */
  how?: 'exact' | 'root' | 'match';
  proto?: RouteProtocol;
  scope?: number;
  type?: string;
  via?: Ipv4Addr;
  src?: Ipv4Addr;
  metric?: number;
}

function readMetric(word: string): Read<number> {
  const metric = readNumber(word);
  return metric === null ? err(invalidArgument('"metric" value is invalid\n', word)) : ok(metric);
}

const ROUTE_KEYWORDS: readonly Keyword<RouteFilter>[] = [
  shortened(
    value(
      'table',
      (word) => (word === 'all' ? ok(null) : readTable(word)),
      (filter, read) => (filter.table = read),
    ),
  ),
  value(
    ['dev', 'oif'],
    (word) => ok(word),
    (filter, read) => (filter.dev = read),
  ),
  value(['proto', 'protocol'], readProtocol, (filter, read) => (filter.proto = read)),
  value(
    'scope',
    (word) => readScope(word, 'invalid "scope"\n'),
    (filter, read) => (filter.scope = read),
  ),
  value(
    'type',
    (word) => ok(word),
    (filter, read) => (filter.type = read),
  ),
  value(['metric', 'priority', 'preference'], readMetric, (filter, read) => (filter.metric = read)),
  value('via', readAddr, (filter, read) => (filter.via = read)),
  value('src', readAddr, (filter, read) => (filter.src = read)),
  ...(['root', 'match', 'exact'] as const).map((how): Keyword<RouteFilter> =>
    value(how, readPrefix, (filter, read) => {
      filter.dst = read;
      filter.how = how;
    }),
  ),
  ...['cache', 'vrf'].map((name): Keyword<RouteFilter> => ({
    names: [name],
    take: () => notYet(`ip route show … ${name}`),
  })),
];

export function showRoute(io: IpIo, words: Words): Outcome {
  const filter: RouteFilter = { table: TABLE_MAIN };
  const wrong = readKeywords(words, filter, ROUTE_KEYWORDS, (word) => {
    const prefix = readPrefix(word);
    if (!prefix.ok) return prefix.error;
    filter.dst = prefix.value;
    return null;
  });
  if (wrong) return wrong;
  const { dev } = filter;
  const link = dev === undefined ? null : findLink(io.host, io.netns, dev);
  if (dev !== undefined && !link) return noDevice(dev);
  const ns = netnsNamed(io.host.world, io.netns);
  const builtIn = filter.table === TABLE_MAIN || filter.table === TABLE_LOCAL;
  if (filter.table !== null && !builtIn && !ns.routeTables.has(filter.table)) {
    return failed(KERNEL_ERROR, 'Error: ipv4: FIB table does not exist.', 'Dump terminated');
  }
  // The kernel keeps tables by the lowest byte of their number, the two of its own last.
  const all = [...ns.routeTables.keys()].sort((a, b) => a - b);
  const order = [
    ...all.filter((id) => id < TABLE_MAIN),
    TABLE_MAIN,
    TABLE_LOCAL,
    ...all.filter((id) => id > TABLE_LOCAL),
  ];
  const tables = filter.table === null ? order : [filter.table];
  const rows = tables.flatMap((id) => {
    const table = ns.routeTables.get(id);
    const routes = table === undefined ? [] : routesOf(table);
    return routes.filter((route) => fits(route, filter, link)).map((route) => ({ id, route }));
  });
  if (io.json) {
    const values = rows.map(({ id, route }) =>
      routeJson(io.host.world, ns, route, dev === undefined, filter.table === null ? id : null),
    );
    return printed(...jsonLines(values, io.pretty));
  }
  const text = (id: number): RouteText => ({
    details: io.details,
    table: filter.table === null && id !== TABLE_MAIN ? tableName(id) : null,
    without: [
      ...(filter.proto === undefined ? [] : (['proto'] as const)),
      ...(filter.scope === undefined ? [] : (['scope'] as const)),
      ...(filter.via === undefined ? [] : (['via'] as const)),
      ...(filter.metric === undefined ? [] : (['metric'] as const)),
    ],
  });
  return printed(
    ...rows.flatMap(({ id, route }) => routeLines(io.host.world, ns, route, dev === undefined, text(id))),
  );
}

function fits(route: Route, filter: RouteFilter, link: Link | null): boolean {
  const { dst, how = 'exact', proto, scope, type, via, src, metric } = filter;
  return (
    (link === null || route.dev === link.ifindex) &&
    (proto === undefined || route.protocol === proto) &&
    (scope === undefined || route.scope === scope) &&
    (type === undefined || route.type === type) &&
    (via === undefined || route.gateway === via) &&
    (src === undefined || route.prefsrc === src) &&
    (metric === undefined || route.metric === metric) &&
    (dst === undefined || fitsPrefix(route, dst, how))
  );
}

function fitsPrefix(route: Route, { addr, len }: Cidr4, how: 'exact' | 'root' | 'match'): boolean {
  switch (how) {
    case 'exact':
      return route.len === len && route.dst === networkOf(addr, len);
    case 'root':
      return route.len >= len && networkOf(route.dst, len) === networkOf(addr, len);
    case 'match':
      return route.len <= len && networkOf(addr, route.len) === route.dst;
  }
}

interface NeighFilter {
  dev?: string;
  to?: Cidr4;
  /** Null for `nud all`. */
  state?: NeighState | null;
}

const STATES: Readonly<Record<string, NeighState>> = {
  permanent: 'PERMANENT',
  reachable: 'REACHABLE',
  noarp: 'NOARP',
  stale: 'STALE',
  delay: 'DELAY',
  probe: 'PROBE',
  failed: 'FAILED',
  incomplete: 'INCOMPLETE',
};

const NEIGH_KEYWORDS: readonly Keyword<NeighFilter>[] = [
  value(
    'dev',
    (word) => ok(word),
    (filter, read) => (filter.dev = read),
  ),
  value('to', readPrefix, (filter, read) => (filter.to = read)),
  {
    names: ['nud'],
    take(words, filter) {
      const word = words.next() ?? '';
      const state = word === 'all' ? null : Object.hasOwn(STATES, word) ? STATES[word] : undefined;
      if (state === undefined) return invalidArgument('nud state is bad', word);
      filter.state = state;
      return null;
    },
  },
  ...['master', 'nomaster', 'vrf', 'proxy', 'unused', 'use'].map((name): Keyword<NeighFilter> => ({
    names: [name],
    take: () => notYet(`ip neigh show … ${name}`),
  })),
];

export function showNeigh(io: IpIo, words: Words): Outcome {
  const filter: NeighFilter = {};
  const wrong = readNeighFilter(filter, words);
  if (wrong) return wrong;
  const { dev, to, state } = filter;
  const ns = netnsNamed(io.host.world, io.netns);
  const only = dev === undefined ? null : findLink(io.host, io.netns, dev);
  if (dev !== undefined && only === null) return noDevice(dev);
  const wanted = (addr: Ipv4Addr, is: NeighState): boolean =>
    (state === undefined ? is !== 'NOARP' : state === null || is === state) && isIn(addr, to);
  const links = ns.links.filter(
    (link): link is Link => link !== undefined && (only === null || link === only),
  );
  if (io.json) {
    return printed(
      ...jsonLines(
        links.flatMap((link) => neighJson(io.host.world, link, only === null, wanted, io.stats)),
        io.pretty,
      ),
    );
  }
  if (io.brief) return printed(...links.flatMap((link) => briefNeighLines(link, wanted)));
  return printed(
    ...links.flatMap((link) => neighLines(io.host.world, link, only === null, wanted, io.stats)),
  );
}

function readNeighFilter(filter: NeighFilter, words: Words): Outcome | null {
  return readKeywords(words, filter, NEIGH_KEYWORDS, (word) => {
    const prefix = readPrefix(word);
    if (!prefix.ok) return prefix.error;
    filter.to = prefix.value;
    return null;
  });
}

function isIn(addr: Ipv4Addr, prefix: Cidr4 | undefined): boolean {
  return prefix === undefined || networkOf(addr, prefix.len) === networkOf(prefix.addr, prefix.len);
}

/** Takes entries out; those that are fixed only where their state is named. */
export function flushNeigh(io: IpIo, words: Words): Outcome {
  if (words.peek() === undefined) return failed(USAGE_ERROR, 'Flush requires arguments.');
  if (words.peek() === 'all') words.next();
  const filter: NeighFilter = {};
  const wrong = readNeighFilter(filter, words);
  if (wrong) return wrong;
  const { dev, to, state } = filter;
  if (dev !== undefined && findLink(io.host, io.netns, dev) === null) return noDevice(dev);
  for (const link of netnsNamed(io.host.world, io.netns).links) {
    if (link === undefined || (dev !== undefined && link.name !== dev)) continue;
    for (const [dst, entry] of [...link.neigh.entries]) {
      const fixed = entry.state === 'PERMANENT' || entry.state === 'NOARP';
      const fits = state === undefined ? !fixed : state === null || entry.state === state;
      if (fits && isIn(dst, to))
        io.host.apply(io.netns, { kind: 'neigh.del', dev: link.name, dst }, io.typed);
    }
  }
  return printed();
}
