/** `ip route show cache` and `ip route flush`: which routes are meant. Source: iproute2 6.1 ip/iproute.c iproute_list_flush_or_save, filter_nlmsg. */
import { err, ok } from '../../../base/result';
import type { Route, RouteException, RouteProtocol, RouteType } from '../../../model/route';
import { TABLE_LOCAL, TABLE_MAIN } from '../../../model/route';
import type { Netns } from '../../../model/world';
import { formatIpv4, inCidr, networkOf, type Cidr4, type Ipv4Addr } from '../../../wire/addr';
import { hasNexthop } from '../../../kernel/write';
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';
import { routesOf } from '../../format/route';
import { invalidArgument, KERNEL_ERROR, noDevice, OWN_ERROR, refused } from '../../iproute2/errors';
import { readKeywords, shortened, value, type Keyword } from '../../iproute2/keywords';
import { readProtocol, readScope, readTable } from '../../iproute2/names';
import { readAddr, readPrefix, type Read } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';
import { findLink, netnsNamed } from '../../netns';

const NS_PER_SEC = 1_000_000_000;

interface RouteFilter {
  table: number | 'all' | 'cache';
  dev?: string;
  dst?: Cidr4;
  /** `root`: routes inside the prefix; `match`: routes that cover it. */
  way?: 'root' | 'match';
  via?: Ipv4Addr;
  src?: Ipv4Addr;
  protocol?: RouteProtocol;
  scope?: number;
  type?: RouteType;
}

const TYPES: readonly RouteType[] = [
  ...(['unicast', 'local', 'broadcast', 'unreachable', 'blackhole', 'prohibit', 'throw'] as const),
];

function readWhichTable(word: string): Read<RouteFilter['table']> {
  return word === 'all' || word === 'cache' ? ok(word) : readTable(word);
}

function readType(word: string): Read<RouteType> {
  const type = TYPES.find((name) => name === word);
  return type === undefined ? err(invalidArgument('node type value is invalid\n', word)) : ok(type);
}

const within = (way: 'root' | 'match'): Keyword<RouteFilter> =>
  value(way, readPrefix, (filter, read) => {
    filter.dst = read;
    filter.way = way;
  });

const KEYWORDS: readonly Keyword<RouteFilter>[] = [
  shortened(value('table', readWhichTable, (filter, read) => (filter.table = read))),
  value(
    ['dev', 'oif'],
    (word) => ok(word),
    (filter, read) => (filter.dev = read),
  ),
  { names: ['cache', 'cached', 'cloned'], take: (_, filter) => ((filter.table = 'cache'), null) },
  value(
    'via',
    (word) => readAddr(word, 'inet'),
    (filter, read) => (filter.via = read),
  ),
  value(
    'src',
    (word) => readAddr(word, 'inet'),
    (filter, read) => (filter.src = read),
  ),
  shortened(value('protocol', readProtocol, (filter, read) => (filter.protocol = read))),
  value(
    'scope',
    (word) => readScope(word, 'invalid "scope" value\n'),
    (filter, read) => (filter.scope = read),
  ),
  value('type', readType, (filter, read) => (filter.type = read)),
  within('root'),
  within('match'),
  value('exact', readPrefix, (filter, read) => (filter.dst = read)),
  ...['vrf', 'from', 'tos', 'mark'].map((name): Keyword<RouteFilter> => ({
    names: [name],
    take: () => notYet(`ip route show … ${name}`),
  })),
];

function readFilter(words: Words): RouteFilter | Outcome {
  const filter: RouteFilter = { table: TABLE_MAIN };
  const wrong = readKeywords(words, filter, KEYWORDS, (word) => {
    const prefix = readPrefix(word);
    if (!prefix.ok) return prefix.error;
    filter.dst = prefix.value;
    return null;
  });
  return wrong ?? filter;
}

/** The tables a filter is about, the outcome when the one it names is not there. */
function tablesOf(ns: Netns, table: number | 'all'): readonly number[] | Outcome {
  if (table === 'all') return [...ns.routeTables.keys()].sort((a, b) => rankOf(a) - rankOf(b) || a - b);
  if (ns.routeTables.has(table) || table === TABLE_MAIN || table === TABLE_LOCAL) return [table];
  return failed(KERNEL_ERROR, 'Error: ipv4: FIB table does not exist.', 'Flush terminated');
}

/** The local table comes last. */
function rankOf(table: number): number {
  return table === TABLE_LOCAL ? 1 : 0;
}

