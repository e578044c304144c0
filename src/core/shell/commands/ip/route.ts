/** `ip route`. Source: iproute2 6.1 ip/iproute.c `iproute_modify`. */
import { err, ok } from '../../../base/result';
import type { NexthopSpec, RouteSpec } from '../../../model/op';
import {
  SCOPE_HOST,
  SCOPE_LINK,
  TABLE_LOCAL,
  TABLE_MAIN,
  type RouteProtocol,
  type RouteType,
} from '../../../model/route';
import { ANY_IPV4, type Cidr4, type Ipv4Addr } from '../../../wire/addr';
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';
import {
  garbage,
  incomplete,
  invalidArgument,
  noDevice,
  refused,
  unknown,
  USAGE_ERROR,
} from '../../iproute2/errors';
import { complete, flag, readKeywords, shortened, value, type Keyword } from '../../iproute2/keywords';
import { readProtocol, readScope, readTable } from '../../iproute2/names';
import { readAddr, readNumber, readPrefix, type Read } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';
import { routesOf } from '../../format/route';
import { findLink, netnsNamed } from '../../netns';
import { getRoute } from './route.get';
import { flushRoute, showCache } from './route.show';
import type { IpIo } from './show';
import { showRoute } from './show.tables';

export const ROUTE_USAGE = [
  'ip route { add | change | replace | append | del } [ TYPE ] { PREFIX | default } [ via ADDR ] [ dev DEV ] [ src ADDR ] [ metric N ] [ table TABLE ] [ scope SCOPE ] [ proto PROTO ] [ mtu [ lock ] N ] [ advmss N ] [ onlink ] [ nexthop [ via ADDR ] [ dev DEV ] [ weight N ] [ onlink ] ] ..., TYPE := { unicast | local | broadcast | unreachable | blackhole | prohibit | throw }',
  'ip route [ show [ table TABLE ] [ dev DEV ] [ via ADDR ] [ root PREFIX ] [ match PREFIX ] [ PREFIX ] ]',
  'ip route show cache',
  'ip route get ADDR [ from ADDR ] [ iif DEV ] [ oif DEV ] [ mark N ] [ tos N ] [ fibmatch ]',
  'ip route flush { cache | [ table TABLE ] [ dev DEV ] [ PREFIX ] }',
];

const COMMANDS = [
  'list',
  'show',
  'lst',
  'get',
  'add',
  'change',
  'chg',
  'replace',
  'prepend',
  'append',
  'test',
  'delete',
  'flush',
  'save',
  'restore',
  'showdump',
  'help',
] as const;
const OPS = {
  add: 'route.add',
  replace: 'route.replace',
  append: 'route.append',
  delete: 'route.del',
} as const;

export function runRoute(io: IpIo, words: Words): Outcome {
  const word = words.next() ?? 'list';
  const command = complete(word, COMMANDS);
  switch (command) {
    case undefined:
      return unknown('Command', word, 'ip route');
    case 'list':
    case 'show':
    case 'lst':
      return ['cache', 'cached', 'cloned'].includes(words.peek() ?? '')
        ? showCache(io, words)
        : showRoute(io, words);
    case 'get':
      return getRoute(io, words);
    case 'flush':
      return flushRoute(io, words);
    case 'change':
    case 'chg':
      return modify(io, words, 'route.replace', true);
    case 'add':
    case 'replace':
    case 'append':
    case 'delete':
      return modify(io, words, OPS[command]);
    default:
      return notYet(`ip route ${command}`);
  }
}

interface Draft {
  dst?: Cidr4;
  type?: RouteType;
  via?: Ipv4Addr;
  dev?: string;
  src?: Ipv4Addr;
  metric?: number;
  tos?: number;
  table?: number;
  scope?: number;
  protocol?: RouteProtocol;
  onlink?: boolean;
  mtu?: number;
  mtuLocked?: boolean;
  advmss?: number;
  nexthops?: readonly NexthopSpec[];
}

