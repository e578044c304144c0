/**
 * Receiving IPv4: header check, routing decision, then up to the transport or on to the next hop.
 * Source: net/ipv4/ip_input.c ip_rcv_core, ip_rcv_finish, ip_local_deliver; route.c ip_route_input_slow.
 */
import { Part } from '../../base/part';
import {
  PROTO_ICMP,
  PROTO_IPIP,
  PROTO_SCTP,
  PROTO_TCP,
  PROTO_UDP,
  checkIpv4Header,
  ipDst,
  ipHeaderLen,
  ipIsFragment,
  ipProto,
  ipSrc,
  ipTotalLen,
} from '../../wire/ipv4';
import {
  ICMP_HOST_UNREACH,
  ICMP_NET_UNREACH,
  ICMP_PKT_FILTERED,
  ICMP_PROT_UNREACH,
  ICMP_UNREACHABLE,
} from '../../wire/icmp4';
import type { Link } from '../../model/link';
import type { Route } from '../../model/route';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { DropReason } from '../../trace/drop';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { ipvlan } from '../link/ipvlan/part';
import { defragment } from '../netfilter/defrag';
import { runHook } from '../netfilter/hooks';
import { drop, networkOffset } from '../skb';
import { hasSctp } from '../sock/sctp/module';
import { sctp } from '../sock/sctp/part';
import { udpReceive } from '../sock/udp';
import { countCongestion, countGroupReceived, countReceived } from '../snmp';
import { countSnmp } from '../write';
import { countDelivered } from '../write.packets';
import { ipForward } from './forward';
import { icmpReceive } from './icmp';
import { rare } from './part';
import type { InputRoute } from './route';
import { routeInput } from './route';

const tcp = new Part('TCP receives', () => import('../sock/tcp/input'));
const ipip = new Part('ipip receives', () => import('../link/ipip/rx'));

/** An IPv4 packet reaches the stack. `link` is the device it came in by. */
export function ipReceive(ctx: Ctx, ns: Netns, link: Link, skb: Skb): void {
  if (skb.pktType === 'otherhost') {
    drop(ctx, ns, link.ifindex, skb, 'OTHERHOST');
    return;
  }
  countReceived(ctx, ns, skb);
  const at = networkOffset(skb);
  const fault = checkIpv4Header(skb.data, at, skb.tail);
  if (fault === 'ok' || fault === 'bad-checksum') countCongestion(ctx, ns, skb);
  if (fault !== 'ok') {
    if (fault === 'bad-checksum') countSnmp(ctx, ns, 'IpExtInCsumErrors');
    countSnmp(ctx, ns, 'IpInHdrErrors');
    drop(ctx, ns, link.ifindex, skb, fault === 'bad-checksum' ? 'IP_CSUM' : 'IP_INHDR');
    return;
  }
  // Padding of short Ethernet frames is not part of the packet.
  skb.tail = at + ipTotalLen(skb.data, at);
  // What another machine's bridge wrote on it is nothing here.
  const bridge = skb.bridge?.up === true ? null : skb.bridge;
  skb.bridge =
    bridge === null ? null : { physIn: bridge.physIn, physOut: 0, sender: null, route: null, up: true };
  skb.fragMaxBytes = 0;
  // A bridge port has shown it to PREROUTING already (br_netfilter_hooks.c ip_sabotage_in).
  const entered = bridge === null ? preRouting(ctx, ns, link, skb) : skb;
  if (entered === null) return;
  if (link.uppers.length > 0 && deliveredAbove(ctx, ns, link, entered)) return;
  ipRoute(ctx, ns, link, entered, bridge?.route ?? null);
}

/** A device upon the card is meant, whose packets pass the card's rules (ipvlan l3s), and its netns finds it is its own. */
function deliveredAbove(ctx: Ctx, ns: Netns, card: Link, skb: Skb): boolean {
  const child = ipvlan.content.ipvlanL3s(ctx, ns, card, skb);
  if (child === null) return false;
  const there = ctx.own(child.netns);
  const link = linkOf(there, child.ifindex);
  if (link === null) return false;
  const route = routeInput(ctx, there, link, skb);
  if (route.kind !== 'local') return false;
  traceInput(ctx, there, link, skb, route);
  localDeliver(ctx, ns, card, skb, { ns: there, link });
  return true;
}

/** The hook, before which conntrack gets whole datagrams. Null when the packet ends, or waits for its other parts. */
function preRouting(ctx: Ctx, ns: Netns, link: Link, skb: Skb): Skb | null {
  const whole = defragment(ctx, ns, link, skb, 'conntrack');
  if (whole === null) return null;
  const point = { in: link.ifindex, out: 0, nexthop: 0 };
  return runHook(ctx, ns, 'PREROUTING', whole, point) ? whole : null;
}

