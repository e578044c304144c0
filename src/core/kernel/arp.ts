/**
 * Address resolution protocol: hearing requests and answers (RFC 826 as Linux does it).
 * Source: net/ipv4/arp.c arp_rcv, arp_process, arp_is_garp, arp_accept; net/core/neighbour.c pneigh_enqueue.
 */
import { nextBelow } from '../base/prng';
import { ANY_IPV4, inCidr, isLoopbackIpv4, isMulticastIpv4 } from '../wire/addr';
import { ARP_REPLY, ARP_REQUEST, parseArp } from '../wire/arp';
import type { ArpPacket } from '../wire/arp';
import type { Link } from '../model/link';
import { isBareIp } from '../model/link';
import type { Skb } from '../model/skb';
import { cloneSkb } from '../model/skb';
import type { Netns } from '../model/world';
import type { ArpReason } from '../trace/kinds';
import { answerTo, ignores } from './arp.answer';
import { sendArpReply } from './arp.send';
import { max, or } from './conf';
import type { Ctx } from './ctx';
import { localType } from './fib';
import { neighHeard } from './neigh';
import { drop, networkOffset } from './skb';

/** Unit of `locktime` and `proxy_delay` (USER_HZ), ns. */
const USER_HZ_NS = 10_000_000;
/** What the kernel draws a delay in (CONFIG_HZ 250), ns. */
const TICK_NS = 4_000_000;

