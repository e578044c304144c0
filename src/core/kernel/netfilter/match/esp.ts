/** `-m esp [!] --espspi A[:B]`. Source: net/netfilter/xt_esp.c. */
import { getU32 } from '../../../base/bytes';
import { transportAt } from '../transport';
import { inRange, parseRange, printRange, readWord } from '../values';
import type { MatchKind } from './kind';

const PROTO_ESP = 50;
const SPI_MAX = 0xffff_ffff;

export const esp: MatchKind<'esp'> = {
  kind: 'esp',
  protos: [PROTO_ESP],
  start: null,
  option(_draft, name, invert, words) {
    if (name !== '--espspi') return 'unknown';
    const spi = readWord(words, (text) => parseRange(text, SPI_MAX));
    return spi === null ? 'bad' : { kind: 'esp', spi, invert };
  },
  print: ({ spi, invert }) => `-m esp ${invert ? '! ' : ''}--espspi ${printRange(spi)}`,
  fits({ spi, invert }, { skb }) {
    const at = transportAt(skb, PROTO_ESP, 8);
    return at !== -1 && inRange(getU32(skb.data, at), spi) !== invert;
  },
};
