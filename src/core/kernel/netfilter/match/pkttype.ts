/** `-m pkttype [!] --pkt-type broadcast`. Source: net/netfilter/xt_pkttype.c. */
import { LIMITED_BROADCAST, isMulticastIpv4 } from '../../../wire/addr';
import { ipDst } from '../../../wire/ipv4';
import { networkOffset } from '../../skb';
import { readWord } from '../values';
import type { MatchKind, MatchOf } from './kind';

type PacketType = MatchOf<'pkttype'>['type'];
const TYPES: readonly PacketType[] = ['unicast', 'broadcast', 'multicast'];

export const pkttype: MatchKind<'pkttype'> = {
  kind: 'pkttype',
  start: null,
  option(_draft, name, invert, words) {
    if (name !== '--pkt-type') return 'unknown';
    const type = readWord(
      words,
      (text) => TYPES.find((known) => known === text || (text === 'host' && known === 'unicast')) ?? null,
    );
    return type === null ? 'bad' : { kind: 'pkttype', type, invert };
  },
  print: ({ type, invert }) => `-m pkttype ${invert ? '! ' : ''}--pkt-type ${type}`,
  fits({ type, invert }, { skb }) {
    const dst = ipDst(skb.data, networkOffset(skb));
    const made = skb.pktType === 'outgoing';
    const byAddress =
      dst === LIMITED_BROADCAST ? 'broadcast' : isMulticastIpv4(dst) ? 'multicast' : 'unicast';
    const received = skb.pktType === 'broadcast' || skb.pktType === 'multicast' ? skb.pktType : 'unicast';
    return ((made ? byAddress : received) === type) !== invert;
  },
};