const TYPES: readonly RouteType[] = [
  'unicast',
  'local',
  'broadcast',
  'unreachable',
  'blackhole',
  'prohibit',
  'throw',
];
const isType = (word: string | undefined): word is RouteType => TYPES.includes(word as RouteType);

const numberOf =
  (key: string) =>
  (word: string): Read<number> => {
    const number = readNumber(word);
    return number === null ? err(invalidArgument(`"${key}" value is invalid\n`, word)) : ok(number);
  };

const KEYWORDS: readonly Keyword<Draft>[] = [
  value(
    'src',
    (word) => readAddr(word, 'inet'),
    (draft, read) => (draft.src = read),
  ),
  { names: ['via'], take: readVia },
  value(['tos', 'dsfield'], numberOf('tos'), (draft, read) => (draft.tos = read)),
  shortened(
    value(['metric', 'priority', 'preference'], numberOf('metric'), (draft, read) => (draft.metric = read)),
  ),
  value(
    'scope',
    (word) => readScope(word, 'invalid "scope" value\n'),
    (draft, read) => (draft.scope = read),
  ),
  shortened(value('protocol', readProtocol, (draft, read) => (draft.protocol = read))),
  shortened(value('table', readTable, (draft, read) => (draft.table = read))),
  value(
    ['dev', 'oif'],
    (word) => ok(word),
    (draft, read) => (draft.dev = read),
  ),
  {
    names: ['mtu'],
    take: (words, draft) => {
      if (words.skip('lock')) draft.mtuLocked = true;
      return readMetric(words, 'mtu', (read) => (draft.mtu = read));
    },
  },
  {
    names: ['advmss'],
    take: (words, draft) => readMetric(words, 'mss', (read) => (draft.advmss = read)),
  },
  { names: ['nexthop'], take: readNexthops },
  flag('onlink', (draft) => (draft.onlink = true)),
  { names: ['to'], take: (words, draft) => readDestination(words.next(), words, draft) },
  ...['nhid', 'encap', 'vrf', 'from', 'as', 'expires', 'realms', 'quickack', 'initcwnd', 'congctl'].map(
    (name): Keyword<Draft> => ({ names: [name], take: () => notYet(`ip route … ${name}`) }),
  ),
];

function readMetric(words: Words, key: string, note: (read: number) => void): Outcome | null {
  const word = words.next();
  if (word === undefined) return incomplete();
  const read = readNumber(word);
  if (read === null) return invalidArgument(`"${key}" value is invalid\n`, word);
  note(read);
  return null;
}

/** All that follows: `nexthop via A dev D weight N nexthop …`. Source: iproute.c parse_nexthops, parse_one_nh. */
function readNexthops(words: Words, draft: Draft): Outcome | null {
  const nexthops: NexthopSpec[] = [];
  do {
    if (words.peek() === undefined)
      return failed(USAGE_ERROR, 'Error: unexpected end of line after "nexthop"');
    const hop = readNexthop(words);
    if ('exitCode' in hop) return hop;
    nexthops.push(hop);
  } while (words.skip('nexthop'));
  draft.nexthops = nexthops;
  return null;
}

function readNexthop(words: Words): NexthopSpec | Outcome {
  const hop: { -readonly [K in keyof NexthopSpec]: NexthopSpec[K] } = {};
  for (let word = words.peek(); word !== undefined && word !== 'nexthop'; word = words.peek()) {
    words.next();
    // The family may be named before a gateway.
    if (word === 'via') words.skip('inet');
    const given = word === 'onlink' ? '' : words.next();
    if (given === undefined) return incomplete();
    if (word === 'onlink') hop.onlink = true;
    else if (word === 'dev') hop.dev = given;
    else if (word === 'via') {
      const via = readAddr(given, 'inet');
      if (!via.ok) return via.error;
      hop.via = via.value;
    } else if (word === 'weight') {
      const weight = readNumber(given, 256);
      if (weight === null || weight === 0) return invalidArgument('"weight" is invalid\n', given);
      hop.weight = weight;
    } else return garbage('to', word);
  }
  return hop;
}

