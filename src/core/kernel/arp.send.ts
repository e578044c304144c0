/** ARP packets that are sent: requests, answers, announcements. Source: net/ipv4/arp.c arp_solicit, arp_send; devinet.c inetdev_send_gratuitous_arp. */
import type { Ipv4Addr, MacAddr } from '../wire/addr';
import { ANY_IPV4, BROADCAST_MAC, ZERO_MAC } from '../wire/addr';
import { ARP_LEN, ARP_REPLY, ARP_REQUEST, emitArp } from '../wire/arp';
import type { ArpPacket } from '../wire/arp';
import { ETHERTYPE_ARP } from '../wire/ethernet';
import { ipSrc } from '../wire/ipv4';
import type { Link } from '../model/link';
import { isBareIp } from '../model/link';
import type { NeighEntry } from '../model/neigh';
import { SCOPE_LINK } from '../model/route';
import type { Skb } from '../model/skb';
import type { Netns } from '../model/world';
import { max } from './conf';
import type { Ctx } from './ctx';
import { localType, selectSource } from './fib';
import { inetAddrOnlink } from './onlink';
import { allocSkb, networkOffset, pushEthernet } from './skb';

/** Asks who has `target`. */
export function arpSolicit(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  target: Ipv4Addr,
  entry: NeighEntry,
  waiting: Skb | null,
): void {
  const source = senderOf(ns, link, target, waiting);
  const unicast = entry.state === 'PROBE' && entry.mac !== null;
  const request: ArpPacket = { op: ARP_REQUEST, sha: link.mac, spa: source, tha: ZERO_MAC, tpa: target };
  const skb = makeArp(ctx, request);
  if (ctx.trace.on) {
    ctx.emit('arp.request', unicast ? 'unicast' : 'broadcast', ns.id, link.ifindex, skb, {
      dev: link.ifindex,
      target,
      source,
      attempt: entry.probes,
      attempts: unicast ? link.neighConf.ucast_solicit : link.neighConf.mcast_solicit,
    });
  }
  sendArp(ctx, ns, link, skb, unicast ? entry.mac : BROADCAST_MAC);
}

/**
 * The address a request names as its sender (`arp_announce`): 0 the waiting packet's own if it is one of ours; 1 only if
 * the target is in its subnet; 2 always the address of the device that fits the target best.
 */
function senderOf(ns: Netns, link: Link, target: Ipv4Addr, waiting: Skb | null): Ipv4Addr {
  const announce = max(ns, link, 'arp_announce');
  const packetSource = waiting === null ? ANY_IPV4 : ipSrc(waiting.data, networkOffset(waiting));
  const own = waiting !== null && announce < 2 && localType(ns, packetSource) === 'local';
  if (own && (announce === 0 || inetAddrOnlink(link, target, packetSource))) return packetSource;
  return selectSource(ns, link, target, SCOPE_LINK).chosen;
}

export function sendArpReply(ctx: Ctx, ns: Netns, link: Link, request: ArpPacket): void {
  const reply = makeArp(ctx, {
    op: ARP_REPLY,
    sha: link.mac,
    spa: request.tpa,
    tha: request.sha,
    tpa: request.spa,
  });
  sendArp(ctx, ns, link, reply, request.sha);
}

/** Tells everybody on the link the addresses of the device, if it is to (`arp_notify`). */
export function announceAddresses(ctx: Ctx, ns: Netns, link: Link): void {
  if (max(ns, link, 'arp_notify') === 0 || !link.up || isBareIp(link) || link.kind === 'loopback') return;
  for (const { local } of link.addrs) {
    const packet: ArpPacket = { op: ARP_REQUEST, sha: link.mac, spa: local, tha: ZERO_MAC, tpa: local };
    sendArp(ctx, ns, link, makeArp(ctx, packet), BROADCAST_MAC);
  }
}

/** An ARP packet that a process makes by itself. */
export function transmitArp(ctx: Ctx, ns: Netns, link: Link, packet: ArpPacket, to: MacAddr): void {
  sendArp(ctx, ns, link, makeArp(ctx, packet), to);
}

function makeArp(ctx: Ctx, packet: ArpPacket): Skb {
  const skb = allocSkb(ctx, ARP_LEN);
  emitArp(packet, skb.data, skb.head);
  return skb;
}

function sendArp(ctx: Ctx, ns: Netns, link: Link, skb: Skb, to: MacAddr): void {
  pushEthernet(skb, to, link.mac, ETHERTYPE_ARP);
  ctx.stack.transmit(ctx, ns, link, skb);
}
