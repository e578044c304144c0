/** `-j TTL --ttl-set N`, `--ttl-dec N`, `--ttl-inc N`. Source: net/netfilter/xt_HL.c ttl_tg; extensions/libipt_TTL.c. */
import { updateChecksum16 } from '../../../wire/checksum';
import { ipChecksum, ipTtl, setIpChecksum, setIpTtl } from '../../../wire/ipv4';
import { touch } from '../../ctx';
import { networkOffset } from '../../skb';
import { parseNumber, readWord } from '../values';
import type { TargetKind, TargetOf } from './kind';

const TTL_MAX = 255;
type Change = TargetOf<'TTL'>['change'];
const CHANGES: Readonly<Record<string, Change>> = {
  '--ttl-set': 'set',
  '--ttl-dec': 'dec',
  '--ttl-inc': 'inc',
};

export const ttl: TargetKind<'TTL'> = {
  kind: 'TTL',
  tables: ['mangle'],
  start: null,
  option(_draft, name, words) {
    const change = Object.hasOwn(CHANGES, name) ? CHANGES[name] : undefined;
    if (change === undefined) return 'unknown';
    const value = readWord(words, (text) => parseNumber(text, TTL_MAX));
    if (value === null || (value === 0 && change !== 'set')) return 'bad';
    return { kind: 'TTL', change, value };
  },
  print: ({ change, value }) => `-j TTL --ttl-${change} ${String(value)}`,
  act({ change, value }, { skb }) {
    const at = networkOffset(skb);
    const before = ipTtl(skb.data, at);
    const after = changed(before, change, value);
    if (after === before) return 'continue';
    setIpTtl(skb.data, at, after);
    // It is the upper half of its sixteen bits.
    setIpChecksum(skb.data, at, updateChecksum16(ipChecksum(skb.data, at), before << 8, after << 8));
    touch(skb);
    return 'continue';
  },
};

function changed(before: number, change: Change, value: number): number {
  if (change === 'set') return value;
  return change === 'dec' ? Math.max(0, before - value) : Math.min(TTL_MAX, before + value);
}
