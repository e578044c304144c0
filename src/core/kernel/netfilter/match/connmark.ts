/** `-m connmark [!] --mark VALUE[/MASK]`: the mark of the flow. Source: net/netfilter/xt_connmark.c connmark_mt. */
import { entryOf } from '../conntrack';
import { parseMasked, printMasked } from '../masked';
import { readWord } from '../values';
import type { MatchKind } from './kind';

export const connmark: MatchKind<'connmark'> = {
  kind: 'connmark',
  needsConntrack: true,
  start: null,
  option(_draft, name, invert, words) {
    if (name !== '--mark') return 'unknown';
    const masked = readWord(words, parseMasked);
    return masked === null ? 'bad' : { kind: 'connmark', ...masked, invert };
  },
  print: ({ value, mask, invert }) => `-m connmark ${invert ? '! ' : ''}--mark ${printMasked(value, mask)}`,
  fits({ value, mask, invert }, { ns, skb }) {
    const entry = entryOf(ns, skb);
    return entry !== null && ((entry.mark & mask) >>> 0 === value) !== invert;
  },
};
