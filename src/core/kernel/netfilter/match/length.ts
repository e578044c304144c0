/** `-m length [!] --length 0:100`: bytes of the IP packet. Source: net/netfilter/xt_length.c. */
import { ipTotalLen } from '../../../wire/ipv4';
import { networkOffset } from '../../skb';
import { inRange, parseRange, printRange, readWord } from '../values';
import type { MatchKind } from './kind';

const LEN_MAX = 0xffff;

export const length: MatchKind<'length'> = {
  kind: 'length',
  start: null,
  option(_draft, name, invert, words) {
    if (name !== '--length') return 'unknown';
    const bytes = readWord(words, (text) => parseRange(text, LEN_MAX));
    return bytes === null ? 'bad' : { kind: 'length', bytes, invert };
  },
  print: ({ bytes, invert }) => `-m length ${invert ? '! ' : ''}--length ${printRange(bytes)}`,
  fits: ({ bytes, invert }, { skb }) => inRange(ipTotalLen(skb.data, networkOffset(skb)), bytes) !== invert,
};
