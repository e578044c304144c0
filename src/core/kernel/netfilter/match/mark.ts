/** `-m mark [!] --mark VALUE[/MASK]`. Source: net/netfilter/xt_mark.c mark_mt. */
import type { MatchKind } from './kind';
import { parseMasked, printMasked } from '../masked';

export const mark: MatchKind<'mark'> = {
  kind: 'mark',
  parse(words) {
    const invert = words.skip('!');
    const [option, text] = words.take(2);
    const masked = option === '--mark' && text !== undefined ? parseMasked(text) : null;
    return masked === null ? null : { kind: 'mark', ...masked, invert };
  },
  print: ({ value, mask, invert }) => `-m mark ${invert ? '! ' : ''}--mark ${printMasked(value, mask)}`,
  fits: ({ value, mask, invert }, skb) => ((skb.mark & mask) >>> 0 === value) !== invert,
};
