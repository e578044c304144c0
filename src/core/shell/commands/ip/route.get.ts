/** `ip route get`: a look-up for its own sake. Source: iproute2 6.1 ip/iproute.c iproute_get; net/ipv4/route.c inet_rtm_getroute, rt_fill_info. */
import { err, ok } from '../../../base/result';
import { fibPeek, localType, nexthopOf, selectSource } from '../../../kernel/fib';
import { inputRoute, quietly, routeOutput, type InputRoute } from '../../../kernel/ip4/route';
import type { Link } from '../../../model/link';
import type { Errno } from '../../../model/op';
import type { Route, RouteException } from '../../../model/route';
import { SCOPE_LINK, TABLE_LOCAL, TABLE_MAIN } from '../../../model/route';
import type { Netns, World } from '../../../model/world';
import { ANY_IPV4, LIMITED_BROADCAST, formatIpv4, isMulticastIpv4, type Ipv4Addr } from '../../../wire/addr';
import { failed, notYet, type Outcome } from '../../command';
import { jsonLines } from '../../format/json';
import { metrics, routeLines } from '../../format/route';
import { answerJson } from '../../format/route-get-json';
import { incomplete, invalidArgument, KERNEL_ERROR, noDevice, OWN_ERROR } from '../../iproute2/errors';
import { tableName } from '../../iproute2/names';
import { readKeywords, value, type Keyword } from '../../iproute2/keywords';
import { readNumber, readPrefix, type Read } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';
import { findLink, netnsNamed } from '../../netns';
import { strerror } from '../../../kernel/ops/error';
import { Writing } from '../../written';
import { exceptionWords } from './route.show';
import type { IpIo } from './show';

interface Question {
  dst?: Ipv4Addr;
  warning?: string;
  from?: Ipv4Addr;
  iif?: string;
  oif?: string;
  tos?: number;
  mark?: number;
  uid?: number;
  proto?: number;
  sport?: number;
  dport?: number;
  fibmatch?: boolean;
}

const number =
  (key: string, max?: number) =>
  (word: string): Read<number> => {
    const read = readNumber(word, max);
    return read === null ? err(invalidArgument(`invalid "${key}" value\n`, word)) : ok(read);
  };

const PROTOCOLS: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17 };

const KEYWORDS: readonly Keyword<Question>[] = [
  value(['tos', 'dsfield'], number('tos', 255), (asked, read) => (asked.tos = read)),
  value('from', readPrefix, (asked, read) => (asked.from = read.addr)),
  value(
    'iif',
    (word) => ok(word),
    (asked, read) => (asked.iif = read),
  ),
  value('mark', number('mark'), (asked, read) => (asked.mark = read)),
  value(
    ['oif', 'dev'],
    (word) => ok(word),
    (asked, read) => (asked.oif = read),
  ),
  value('uid', number('uid'), (asked, read) => (asked.uid = read)),
  { names: ['fibmatch'], take: (_, asked) => ((asked.fibmatch = true), null) },
  value(
    'ipproto',
    (word) => {
      const proto = PROTOCOLS[word] ?? readNumber(word, 255);
      return proto === null ? err(invalidArgument('Invalid "ipproto" value\n', word)) : ok(proto);
    },
    (asked, read) => (asked.proto = read),
  ),
  value('sport', number('sport', 65_535), (asked, read) => (asked.sport = read)),
  value('dport', number('dport', 65_535), (asked, read) => (asked.dport = read)),
  { names: ['to'], take: (words, asked) => readDestination(words.next(), asked) },
  ...['vrf', 'as', 'connected', 'notify'].map((name): Keyword<Question> => ({
    names: [name],
    take: () => notYet(`ip route get … ${name}`),
  })),
];

function readDestination(word: string | undefined, asked: Question): Outcome | null {
  if (word === undefined) return incomplete();
  const prefix = readPrefix(word);
  if (!prefix.ok) {
    if (asked.dst === undefined) return prefix.error;
    return failed(OWN_ERROR, `Error: inet prefix is expected rather than "${word}".`);
  }
  asked.dst = prefix.value.addr;
  const { len } = prefix.value;
  if (len !== 32) asked.warning = `Warning: /${len} as prefix is invalid, only /32 (or none) is supported.`;
  return null;
}

