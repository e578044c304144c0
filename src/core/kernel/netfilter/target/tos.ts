/** `-j TOS --set-tos V[/M]`, `--and-tos`, `--or-tos`, `--xor-tos`. Source: net/netfilter/xt_DSCP.c tos_tg; extensions/libxt_TOS.c, tos_values.c. */
import { updateChecksum16 } from '../../../wire/checksum';
import { ipChecksum, ipTos, setIpChecksum, setIpTos } from '../../../wire/ipv4';
import { touch } from '../../ctx';
import { networkOffset } from '../../skb';
import { parseNumber, readWord } from '../values';
import type { TargetKind } from './kind';

const ALL = 0xff;
/** Names stand for the bits above those of congestion. */
const NAMED_MASK = 0x3f;
const NAMES: Readonly<Record<string, number>> = {
  'minimize-delay': 0x10,
  'maximize-throughput': 0x08,
  'maximize-reliability': 0x04,
  'minimize-cost': 0x02,
  'normal-service': 0x00,
};

interface Bits {
  readonly value: number;
  readonly mask: number;
}

export const tos: TargetKind<'TOS'> = {
  kind: 'TOS',
  tables: ['mangle'],
  start: null,
  option(_draft, name, words) {
    const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    if (read === undefined) return 'unknown';
    const bits = readWord(words, read);
    return bits === null ? 'bad' : { kind: 'TOS', ...bits };
  },
  print: ({ value, mask }) => `-j TOS --set-tos ${printTos(value, mask)}`,
  act({ value, mask }, { skb }) {
    const at = networkOffset(skb);
    const before = ipTos(skb.data, at);
    const after = (before & ~mask & ALL) ^ value;
    if (after === before) return 'continue';
    setIpTos(skb.data, at, after);
    setIpChecksum(skb.data, at, updateChecksum16(ipChecksum(skb.data, at), before, after));
    touch(skb);
    return 'continue';
  },
};

export function printTos(value: number, mask: number): string {
  const hex = (bits: number): string => `0x${bits.toString(16).padStart(2, '0')}`;
  return `${hex(value)}/${hex(mask)}`;
}

const bitsOf = (text: string): number | null => parseNumber(text, ALL);

/** Which bits are cleared, and which are then turned. */
const READERS: Readonly<Record<string, (text: string) => Bits | null>> = {
  '--set-tos': setTos,
  '--and-tos': (text) => map(bitsOf(text), (bits) => ({ value: 0, mask: ~bits & ALL })),
  '--or-tos': (text) => map(bitsOf(text), (bits) => ({ value: bits, mask: bits })),
  '--xor-tos': (text) => map(bitsOf(text), (bits) => ({ value: bits, mask: 0 })),
};

function setTos(text: string): Bits | null {
  const name = text.toLowerCase();
  const named = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
  if (named !== undefined) return { value: named, mask: NAMED_MASK };
  const [first = '', second, ...rest] = text.split('/');
  const value = bitsOf(first);
  const mask = second === undefined ? ALL : bitsOf(second);
  return value === null || mask === null || rest.length > 0 ? null : { value, mask };
}

function map(bits: number | null, make: (bits: number) => Bits): Bits | null {
  return bits === null ? null : make(bits);
}