function readVia(words: Words, draft: Draft): Outcome | null {
  if (draft.via !== undefined) return invalidArgument('use nexthop syntax to specify multiple via\n', 'via');
  words.skip('inet');
  const word = words.next();
  if (word === undefined) return incomplete();
  const via = readAddr(word, 'inet');
  if (!via.ok) return via.error;
  draft.via = via.value;
  return null;
}

/** The prefix, perhaps with its type in front. */
function readDestination(word: string | undefined, words: Words, draft: Draft): Outcome | null {
  const [type, prefixWord] = isType(word) ? [word, words.next()] : [undefined, word];
  if (prefixWord === undefined) return incomplete();
  if (draft.dst) return garbage('to', prefixWord);
  const prefix = readPrefix(prefixWord);
  if (!prefix.ok) return prefix.error;
  draft.dst = prefix.value;
  if (type !== undefined) draft.type = type;
  return null;
}

/** `change`: the route has to be there (NLM_F_REPLACE without NLM_F_CREATE). */
function modify(io: CommandIo, words: Words, op: (typeof OPS)[keyof typeof OPS], change = false): Outcome {
  if (words.peek() === undefined) return failed(USAGE_ERROR, ...ROUTE_USAGE.map((line) => `Usage: ${line}`));
  const draft: Draft = {};
  const wrong = readKeywords(words, draft, KEYWORDS, (word) => readDestination(word, words, draft));
  if (wrong) return wrong;
  if (draft.dev !== undefined && !findLink(io.host, io.netns, draft.dev)) return noDevice(draft.dev);
  const stranger = draft.nexthops?.find(({ dev }) => dev !== undefined && !findLink(io.host, io.netns, dev));
  if (stranger !== undefined)
    return failed(USAGE_ERROR, `Cannot find device "${stranger.dev}"`, 'Error: cannot parse nexthop');
  if (change && !isThere(io, draft)) return failed(2, 'RTNETLINK answers: No such file or directory');
  const error = io.host.apply(
    io.netns,
    { kind: op, route: op === 'route.del' ? asTyped(draft) : complemented(draft) },
    io.typed,
  );
  return error ? refused(error) : printed();
}

/** Whether there is a route to the same prefix, with the same TOS and metric (fib_trie.c fib_table_insert). */
function isThere(io: CommandIo, draft: Draft): boolean {
  const { dst = { addr: ANY_IPV4, len: 0 }, metric = 0, tos = 0 } = draft;
  const { table = TABLE_MAIN } = complemented(draft);
  const rows = netnsNamed(io.host.world, io.netns).routeTables.get(table);
  const routes = rows === undefined ? [] : routesOf(rows);
  return routes.some(
    (route) =>
      route.dst === dst.addr && route.len === dst.len && route.metric === metric && route.tos === tos,
  );
}

/** A selector: what is not said is not asked. */
function asTyped({ dst, ...said }: Draft): RouteSpec {
  return { dst: dst ?? { addr: ANY_IPV4, len: 0 }, ...said };
}

/** What iproute2 itself adds to a new route: its protocol, and table and scope by its type. */
function complemented(draft: Draft): RouteSpec {
  const own = draft.type === 'local' || draft.type === 'broadcast';
  const table = draft.table ?? (own ? TABLE_LOCAL : undefined);
  const scope = draft.scope ?? defaultScope(draft);
  return {
    ...asTyped(draft),
    protocol: draft.protocol ?? 'boot',
    ...(table !== undefined && { table }),
    ...(scope !== undefined && { scope }),
  };
}

/** Global is left to the kernel's default. */
function defaultScope({ type, via, nexthops }: Draft): number | undefined {
  if (nexthops !== undefined) return undefined;
  if (type === 'local') return SCOPE_HOST;
  if (type === 'broadcast') return SCOPE_LINK;
  return (type === undefined || type === 'unicast') && via === undefined ? SCOPE_LINK : undefined;
}
