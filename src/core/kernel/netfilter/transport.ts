/** The transport header of a packet in front of a rule. */
import type { Skb } from '../../model/skb';
import { hasPorts, ipFragOffset, ipHeaderLen, ipProto } from '../../wire/ipv4';
import { getU16 } from '../../base/bytes';
import { networkOffset } from '../skb';

/** Offset of the transport header when the packet has it, at least `lenMin` bytes long; else -1. */
export function transportAt(skb: Skb, proto: number, lenMin: number): number {
  const at = networkOffset(skb);
  if (ipProto(skb.data, at) !== proto || ipFragOffset(skb.data, at) !== 0) return -1;
  const transport = at + ipHeaderLen(skb.data, at);
  return transport + lenMin <= skb.tail ? transport : -1;
}

/** Bytes with both ports. */
const PORTS_LEN = 4;

/** Where both ports are, the source's first; -1 for what has none. */
export function portsAt(skb: Skb): number {
  const proto = ipProto(skb.data, networkOffset(skb));
  return hasPorts(proto) ? transportAt(skb, proto, PORTS_LEN) : -1;
}

/** Source and destination port; null for what has none. */
export function portsOf(skb: Skb): { readonly src: number; readonly dst: number } | null {
  const at = portsAt(skb);
  return at === -1 ? null : { src: getU16(skb.data, at), dst: getU16(skb.data, at + 2) };
}
