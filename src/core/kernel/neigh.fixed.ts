/** Next hops whose link-layer address is known without asking anybody. Source: net/ipv4/arp.c arp_constructor. */
import type { Ipv4Addr, MacAddr } from '../wire/addr';
import { BROADCAST_MAC, LIMITED_BROADCAST, ZERO_MAC, isMulticastIpv4, maskOf } from '../wire/addr';
import type { Link } from '../model/link';
import { multicastMac } from './skb';

/** Loopback, group addresses, devices without ARP; null for all others. */
export function fixedAddress(link: Link, nexthop: Ipv4Addr): MacAddr | null {
  if (link.kind === 'loopback') return ZERO_MAC;
  if (link.kind === 'dummy') return link.mac;
  if (isMulticastIpv4(nexthop)) return multicastMac(nexthop);
  // Its card's netns looks for the way: any address will do (IFF_NOARP).
  if (link.kind === 'ipvlan' && link.mode !== 'l2') return link.mac;
  if (nexthop === LIMITED_BROADCAST) return BROADCAST_MAC;
  return isSubnetBroadcast(link, nexthop) ? BROADCAST_MAC : null;
}

function isSubnetBroadcast(link: Link, addr: Ipv4Addr): boolean {
  for (const own of link.addrs) {
    if (own.len >= 31) continue;
    if ((own.local | ~maskOf(own.len)) >>> 0 === addr) return true;
  }
  return false;
}
