/** `-m mark [!] --mark VALUE[/MASK]`. Source: net/netfilter/xt_mark.c mark_mt. */
import { parseMasked, printMasked } from '../masked';
import { readWord } from '../values';
import type { MatchKind } from './kind';

export const mark: MatchKind<'mark'> = {
  kind: 'mark',
  start: null,
  option(_draft, name, invert, words) {
    if (name !== '--mark') return 'unknown';
    const masked = readWord(words, parseMasked);
    return masked === null ? 'bad' : { kind: 'mark', ...masked, invert };
  },
  print: ({ value, mask, invert }) => `-m mark ${invert ? '! ' : ''}--mark ${printMasked(value, mask)}`,
  fits: ({ value, mask, invert }, { skb }) => ((skb.mark & mask) >>> 0 === value) !== invert,
  alike: () => true,
  ready:
    ({ value, mask, invert }) =>
    ({ skb }) =>
      ((skb.mark & mask) >>> 0 === value) !== invert,
};
