/** Conntrack needs whole datagrams. Source: net/ipv4/netfilter/nf_defrag_ipv4.c ipv4_conntrack_defrag. */
import type { Link } from '../../model/link';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import { ethDst, ethSrc, ethType } from '../../wire/ethernet';
import { ipIsFragment } from '../../wire/ipv4';
import type { Ctx } from '../ctx';
import { rare } from '../ip4/part';
import { networkOffset, pushEthernet } from '../skb';
import { tracks } from './conntrack';

/**
 * The packet itself, or the datagram it completes, with the Ethernet header it came with; null while parts are missing.
 * Where nothing is tracked fragments go their way alone.
 */
export function defragment(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  user: 'conntrack' | 'bridge',
): Skb | null {
  if (!ipIsFragment(skb.data, networkOffset(skb)) || !tracks(ns)) return skb;
  const { data, head, l2 } = skb;
  const whole = rare.content.reassemble(ctx, ns, link, skb, user);
  if (whole !== null && l2) pushEthernet(whole, ethDst(data, head), ethSrc(data, head), ethType(data, head));
  return whole;
}
