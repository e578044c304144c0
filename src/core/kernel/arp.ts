/**
 * Address resolution protocol: asking and answering (RFC 826 as Linux does it).
 * Source: net/ipv4/arp.c arp_solicit, arp_process, arp_ignore.
 */
import type { Ipv4Addr, MacAddr } from '../wire/addr';
import { ANY_IPV4, BROADCAST_MAC, ZERO_MAC, isLoopbackIpv4, isMulticastIpv4 } from '../wire/addr';
import { ARP_LEN, ARP_REPLY, ARP_REQUEST, emitArp, parseArp } from '../wire/arp';
import type { ArpPacket } from '../wire/arp';
import { ETHERTYPE_ARP } from '../wire/ethernet';
import { ipSrc } from '../wire/ipv4';
import type { Link } from '../model/link';
import type { NeighEntry } from '../model/neigh';
import { SCOPE_LINK } from '../model/route';
import type { Skb } from '../model/skb';
import type { Netns } from '../model/world';
import type { ArpReason } from '../trace/kinds';
import type { Ctx } from './ctx';
import { localType, selectSource } from './fib';
import { validateSource } from './ip4/route';
import { neighHeard } from './neigh';
import { allocSkb, drop, networkOffset, pushEthernet } from './skb';

/** Entries younger than this are not overridden by another answer (`locktime`), ns. */
const LOCKTIME_NS = 1_000_000_000;

/**
 * Asks who has `target`. The sender address is the packet's own when it was made here, else the address of the device
 * that fits the target (`arp_announce` 0).
 */
export function arpSolicit(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  target: Ipv4Addr,
  entry: NeighEntry,
  waiting: Skb | null,
): void {
  const packetSource = waiting === null ? ANY_IPV4 : ipSrc(waiting.data, networkOffset(waiting));
  const own = waiting !== null && localType(ns, packetSource) === 'local';
  const source = own ? packetSource : selectSource(ns, link, target, SCOPE_LINK).chosen;
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

function makeArp(ctx: Ctx, packet: ArpPacket): Skb {
  const skb = allocSkb(ctx, ARP_LEN);
  emitArp(packet, skb.data, skb.head);
  return skb;
}

function sendArp(ctx: Ctx, ns: Netns, link: Link, skb: Skb, to: MacAddr): void {
  pushEthernet(skb, to, link.mac, ETHERTYPE_ARP);
  ctx.stack.transmit(ctx, ns, link, skb);
}

/** An ARP packet reaches the stack. */
export function arpReceive(ctx: Ctx, ns: Netns, link: Link, skb: Skb): void {
  if (skb.pktType === 'otherhost' || link.kind === 'loopback' || link.kind === 'dummy') {
    drop(ctx, ns, link.ifindex, skb, 'OTHERHOST');
    return;
  }
  const parsed = parseArp(skb.data, networkOffset(skb), skb.tail);
  if (!parsed.ok) {
    drop(ctx, ns, link.ifindex, skb, 'NOT_SPECIFIED');
    return;
  }
  const arp = parsed.value;
  const known = arp.op === ARP_REQUEST || arp.op === ARP_REPLY;
  if (!known || isMulticastIpv4(arp.tpa) || isLoopbackIpv4(arp.tpa)) {
    drop(ctx, ns, link.ifindex, skb, 'NOT_SPECIFIED');
    return;
  }
  if (arp.op === ARP_REQUEST && answer(ctx, ns, link, skb, arp)) return;
  learnFromPacket(ctx, ns, link, skb, arp);
}

/** Answers a request for one of our addresses. False when it is not for us: the packet may still teach something. */
function answer(ctx: Ctx, ns: Netns, link: Link, skb: Skb, arp: ArpPacket): boolean {
  if (localType(ns, arp.tpa) !== 'local') return false;
  // The route look-up checks the sender: one's own address, or rp_filter's verdict on it, leaves the request unanswered.
  if (arp.spa !== ANY_IPV4 && validateSource(ns, link, arp.spa, arp.tpa) !== null) return false;
  if (ignores(ns, link, arp)) {
    traceReceive(ctx, ns, link, skb, arp, 'ignore', 'arp-ignore');
    return true;
  }
  traceReceive(ctx, ns, link, skb, arp, 'answer', 'own-address');
  // Duplicate address detection asks from 0.0.0.0: it is answered but teaches nothing.
  if (arp.spa !== ANY_IPV4) {
    neighHeard(ctx, ns, link, arp.spa, {
      mac: arp.sha,
      state: 'STALE',
      override: true,
      why: 'request-heard',
    });
  }
  const reply = makeArp(ctx, { op: ARP_REPLY, sha: link.mac, spa: arp.tpa, tha: arp.sha, tpa: arp.spa });
  sendArp(ctx, ns, link, reply, arp.sha);
  return true;
}

/** Source: arp.c arp_ignore; the setting is the larger one of all and the device. */
function ignores(ns: Netns, link: Link, arp: ArpPacket): boolean {
  const mode = Math.max(ns.inetAll.arp_ignore, link.inet.arp_ignore);
  if (mode === 0) return false;
  const own = link.addrs.find((addr) => addr.local === arp.tpa);
  if (mode === 1) return own === undefined;
  if (mode === 2) {
    if (own === undefined) return true;
    const mask = own.len === 0 ? 0 : (0xffff_ffff << (32 - own.len)) >>> 0;
    return ((arp.spa ^ own.local) & mask) !== 0;
  }
  return mode === 8;
}

/** A reply, or a request that was not for us, may refresh an entry that is already there. */
function learnFromPacket(ctx: Ctx, ns: Netns, link: Link, skb: Skb, arp: ArpPacket): void {
  const entry = link.neigh.entries.get(arp.spa);
  if (entry === undefined) {
    const why: ArpReason = arp.op === ARP_REPLY ? 'not-waiting' : 'not-for-us';
    traceReceive(ctx, ns, link, skb, arp, 'ignore', why);
    return;
  }
  const override = ctx.world.nowNs > entry.updatedNs + LOCKTIME_NS;
  const proof = arp.op === ARP_REPLY && skb.pktType === 'host';
  const locked = entry.mac !== null && entry.mac !== arp.sha && !override;
  const why: ArpReason = locked ? 'locktime' : proof ? 'answers-request' : 'updates-known';
  traceReceive(ctx, ns, link, skb, arp, locked ? 'ignore' : 'learn', why);
  neighHeard(ctx, ns, link, arp.spa, {
    mac: arp.sha,
    state: proof ? 'REACHABLE' : 'STALE',
    override,
    why: proof ? 'reply' : 'request-heard',
  });
}

function traceReceive(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  arp: ArpPacket,
  verdict: 'answer' | 'ignore' | 'learn',
  why: ArpReason,
): void {
  if (!ctx.trace.on) return;
  ctx.emit('arp.receive', verdict, ns.id, link.ifindex, skb, {
    op: arp.op,
    sender: arp.spa,
    senderMac: arp.sha,
    target: arp.tpa,
    why,
  });
}