export function getRoute(io: IpIo, words: Words): Outcome {
  const asked: Question = {};
  const wrong = readKeywords(words, asked, KEYWORDS, (word) => readDestination(word, asked));
  if (wrong) return wrong;
  const { dst } = asked;
  if (dst === undefined) return failed(OWN_ERROR, 'need at least a destination address');
  for (const dev of [asked.iif, asked.oif]) {
    if (dev !== undefined && !findLink(io.host, io.netns, dev)) return noDevice(dev);
  }
  const { world } = io.host;
  const ns = netnsNamed(world, io.netns);
  const lines = answer(world, ns, { ...asked, dst });
  if (typeof lines === 'string') return failed(KERNEL_ERROR, `RTNETLINK answers: ${strerror(lines)}`);
  const shown = io.json ? jsonLines([answerJson(lines)], io.pretty) : lines;
  const writing = new Writing();
  if (asked.warning !== undefined) writing.err(asked.warning);
  writing.out(...shown);
  return writing.outcome(0);
}

type Asked = Question & { readonly dst: Ipv4Addr };

/** What the kernel's answer prints, or its errno. */
export function answer(world: World, ns: Netns, asked: Asked): readonly string[] | Errno {
  if (asked.fibmatch === true) return matching(world, ns, asked);
  return asked.iif === undefined ? outwards(world, ns, asked) : inwards(world, ns, asked, asked.iif);
}

function keyOf(ns: Netns, { dst, from, oif, tos, mark, proto, sport, dport }: Asked) {
  const dev = ns.links.find((link) => link?.name === oif)?.ifindex ?? 0;
  const ports = {
    ...(proto === undefined ? {} : { proto }),
    ...(sport === undefined ? {} : { sport }),
    ...(dport === undefined ? {} : { dport }),
  };
  return {
    dst,
    src: from ?? ANY_IPV4,
    oif: oif === undefined ? 0 : dev,
    tos: tos ?? 0,
    mark: mark ?? 0,
    ...ports,
  };
}

function matching(world: World, ns: Netns, asked: Asked): readonly string[] | Errno {
  const { route, table, errno } = fibPeek(ns, { ...keyOf(ns, asked), iif: 0 });
  if (route === null || errno !== null) return errno ?? 'ENETUNREACH';
  const stored = [...(ns.routeTables.get(table)?.byPrefix.values() ?? [])].flat();
  const entry = stored.find(
    (other) => other.op === route.op && other.dst === route.dst && other.len === route.len,
  );
  return routeLines(world, ns, entry ?? route, true);
}

/** A packet made here. */
function outwards(world: World, ns: Netns, asked: Asked): readonly string[] | Errno {
  const { dst, from, mark, uid, oif } = asked;
  if (isMulticastIpv4(dst)) return multicast(ns, asked);
  const way = routeOutput(quietly({ world }), ns, keyOf(ns, asked), null);
  if (way.kind === 'error') return way.errno;
  const limited = dst === LIMITED_BROADCAST;
  const type = way.local ? 'local' : limited || localType(ns, dst) === 'broadcast' ? 'broadcast' : null;
  const words = [
    ...(type === null ? [] : [type]),
    formatIpv4(dst),
    ...(from === undefined ? [] : [`from ${formatIpv4(from)}`]),
    ...(way.viaGateway ? [`via ${formatIpv4(way.nexthop)}`] : []),
    `dev ${nameOf(ns, way.dev)}`,
    ...tableWords(ns, way.table),
    ...(from === undefined ? [`src ${formatIpv4(way.src)}`] : []),
    ...(mark === undefined || mark === 0 ? [] : [`mark ${hex(mark)}`]),
    `uid ${uid ?? 0}`,
  ];
  // Asked for the loopback, a stranger's address is taken for one of the host's own.
  const looped = type === null && oif !== undefined && ns.links[way.dev]?.kind === 'loopback';
  const flags = type === 'broadcast' ? '<local,brd> ' : type === 'local' || looped ? '<local> ' : '';
  return [`${words.join(' ')} `, `    cache ${flags}${learned(world, way.exception, way.route)}`];
}

