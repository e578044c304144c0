/** Making and unmaking packets: pushing and pulling headers, dropping with a reason. */
import { freshBytes } from '../base/bytes';
import type { Ipv4Addr, MacAddr } from '../wire/addr';
import { BROADCAST_MAC, asMac, isGroupMac } from '../wire/addr';
import { ETHERNET_HEADER_LEN, ethDst, setEthDst, setEthSrc, setEthType } from '../wire/ethernet';
import type { Link } from '../model/link';
import type { PktType, Skb } from '../model/skb';
import { SKB_HEADROOM } from '../model/skb';
import type { Netns } from '../model/world';
import type { DropReason } from '../trace/drop';
import type { Ctx } from './ctx';
import { touch } from './ctx';

/** A new packet with room for `lenBytes` from `head` on, and headroom before it. Gets the next packet number. */
export function allocSkb(ctx: Ctx, lenBytes: number): Skb {
  const packet = ctx.world.nextPacket;
  ctx.world.nextPacket = packet + 1;
  return {
    packet,
    data: freshBytes(SKB_HEADROOM + lenBytes),
    head: SKB_HEADROOM,
    tail: SKB_HEADROOM + lenBytes,
    l2: false,
    tag: 0,
    l3: false,
    pktType: 'outgoing',
    iif: 0,
    nexthop: 0,
    refused: null,
    mark: 0,
    hash: 0,
    ct: null,
    untracked: false,
    bridge: null,
    fragMaxBytes: 0,
    summed: -1,
    traceRef: { cause: ctx.cause, frame: -1, last: -1 },
  };
}

/** Lowers `head` by `count` bytes (`skb_push`), moving to a larger buffer when the headroom is used up. */
export function pushHead(skb: Skb, count: number): void {
  if (skb.head < count) {
    const larger = new Uint8Array(SKB_HEADROOM + skb.data.length);
    larger.set(skb.data, SKB_HEADROOM);
    skb.data = larger;
    skb.summed = -1;
    skb.head += SKB_HEADROOM;
    skb.tail += SKB_HEADROOM;
  }
  skb.head -= count;
  touch(skb);
}

/** Raises `head` by `count` bytes (`skb_pull`). */
export function pullHead(skb: Skb, count: number): void {
  skb.head += count;
  touch(skb);
}

/** Adds `count` zero bytes behind the packet (`skb_put`). */
export function growTail(skb: Skb, count: number): void {
  const larger = new Uint8Array(skb.tail + count);
  larger.set(skb.data.subarray(0, skb.tail));
  skb.data = larger;
  skb.summed = -1;
  skb.tail += count;
  touch(skb);
}

/** Removes the Ethernet header if there is one. */
export function pullEthernet(skb: Skb): void {
  if (!skb.l2) return;
  pullHead(skb, ETHERNET_HEADER_LEN);
  skb.l2 = false;
}

/** Puts an Ethernet header in front of a bare packet. */
export function pushEthernet(skb: Skb, dst: MacAddr, src: MacAddr, type: number): void {
  pushHead(skb, ETHERNET_HEADER_LEN);
  setEthDst(skb.data, skb.head, dst);
  setEthSrc(skb.data, skb.head, src);
  setEthType(skb.data, skb.head, type);
  skb.l2 = true;
  skb.l3 = true;
}

/** What the destination address of a frame means to the receiving device. Source: net/ethernet/eth.c eth_type_trans. */
export function classify(link: Link, skb: Skb): PktType {
  if (!skb.l2) return 'host';
  const dst = ethDst(skb.data, skb.head);
  if (dst === link.mac) return 'host';
  if (dst === BROADCAST_MAC) return 'broadcast';
  return isGroupMac(dst) ? 'multicast' : 'otherhost';
}

/** Offset of the network header. */
export function networkOffset(skb: Skb): number {
  return skb.l2 ? skb.head + ETHERNET_HEADER_LEN : skb.head;
}

/** Group address of an IPv4 multicast destination (RFC 1112 section 6.4). */
export function multicastMac(dst: Ipv4Addr): MacAddr {
  return asMac(0x01005e000000 + (dst & 0x7f_ffff));
}

/** The packet ends here (`kfree_skb_reason`). */
export function drop(ctx: Ctx, ns: Netns, dev: number, skb: Skb, reason: DropReason): void {
  if (ctx.trace.on) ctx.emit('drop', 'drop', ns.id, dev, skb, { reason });
}
