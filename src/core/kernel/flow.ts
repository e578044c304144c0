/**
 * The flow hash of a packet: equal for both directions of a flow. Source: net/core/flow_dissector.c
 * __flow_hash_consistentify (addresses and ports are put in order before hashing).
 */
import { ETHERNET_HEADER_LEN, ETHERTYPE_IPV4, ethType } from '../wire/ethernet';
import { hasPorts, ipDst, ipHeaderLen, ipIsFragment, ipProto, ipSrc } from '../wire/ipv4';
import { getU16 } from '../base/bytes';
import type { Skb } from '../model/skb';

/** A 32-bit hash of addresses, protocol and, where a whole packet has them, ports. Never 0. */
export function flowHash(skb: Skb): number {
  const { data, head, tail } = skb;
  if (skb.l2 && ethType(data, head) !== ETHERTYPE_IPV4) {
    // MAC addresses are no part of a flow: all ARP packets are one.
    return (mix(0x9e3779b9, ethType(data, head)) | 1) >>> 0;
  }
  const at = skb.l2 ? head + ETHERNET_HEADER_LEN : head;
  const src = ipSrc(data, at);
  const dst = ipDst(data, at);
  const proto = ipProto(data, at);
  const transport = at + ipHeaderLen(data, at);
  const ports = hasPorts(proto) && !ipIsFragment(data, at) && transport + 4 <= tail;
  const sport = ports ? getU16(data, transport) : 0;
  const dport = ports ? getU16(data, transport + 2) : 0;
  const inOrder = src < dst || (src === dst && sport <= dport);
  let hash = mix(0x9e3779b9, inOrder ? src : dst);
  hash = mix(hash, inOrder ? dst : src);
  hash = mix(hash, inOrder ? (sport << 16) | dport : (dport << 16) | sport);
  return (mix(hash, proto) | 1) >>> 0;
}

/** Spreads flows over ports, so that switches can balance tunnels' packets. Source: include/net/udp.h udp_flow_src_port. */
export function flowPort(hash: number, min: number, max: number): number {
  const mixed = (hash ^ (hash << 16)) >>> 0;
  return min + Math.floor((mixed / 2 ** 32) * (max - min));
}

/** One round of murmur3. */
export function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  k = Math.imul(k, 0x1b873593);
  let h = hash ^ k;
  h = (h << 13) | (h >>> 19);
  return (Math.imul(h, 5) + 0xe6546b64) | 0;
}
