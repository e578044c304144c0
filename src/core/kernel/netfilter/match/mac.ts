/** `-m mac [!] --mac-source XX:…`: the sender's address of a received frame. Source: net/netfilter/xt_mac.c. */
import { formatMac, parseMac } from '../../../wire/addr';
import { ethSrc } from '../../../wire/ethernet';
import { readWord } from '../values';
import type { MatchKind } from './kind';

export const mac: MatchKind<'mac'> = {
  kind: 'mac',
  start: null,
  option(_draft, name, invert, words) {
    if (name !== '--mac-source') return 'unknown';
    const source = readWord(words, (text) => {
      const parsed = parseMac(text);
      return parsed.ok ? parsed.value : null;
    });
    return source === null ? 'bad' : { kind: 'mac', source, invert };
  },
  print: ({ source, invert }) => `-m mac ${invert ? '! ' : ''}--mac-source ${formatMac(source)}`,
  fits: ({ source, invert }, { skb, point }) =>
    point.in !== 0 && skb.l2 && (ethSrc(skb.data, skb.head) === source) !== invert,
};
