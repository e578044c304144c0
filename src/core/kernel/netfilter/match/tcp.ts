/** `-m tcp`: ports, flags, options. Source: net/netfilter/xt_tcpudp.c tcp_mt; extensions/libxt_tcp.c. */
import type { TcpFlagsTest } from '../../../model/netfilter.match';
import { PROTO_TCP } from '../../../wire/ipv4';
import { transportAt } from '../transport';
import { parseNumber, printNegatable, readNegatable } from '../values';
import type { Words } from '../words';
import type { MatchKind, MatchOf } from './kind';
import { NO_PORTS, portsFit, printPorts, readPorts } from '../ports';

/** In the order in which iptables prints them. */
const FLAGS: readonly (readonly [string, number])[] = [
  ['FIN', 0x01],
  ['SYN', 0x02],
  ['RST', 0x04],
  ['PSH', 0x08],
  ['ACK', 0x10],
  ['URG', 0x20],
];
const ALL_FLAGS = 0x3f;
const SYN_TEST: TcpFlagsTest = { mask: 0x17, set: 0x02 };
const TCP_HEADER_MIN = 20;
const FLAGS_AT = 13;
const OPTION_MAX = 255;

const START = { kind: 'tcp', ...NO_PORTS, option: null, flags: null } as const;

export const tcp: MatchKind<'tcp'> = {
  kind: 'tcp',
  protos: [PROTO_TCP],
  start: START,
  option(given, name, invert, words) {
    const draft = given ?? START;
    switch (name) {
      case '--syn':
        return { ...draft, flags: { value: SYN_TEST, invert } };
      case '--tcp-flags': {
        const value = readFlags(words);
        return value === null ? 'bad' : { ...draft, flags: { value, invert } };
      }
      case '--tcp-option': {
        const option = readNegatable(words, invert, (text) => parseNumber(text, OPTION_MAX));
        return option === null ? 'bad' : { ...draft, option };
      }
      default:
        return readPorts(draft, name, invert, words);
    }
  },
  print: (match) =>
    [
      '-m tcp',
      ...printPorts(match),
      ...printNegatable('--tcp-option', match.option, String),
      ...printNegatable(
        '--tcp-flags',
        match.flags,
        ({ mask, set }) => `${flagNames(mask)} ${flagNames(set)}`,
      ),
    ].join(' '),
  alike: ({ flags, option }) => flags === null && option === null,
  fits(match, { skb }) {
    const at = transportAt(skb, PROTO_TCP, TCP_HEADER_MIN);
    return (
      at !== -1 && portsFit(match, skb) && flagsFit(match, skb.data, at) && optionFits(match, skb.data, at)
    );
  },
};

function readFlags(words: Words): TcpFlagsTest | null {
  const [maskText, setText] = words.take(2);
  const mask = maskText === undefined ? null : flagBits(maskText);
  const set = setText === undefined ? null : flagBits(setText);
  return mask === null || set === null ? null : { mask, set };
}

function flagBits(text: string): number | null {
  let bits = 0;
  for (const name of text.split(',')) {
    const flag =
      name === 'ALL' ? ALL_FLAGS : name === 'NONE' ? 0 : FLAGS.find(([known]) => known === name)?.[1];
    if (flag === undefined) return null;
    bits |= flag;
  }
  return bits;
}

function flagNames(bits: number): string {
  const names = FLAGS.flatMap(([name, bit]) => ((bits & bit) === 0 ? [] : [name]));
  return names.length === 0 ? 'NONE' : names.join(',');
}

function flagsFit({ flags }: MatchOf<'tcp'>, data: Uint8Array, at: number): boolean {
  if (flags === null) return true;
  const bits = data[at + FLAGS_AT] ?? 0;
  return ((bits & flags.value.mask) === flags.value.set) !== flags.invert;
}

function optionFits({ option }: MatchOf<'tcp'>, data: Uint8Array, at: number): boolean {
  if (option === null) return true;
  const end = at + ((data[at + 12] ?? 0) >> 4) * 4;
  for (let i = at + TCP_HEADER_MIN; i < end;) {
    const kind = data[i] ?? 0;
    if (kind === option.value) return !option.invert;
    // Kinds 0 and 1 are a single byte; a length below 2 would not lead on.
    i += kind < 2 ? 1 : Math.max(1, data[i + 1] ?? 1);
  }
  return option.invert;
}