function chosen(ns: Netns, table: number, filter: RouteFilter): readonly Route[] {
  const rows = ns.routeTables.get(table);
  const link = filter.dev === undefined ? null : ns.links.find((other) => other?.name === filter.dev);
  return (rows === undefined ? [] : routesOf(rows)).filter(
    (route) =>
      (!link || hops(route).some(({ dev }) => dev === link.ifindex)) &&
      (filter.dst === undefined || fits(route, filter.dst, filter.way)) &&
      (filter.via === undefined || hops(route).some(({ gateway }) => gateway === filter.via)) &&
      (filter.src === undefined || route.prefsrc === filter.src) &&
      (filter.protocol === undefined || route.protocol === filter.protocol) &&
      (filter.scope === undefined || route.scope === filter.scope) &&
      (filter.type === undefined || route.type === filter.type),
  );
}

function hops(route: Route): readonly Pick<Route, 'dev' | 'gateway'>[] {
  return route.nexthops ?? [route];
}

function fits(route: Route, dst: Cidr4, way: RouteFilter['way']): boolean {
  const own = { addr: route.dst, len: route.len };
  if (way === 'root') return route.len >= dst.len && inCidr(route.dst, dst);
  if (way === 'match') return route.len <= dst.len && inCidr(dst.addr, own);
  return route.len === dst.len && route.dst === networkOf(dst.addr, dst.len);
}

/** `ip route show cache`. */
export function showCache(io: CommandIo, words: Words): Outcome {
  const filter = readFilter(words);
  if ('exitCode' in filter) return filter;
  return printed(...cacheLines(io, netnsNamed(io.host.world, io.netns), filter));
}

/** What was learned, once for each route that has the next hop. In the kernel's order of hashes there; as learned here. */
function cacheLines(io: CommandIo, ns: Netns, filter: RouteFilter): readonly string[] {
  const { nowNs } = io.host.world;
  const routes = [...ns.routeTables.values()].flatMap(routesOf).filter(({ type }) => type === 'unicast');
  return routes.flatMap((route) =>
    [...ns.routeExceptions.entries.values()]
      .filter(({ dev, via, expiresNs }) => expiresNs >= nowNs && hasNexthop(route, dev, via))
      .filter(({ dst }) => filter.dst === undefined || inCidr(dst, filter.dst))
      .flatMap((entry) => {
        const via = entry.gateway === 0 ? entry.via : entry.gateway;
        const words = [formatIpv4(entry.dst), ...(via === 0 ? [] : [`via ${formatIpv4(via)}`])];
        return [
          `${words.join(' ')} dev ${ns.links[entry.dev]?.name ?? ''} `,
          `    cache ${exceptionWords(entry, nowNs)}`,
        ];
      }),
  );
}

/** `<redirected> expires 299sec mtu lock 552 `, with its blanks. */
export function exceptionWords(entry: RouteException, nowNs: number): string {
  const words = [
    ...(entry.gateway === 0 ? [] : ['<redirected>']),
    `expires ${Math.floor((entry.expiresNs - nowNs) / NS_PER_SEC)}sec`,
    ...(entry.mtu === 0 ? [] : [`mtu ${entry.locked ? 'lock ' : ''}${entry.mtu}`]),
  ];
  return `${words.join(' ')} `;
}

/** `ip route flush`: the cache, or every route that is meant. */
export function flushRoute(io: CommandIo, words: Words): Outcome {
  if (words.peek() === undefined) return failed(OWN_ERROR, '"ip route flush" requires arguments.');
  const filter = readFilter(words);
  if ('exitCode' in filter) return filter;
  const { dev, table } = filter;
  if (dev !== undefined && !findLink(io.host, io.netns, dev)) return noDevice(dev);
  if (table === 'cache') {
    io.host.apply(io.netns, { kind: 'sysctl.set', key: 'net/ipv4/route/flush', value: -1 }, io.typed);
    return printed();
  }
  const ns = netnsNamed(io.host.world, io.netns);
  const tables = tablesOf(ns, table);
  if ('exitCode' in tables) return tables;
  for (const id of tables) {
    for (const route of chosen(ns, id, filter)) {
      const { dst, len, type, tos, metric, prefsrc, scope, protocol } = route;
      const selector = { dst: { addr: dst, len }, type, tos, metric, scope, protocol, table: id };
      const source = prefsrc === 0 ? {} : { src: prefsrc };
      const one = route.nexthops === undefined && route.gateway !== 0 ? { via: route.gateway } : {};
      const error = io.host.apply(
        io.netns,
        { kind: 'route.del', route: { ...selector, ...source, ...one } },
        io.typed,
      );
      if (error) return refused(error);
    }
  }
  return printed();
}
