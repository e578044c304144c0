/** `-m conntrack`: state, addresses and direction of the flow. Source: net/netfilter/xt_conntrack.c conntrack_mt. */
import type { CtEntry } from '../../../model/conntrack';
import type { CtStatusName, Negatable, Range } from '../../../model/netfilter.match';
import { CT_STATES, CT_STATUSES } from '../../../model/netfilter.match';
import type { Cidr4, Ipv4Addr } from '../../../wire/addr';
import { inCidr } from '../../../wire/addr';
import { entryOf } from '../conntrack';
import {
  PORT_MAX,
  inRange,
  parseNetwork,
  parseProtocol,
  parseRange,
  printHost,
  printNegatable,
  printRange,
  readNegatable,
  readWord,
} from '../values';
import type { MatchKind, MatchOf } from './kind';
import { hasState, isOfState, parseStates, printStates, readyStates } from '../states';

type Match = MatchOf<'conntrack'>;

const START: Match = {
  kind: 'conntrack',
  states: null,
  proto: null,
  origSrc: null,
  origDst: null,
  replSrc: null,
  replDst: null,
  origSrcPort: null,
  origDstPort: null,
  replSrcPort: null,
  replDstPort: null,
  status: null,
  direction: null,
};

type AddressKey = 'origSrc' | 'origDst' | 'replSrc' | 'replDst';
type PortKey = 'origSrcPort' | 'origDstPort' | 'replSrcPort' | 'replDstPort';

const ADDRESSES: readonly (readonly [string, AddressKey])[] = [
  ['--ctorigsrc', 'origSrc'],
  ['--ctorigdst', 'origDst'],
  ['--ctreplsrc', 'replSrc'],
  ['--ctrepldst', 'replDst'],
];
const PORTS: readonly (readonly [string, PortKey])[] = [
  ['--ctorigsrcport', 'origSrcPort'],
  ['--ctorigdstport', 'origDstPort'],
  ['--ctreplsrcport', 'replSrcPort'],
  ['--ctrepldstport', 'replDstPort'],
];

export const conntrack: MatchKind<'conntrack'> = {
  kind: 'conntrack',
  needsConntrack: true,
  start: null,
  option(given, name, invert, words) {
    const draft = given ?? START;
    const address = ADDRESSES.find(([option]) => option === name);
    const port = PORTS.find(([option]) => option === name);
    if (address !== undefined) return put(draft, address[1], readNegatable(words, invert, parseNetwork));
    if (port !== undefined) {
      return put(
        draft,
        port[1],
        readNegatable(words, invert, (text) => parseRange(text, PORT_MAX)),
      );
    }
    switch (name) {
      case '--ctstate':
        return put(
          draft,
          'states',
          readNegatable(words, invert, (text) => parseStates(text, CT_STATES)),
        );
      case '--ctproto':
        return put(draft, 'proto', readNegatable(words, invert, parseProtocol));
      case '--ctstatus':
        return put(draft, 'status', readNegatable(words, invert, parseStatuses));
      case '--ctdir':
        return put(draft, 'direction', invert ? null : readWord(words, parseDirection));
      default:
        return 'unknown';
    }
  },
  print: (match) =>
    [
      '-m conntrack',
      ...printNegatable('--ctstate', match.states, printStates),
      ...printNegatable('--ctproto', match.proto, String),
      ...ADDRESSES.flatMap(([option, key]) => printNegatable(option, match[key], printHost)),
      ...PORTS.flatMap(([option, key]) => printNegatable(option, match[key], printRange)),
      ...printNegatable('--ctstatus', match.status, printStatuses),
      ...(match.direction === null ? [] : [`--ctdir ${match.direction}`]),
    ].join(' '),
  fits(match, { ns, skb }) {
    const { states } = match;
    if (states !== null && hasState(ns, skb, states.value) === states.invert) return false;
    const entry = entryOf(ns, skb);
    // The rest asks the flow: a packet without one fits if nothing else is asked.
    if (entry === null) return isOnlyState(match);
    if (!hasStatus(match.status, entry, skb.ct?.confirmed === true)) return false;
    return flowFits(match, entry, skb.ct?.isReply === true);
  },
  alike: (match) => match.states !== null && isOnlyState(match) && isOfState(match.states.value),
  /** Nearly all rules ask for the state and nothing else. */
  ready(match) {
    const { states } = match;
    if (states === null || !isOnlyState(match)) return (seen) => conntrack.fits(match, seen, 0);
    return readyStates(states.value, states.invert);
  },
};

function put<K extends keyof Match>(draft: Match, key: K, value: Match[K]): Match | 'bad' {
  return value === null ? 'bad' : { ...draft, [key]: value };
}

function parseDirection(text: string): 'ORIGINAL' | 'REPLY' | null {
  const word = text.toUpperCase();
  return word === 'ORIGINAL' || word === 'REPLY' ? word : null;
}

function parseStatuses(text: string): readonly CtStatusName[] | null {
  const wanted = new Set(text.split(',').map((word) => word.toUpperCase()));
  const statuses = CT_STATUSES.filter((status) => wanted.has(status));
  return statuses.length + (wanted.has('NONE') ? 1 : 0) === wanted.size ? statuses : null;
}

function printStatuses(statuses: readonly CtStatusName[]): string {
  return statuses.length === 0 ? 'NONE' : statuses.join(',');
}

/** Any of them will do; nothing is ever expected here. */
function hasStatus(
  wanted: Negatable<readonly CtStatusName[]> | null,
  { seenReply, assured }: CtEntry,
  confirmed: boolean,
): boolean {
  if (wanted === null) return true;
  const has = { EXPECTED: false, SEEN_REPLY: seenReply, ASSURED: assured, CONFIRMED: confirmed };
  return wanted.value.some((status) => has[status]) !== wanted.invert;
}

function isOnlyState(match: Match): boolean {
  return Object.entries(match).every(([key, value]) => key === 'kind' || key === 'states' || value === null);
}

function flowFits(match: Match, { original, reply }: CtEntry, isReply: boolean): boolean {
  const { proto, direction } = match;
  if (direction !== null && (direction === 'REPLY') !== isReply) return false;
  if (proto !== null && (proto.value === original.proto) === proto.invert) return false;
  return (
    addressFits(match.origSrc, original.src) &&
    addressFits(match.origDst, original.dst) &&
    addressFits(match.replSrc, reply.src) &&
    addressFits(match.replDst, reply.dst) &&
    portFits(match.origSrcPort, original.srcPort) &&
    portFits(match.origDstPort, original.dstPort) &&
    portFits(match.replSrcPort, reply.srcPort) &&
    portFits(match.replDstPort, reply.dstPort)
  );
}

function addressFits(wanted: Negatable<Cidr4> | null, addr: Ipv4Addr): boolean {
  return wanted === null || inCidr(addr, wanted.value) !== wanted.invert;
}

function portFits(wanted: Negatable<Range> | null, port: number): boolean {
  return wanted === null || inRange(port, wanted.value) !== wanted.invert;
}