/** An ARP packet reaches the stack. */
export function arpReceive(ctx: Ctx, ns: Netns, link: Link, skb: Skb): void {
  if (link.kind === 'ipvlan' && link.mode !== 'l2') {
    drop(ctx, ns, link.ifindex, skb, 'PW_IPVLAN_NO_ARP');
    return;
  }
  if (skb.pktType === 'otherhost' || link.kind === 'loopback' || link.kind === 'dummy' || isBareIp(link)) {
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
  const loopback = isLoopbackIpv4(arp.tpa) && !or(ns, link, 'route_localnet');
  const gratuitous = arp.spa === arp.tpa && or(ns, link, 'drop_gratuitous_arp');
  if (!known || isMulticastIpv4(arp.tpa) || loopback || gratuitous) {
    drop(ctx, ns, link.ifindex, skb, 'NOT_SPECIFIED');
    return;
  }
  if (
    arp.op === ARP_REQUEST &&
    (arp.spa === ANY_IPV4 ? isTaken(ctx, ns, link, skb, arp) : answer(ctx, ns, link, skb, arp, false))
  )
    return;
  learnFromPacket(ctx, ns, link, skb, arp);
}

/** Duplicate address detection asks from 0.0.0.0: it is answered but teaches nothing. */
function isTaken(ctx: Ctx, ns: Netns, link: Link, skb: Skb, arp: ArpPacket): boolean {
  const own = localType(ns, arp.tpa) === 'local' && !ignores(ns, link, arp.spa, arp.tpa);
  traceReceive(ctx, ns, link, skb, arp, own ? 'answer' : 'ignore', own ? 'own-address' : 'not-own-address');
  if (own) sendArpReply(ctx, ns, link, arp);
  return true;
}

/** Answers a request, for itself or for others. False when it is none of ours: the packet may still teach something. */
function answer(ctx: Ctx, ns: Netns, link: Link, skb: Skb, arp: ArpPacket, delayed: boolean): boolean {
  const who = answerTo(ctx, ns, link, arp);
  switch (who) {
    case null:
      return false;
    case 'arp-ignore':
    case 'arp-filter':
      traceReceive(ctx, ns, link, skb, arp, 'ignore', who);
      return true;
    case 'own':
      traceReceive(ctx, ns, link, skb, arp, 'answer', 'own-address');
      heard(ctx, ns, link, arp);
      sendArpReply(ctx, ns, link, arp);
      return true;
    case 'proxy': {
      const now = delayed || skb.pktType === 'host' || link.neighConf.proxy_delay === 0;
      traceReceive(ctx, ns, link, skb, arp, now ? 'answer' : 'delay', 'proxy');
      heard(ctx, ns, link, arp);
      if (now) sendArpReply(ctx, ns, link, arp);
      else enqueue(ctx, ns, link, skb);
      return true;
    }
  }
}

/** A request from somebody teaches his address. Source: neighbour.c neigh_event_ns. */
function heard(ctx: Ctx, ns: Netns, link: Link, { spa, sha }: ArpPacket): void {
  neighHeard(ctx, ns, link, spa, { mac: sha, state: 'STALE', override: true, why: 'request-heard' });
}

/** Answers for others wait a random time, so that whoever is meant himself is faster. */
function enqueue(ctx: Ctx, ns: Netns, link: Link, skb: Skb): void {
  const { proxy_delay: delay, proxy_qlen: most } = link.neighConf;
  const waiting = ctx.world.queue.filter(
    (event) => event.kind === 'arp.proxy' && event.netns === ns.id && event.ifindex === link.ifindex,
  );
  if (waiting.length > most) {
    drop(ctx, ns, link.ifindex, skb, 'NEIGH_QUEUEFULL');
    return;
  }
  const ticks = Math.max(1, Math.floor((delay * USER_HZ_NS) / TICK_NS));
  const delayNs = nextBelow(ctx.random(ns.id, 'arp.proxy'), ticks) * TICK_NS;
  ctx.schedule({ kind: 'arp.proxy', netns: ns.id, ifindex: link.ifindex, skb: cloneSkb(skb) }, delayNs);
}

/** The time of a delayed answer has come: the request is looked at once more. Source: arp.c parp_redo. */
export function arpProxyTimer(ctx: Ctx, ns: Netns, link: Link, skb: Skb): void {
  const parsed = parseArp(skb.data, networkOffset(skb), skb.tail);
  if (!parsed.ok || !link.up) return;
  const again = cloneSkb(skb);
  if (!answer(ctx, ns, link, again, parsed.value, true)) learnFromPacket(ctx, ns, link, again, parsed.value);
}

/**
 * A reply, or a request that was not for us, may refresh an entry that is already there; with `arp_accept` whoever
 * announces himself gets one.
 */
function learnFromPacket(ctx: Ctx, ns: Netns, link: Link, skb: Skb, arp: ArpPacket): void {
  const entry = link.neigh.entries.get(arp.spa);
  const unsolicited = isGratuitous(ns, arp);
  if (entry === undefined && !accepts(ns, link, arp, unsolicited)) {
    const why: ArpReason = arp.op === ARP_REPLY ? 'not-waiting' : 'not-for-us';
    traceReceive(ctx, ns, link, skb, arp, 'ignore', why);
    return;
  }
  const lockNs = link.neighConf.locktime * USER_HZ_NS;
  const override = entry === undefined || ctx.world.nowNs > entry.updatedNs + lockNs || unsolicited;
  const proof = arp.op === ARP_REPLY && skb.pktType === 'host';
  const known = entry?.mac ?? null;
  const locked = known !== null && known !== arp.sha && !override;
  const why: ArpReason = locked
    ? 'locktime'
    : entry === undefined
      ? 'accepted'
      : proof
        ? 'answers-request'
        : 'updates-known';
  traceReceive(ctx, ns, link, skb, arp, locked ? 'ignore' : 'learn', why);
  neighHeard(ctx, ns, link, arp.spa, {
    mac: arp.sha,
    state: proof ? 'REACHABLE' : 'STALE',
    override,
    why: proof ? 'reply' : 'request-heard',
  });
}

/** Somebody announces his own address (RFC 5227): target and sender are one. Source: arp.c arp_is_garp. */
function isGratuitous(ns: Netns, { op, spa, tpa, sha, tha }: ArpPacket): boolean {
  return spa === tpa && (op !== ARP_REPLY || sha === tha) && localType(ns, spa) === null;
}

/** `arp_accept`: 1 for everybody, 2 for addresses of the device's subnets. Source: arp.c arp_accept. */
function accepts(ns: Netns, link: Link, { op, spa }: ArpPacket, unsolicited: boolean): boolean {
  const mode = max(ns, link, 'arp_accept');
  const subnet = link.addrs.some(({ local, len }) => inCidr(spa, { addr: local, len }));
  if (mode === 0 || (mode === 2 && !subnet)) return false;
  return unsolicited || (op === ARP_REPLY && localType(ns, spa) === null);
}

function traceReceive(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  arp: ArpPacket,
  verdict: 'answer' | 'delay' | 'ignore' | 'learn',
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
