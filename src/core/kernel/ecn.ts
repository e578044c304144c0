/**
 * What a tunnel does with the two bits of the TOS that speak of congestion (RFC 6040).
 * Source: include/net/inet_ecn.h INET_ECN_encapsulate, __INET_ECN_decapsulate, IP_ECN_set_ce,
 * IP_ECN_set_ect1; include/net/ip_tunnels.h
 * ip_tunnel_ecn_encap.
 */
import { ETHERTYPE_IPV4, ethType } from '../wire/ethernet';
import { fillIpChecksum, ipTos, ipVersion, setIpTos } from '../wire/ipv4';
import type { Skb } from '../model/skb';
import { touch } from './ctx';
import { networkOffset } from './skb';

export const ECN_MASK = 0x03;
const NOT_ECT = 0x00;
const ECT_1 = 0x01;
const ECT_0 = 0x02;
const CE = 0x03;

/** Where the IPv4 header of the packet is; -1 of a frame that carries none. */
function ipAt(skb: Skb): number {
  const at = networkOffset(skb);
  if (skb.l2) return ethType(skb.data, skb.head) === ETHERTYPE_IPV4 ? at : -1;
  return at < skb.tail && ipVersion(skb.data, at) === 4 ? at : -1;
}

/** The TOS of the outer packet: that congestion is not told twice, CE goes in as ECT(0). */
export function encapsulatedTos(tos: number, inner: Skb): number {
  const at = ipAt(inner);
  const ecn = at === -1 ? NOT_ECT : ipTos(inner.data, at) & ECN_MASK;
  return (tos & ~ECN_MASK) | (ecn === CE ? ECT_0 : ecn);
}

/** Whether a packet met congestion: all that WireGuard asks (INET_ECN_is_ce). */
export function isCongested(tos: number): boolean {
  return (tos & ECN_MASK) === CE;
}

/** Tells what the outer packet met to the inner one; false when that would not understand it. */
export function decapsulateEcn(outerTos: number, inner: Skb): boolean {
  const outer = outerTos & ECN_MASK;
  if (outer !== CE && outer !== ECT_1) return true;
  const at = ipAt(inner);
  // What is no IP is asked nothing (INET_ECN_decapsulate).
  if (at === -1) return true;
  const tos = ipTos(inner.data, at);
  const ecn = tos & ECN_MASK;
  if (outer === ECT_1 && ecn !== ECT_0) return true;
  if (ecn === NOT_ECT) return false;
  setIpTos(inner.data, at, (tos & ~ECN_MASK) | outer);
  fillIpChecksum(inner.data, at);
  touch(inner);
  return true;
}