/** Group addresses need no route of their own when a default one is there. */
function multicast(ns: Netns, { dst, from, oif, mark, uid }: Asked): readonly string[] | Errno {
  const key = { dst, src: from ?? ANY_IPV4, iif: 0, oif: 0, tos: 0, mark: mark ?? 0 };
  const dev = ns.links.find((link) => link?.name === oif)?.ifindex ?? fibPeek(ns, key).route?.dev ?? 0;
  const link = ns.links[dev];
  if (link === undefined) return 'ENETUNREACH';
  const src = from ?? selectSource(ns, link, ANY_IPV4, SCOPE_LINK).chosen;
  return [
    `multicast ${formatIpv4(dst)} dev ${link.name} src ${formatIpv4(src)} uid ${uid ?? 0} `,
    '    cache <mc> ',
  ];
}

/** A packet that came by `iif`. */
function inwards(world: World, ns: Netns, asked: Asked, iif: string): readonly string[] | Errno {
  const link = ns.links.find((other) => other?.name === iif);
  if (link === undefined) return 'ENODEV';
  const { dst, from = ANY_IPV4, mark } = asked;
  const way = inputRoute(
    quietly({ world }),
    ns,
    link,
    { ...keyOf(ns, asked), oif: 0, iif: link.ifindex },
    null,
  );
  const errno = inputErrno(way);
  if (errno !== null) return errno;
  const begin = [formatIpv4(dst), ...(from === ANY_IPV4 ? [] : [`from ${formatIpv4(from)}`])];
  const end = mark === undefined ? [] : [`mark ${hex(mark)}`];
  if (way.kind !== 'forward') {
    const broadcast = way.kind === 'broadcast';
    const words = [
      broadcast ? 'broadcast' : 'local',
      ...begin,
      'dev lo',
      ...tableWords(ns, TABLE_LOCAL),
      ...end,
    ];
    return [`${words.join(' ')} `, `    cache ${broadcast ? '<local,brd>' : '<local>'} iif ${iif} `];
  }
  return [`${[...begin, ...forwarded(ns, dst, way), ...end].join(' ')} `, forwardCache(world, link, way)];
}

function forwarded(
  ns: Netns,
  dst: Ipv4Addr,
  { route, table, exception }: InputRoute & { kind: 'forward' },
): string[] {
  const via = exception !== null && exception.gateway !== 0 ? exception.gateway : nexthopOf(route, dst);
  return [
    ...(via === dst ? [] : [`via ${formatIpv4(via)}`]),
    `dev ${nameOf(ns, route.dev)}`,
    ...tableWords(ns, table),
  ];
}

function forwardCache(world: World, link: Link, way: InputRoute & { kind: 'forward' }): string {
  const flag = way.redirect ? '<redirect> ' : '';
  return `    cache ${flag}${learned(world, way.exception, way.route)}iif ${link.name} `;
}

/**
 * `table 100`. The main table is not named, and as long as nobody has made a rule the kernel keeps the local routes in it
 * (fib_trie.c fib_trie_unmerge).
 */
function tableWords(ns: Netns, table: number): string[] {
  const merged = table === TABLE_LOCAL && ns.ipRules.every(({ protocol }) => protocol === 'kernel');
  return table === TABLE_MAIN || table === 0 || merged ? [] : [`table ${tableName(table)}`];
}

/** Null when there is a way. Source: route.c ip_route_input_slow, fib_frontend.c __fib_validate_source. */
function inputErrno(way: InputRoute): Errno | null {
  if (way.kind === 'unreachable') {
    if (way.tell === null) return 'EINVAL';
    return ({ net: 'ENETUNREACH', host: 'EHOSTUNREACH', filtered: 'EACCES' } as const)[way.tell];
  }
  if (way.kind !== 'refused') return null;
  return way.reason === 'IP_INADDRERRORS' ? 'EHOSTUNREACH' : 'EINVAL';
}

function learned(world: World, exception: RouteException | null, route: Route): string {
  if (exception !== null) return exceptionWords(exception, world.nowNs);
  const known = metrics(route);
  return known.length === 0 ? '' : `${known.join(' ')} `;
}

function nameOf(ns: Netns, ifindex: number): string {
  return ns.links[ifindex]?.name ?? '';
}

/** The tool writes small marks in decimal. */
function hex(mark: number): string {
  return mark >= 16 ? `0x${mark.toString(16)}` : String(mark);
}