/** Where to? `known` is a route that is decided already. Source: ip_input.c ip_rcv_finish_core. */
function ipRoute(ctx: Ctx, ns: Netns, link: Link, skb: Skb, known: Route | null): void {
  const route: InputRoute =
    known === null
      ? routeInput(ctx, ns, link, skb)
      : { kind: 'forward', route: known, table: 0, exception: null, redirect: false };
  traceInput(ctx, ns, link, skb, route);
  switch (route.kind) {
    case 'local':
    case 'broadcast':
      countGroupReceived(ctx, ns, skb, route.kind === 'broadcast');
      localDeliver(ctx, ns, link, skb);
      return;
    case 'forward':
      ipForward(ctx, ns, link, skb, route);
      return;
    case 'refused':
      if (route.counter !== null) countSnmp(ctx, ns, route.counter);
      drop(ctx, ns, link.ifindex, skb, route.reason);
      return;
    case 'unreachable':
      routeError(ctx, ns, link, skb, route);
  }
}

function traceInput(ctx: Ctx, ns: Netns, link: Link, skb: Skb, route: InputRoute): void {
  if (!ctx.trace.on || route.kind === 'unreachable') return;
  const verdict =
    route.kind === 'refused'
      ? route.reason === 'IP_INADDRERRORS'
        ? 'not-forwarding'
        : 'martian'
      : route.kind;
  const dst = ipDst(skb.data, networkOffset(skb));
  ctx.emit('ip.input', verdict, ns.id, link.ifindex, skb, { dst, forwarding: link.inet.forwarding !== 0 });
}

/** No way on: the sender is told, at a limited rate. Source: route.c ip_error. */
function routeError(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  route: InputRoute & { kind: 'unreachable' },
): void {
  const codes = { net: ICMP_NET_UNREACH, host: ICMP_HOST_UNREACH, filtered: ICMP_PKT_FILTERED };
  if (route.tell !== null) {
    if (route.tell === 'net') countSnmp(ctx, ns, 'IpExtInNoRoutes');
    const cause = ctx.cause;
    const sender = ipSrc(skb.data, networkOffset(skb));
    if (rare.content.chargeRouteError(ctx, ns, sender)) {
      rare.content.icmpSend(ctx, ns, link, skb, ICMP_UNREACHABLE, codes[route.tell], 0, route.reason);
    }
    ctx.cause = cause;
  }
  drop(ctx, ns, link.ifindex, skb, route.reason);
}

/** INPUT of one netns, then the transport; `to` where that is another one's. Source: ip_input.c ip_local_deliver, ip_protocol_deliver_rcu. */
export function localDeliver(
  ctx: Ctx,
  hookNs: Netns,
  hookLink: Link,
  skb: Skb,
  to: { readonly ns: Netns; readonly link: Link } = { ns: hookNs, link: hookLink },
): void {
  let whole = skb;
  if (ipIsFragment(skb.data, networkOffset(skb))) {
    const complete = rare.content.reassemble(ctx, hookNs, hookLink, skb);
    if (complete === null) return;
    whole = complete;
  }
  if (!runHook(ctx, hookNs, 'INPUT', whole, { in: hookLink.ifindex, out: 0, nexthop: 0 })) return;
  const { ns, link } = to;
  if (ns !== hookNs) Object.assign(whole, { iif: link.ifindex, ct: null, untracked: false });
  const at = networkOffset(whole);
  const transport = at + ipHeaderLen(whole.data, at);
  const proto = ipProto(whole.data, at);
  if (isKnown(ctx, ns, proto)) countDelivered(ctx, ns);
  switch (proto) {
    case PROTO_ICMP:
      icmpReceive(ctx, ns, link, whole, transport);
      return;
    case PROTO_UDP:
      udpReceive(ctx, ns, link, whole, transport);
      return;
    case PROTO_TCP:
      tcp.content.tcpReceive(ctx, ns, link, whole, transport);
      return;
    case PROTO_IPIP:
      if (ipip.content.hasIpip(ctx.world, ns)) ipip.content.ipipReceive(ctx, ns, link, whole, transport);
      else noProtocol(ctx, ns, link, whole);
      return;
    case PROTO_SCTP:
      if (hasSctp(ctx.world, ns)) sctp.content.sctpReceive(ctx, ns, link, whole, transport);
      else noProtocol(ctx, ns, link, whole);
      return;
    default:
      noProtocol(ctx, ns, link, whole);
  }
}

function isKnown(ctx: Ctx, ns: Netns, proto: number): boolean {
  if (proto === PROTO_IPIP) return ipip.content.hasIpip(ctx.world, ns);
  if (proto === PROTO_SCTP) return hasSctp(ctx.world, ns);
  return proto === PROTO_ICMP || proto === PROTO_TCP || proto === PROTO_UDP;
}

/** Nothing here understands it: the sender is told. */
function noProtocol(ctx: Ctx, ns: Netns, link: Link, skb: Skb): void {
  const reason: DropReason = 'IP_NOPROTO';
  countSnmp(ctx, ns, 'IpInUnknownProtos');
  const cause = ctx.cause;
  rare.content.icmpSend(ctx, ns, link, skb, ICMP_UNREACHABLE, ICMP_PROT_UNREACH, 0, reason);
  ctx.cause = cause;
  drop(ctx, ns, link.ifindex, skb, reason);
}
