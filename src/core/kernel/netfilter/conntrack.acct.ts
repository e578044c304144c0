/** Packets and bytes of a flow, when `nf_conntrack_acct` is on. Source: net/netfilter/nf_conntrack_acct.c, nf_ct_refresh_acct. */
import type { CtEntry } from '../../model/conntrack';
import type { NfCounter } from '../../model/netfilter';
import type { Skb } from '../../model/skb';
import { networkOffset } from '../skb';

/** Bytes are those of IP packets. */
function more({ packets, bytes }: NfCounter, skb: Skb): NfCounter {
  return { packets: packets + 1, bytes: bytes + skb.tail - networkOffset(skb) };
}

const NOTHING: NfCounter = { packets: 0, bytes: 0 };

/** Counts of a flow that begins with this packet. */
export function firstSeen(skb: Skb): NonNullable<CtEntry['seen']> {
  return { original: more(NOTHING, skb), reply: NOTHING };
}

/** The flow with one more packet. */
export function counted(entry: CtEntry, skb: Skb, isReply: boolean): CtEntry {
  const { seen } = entry;
  if (seen === null) return entry;
  const way = isReply ? 'reply' : 'original';
  return { ...entry, seen: { ...seen, [way]: more(seen[way], skb) } };
}
