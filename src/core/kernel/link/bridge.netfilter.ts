/**
 * br_netfilter: bridged IPv4 frames meet iptables (`net.bridge.bridge-nf-call-iptables`).
 * Source: net/bridge/br_netfilter_hooks.c.
 *
 *   port ─► PREROUTING ─► learn, look up ─┬─► FORWARD ─► POSTROUTING ─► port
 *                │                        └─► up to the host, past its PREROUTING
 *                └─ a new destination behind the same bridge: ask for its neighbour, go on bridging;
 *                   elsewhere: up to the host, which routes
 *
 * In the rules both devices are the bridge; its ports are seen by `-m physdev` alone.
 */
import type { Ipv4Addr } from '../../wire/addr';
import {
  ETHERNET_HEADER_LEN,
  ETHERTYPE_IPV4,
  ethSrc,
  ethType,
  setEthDst,
  setEthSrc,
} from '../../wire/ethernet';
import { checkIpv4Header, ipDf, ipDst, ipTotalLen } from '../../wire/ipv4';
import { bridgeCallsIptables } from '../../model/bridge-calls';
import type { BridgeLink, Link } from '../../model/link';
import type { Skb } from '../../model/skb';
import { skbLength } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkOf, touch } from '../ctx';
import { nexthopOf } from '../fib';
import { cutting } from '../ip4/fragment.part';
import { routeInput, routeOutput } from '../ip4/route';
import { neighOutput } from '../neigh';
import { bridgeNeighbour } from '../neigh.bridge';
import { defragment } from '../netfilter/defrag';
import { runHook } from '../netfilter/hooks';
import { drop, networkOffset, pullEthernet } from '../skb';
import { countSnmp } from '../write';

/** Room for one VLAN tag that a port grants beyond its MTU (is_skb_forwardable). */
const VLAN_HEADER_LEN = 4;

/** Whether iptables look at this frame on its way through the bridge. */
export function meetsIptables(skb: Skb): boolean {
  return skb.bridge !== null && skb.bridge.up !== true;
}

/**
 * A frame comes in by a port. Answers the frame with which the bridge goes on; null when it ended, waits for its other
 * fragments, or for the address of its new destination. Source: br_nf_pre_routing.
 */
export function bridgePreRouting(ctx: Ctx, ns: Netns, br: BridgeLink, port: Link, skb: Skb): Skb | null {
  // Tagged frames are none of theirs (bridge-nf-filter-vlan-tagged is 0).
  if (skb.tag !== 0 || !bridgeCallsIptables(ctx.world, ns)) return skb;
  if (ethType(skb.data, skb.head) !== ETHERTYPE_IPV4) return skb;
  const at = networkOffset(skb);
  if (checkIpv4Header(skb.data, at, skb.tail) !== 'ok') {
    drop(ctx, ns, port.ifindex, skb, 'IP_INHDR');
    return null;
  }
  skb.tail = at + ipTotalLen(skb.data, at);
  skb.fragMaxBytes = 0;
  const { pktType } = skb;
  const whole = defragment(ctx, ns, port, skb, 'bridge');
  if (whole === null) return null;
  whole.bridge = { physIn: port.ifindex, physOut: 0, sender: null, route: null };
  // For iptables a frame for another's MAC is as good as one's own.
  if (pktType === 'otherhost') whole.pktType = 'host';
  const before = destinationOf(whole);
  const passed = runHook(ctx, ns, 'PREROUTING', whole, { in: br.ifindex, out: 0, nexthop: 0 });
  whole.pktType = pktType;
  if (!passed) return null;
  return destinationOf(whole) === before ? whole : redirected(ctx, ns, br, port, whole);
}

function destinationOf(skb: Skb): Ipv4Addr {
  return ipDst(skb.data, networkOffset(skb));
}

/** The destination was translated. Source: br_nf_pre_routing_finish. */
function redirected(ctx: Ctx, ns: Netns, br: BridgeLink, port: Link, skb: Skb): Skb | null {
  const dst = destinationOf(skb);
  const decided = routeInput(ctx, ns, br, skb);
  if (decided.kind === 'refused') {
    if (br.inet.forwarding === 0 && decided.reason === 'IP_INADDRERRORS') {
      // A bridge need not be a router: a way out by the bridge itself is enough.
      const way = routeOutput(ctx, ns, { dst, src: 0 as Ipv4Addr, oif: 0, tos: 0, mark: 0 }, skb);
      if (way.kind === 'route' && way.dev === br.ifindex) return bridged(ctx, ns, br, way.nexthop, skb);
    }
    if (decided.counter !== null) countSnmp(ctx, ns, decided.counter);
    drop(ctx, ns, port.ifindex, skb, decided.reason);
    return null;
  }
  if (decided.kind === 'forward') {
    const { route } = decided;
    if (route.dev === br.ifindex) return bridged(ctx, ns, br, nexthopOf(route, dst), skb);
    if (skb.bridge !== null) skb.bridge = { ...skb.bridge, route };
  }
  setEthDst(skb.data, skb.head, br.mac);
  touch(skb);
  skb.pktType = 'host';
  return skb;
}

/**
 * The new destination is behind this very bridge. Its address is written into the frame when it stands ready; else the
 * frame takes the way through the bridge device's neighbour table. Source: br_nf_pre_routing_finish_bridge.
 */
function bridged(ctx: Ctx, ns: Netns, br: BridgeLink, nexthop: Ipv4Addr, skb: Skb): Skb | null {
  const mac = bridgeNeighbour(ctx, ns, br, nexthop, skb);
  if (mac !== null) {
    setEthDst(skb.data, skb.head, mac);
    touch(skb);
    return skb;
  }
  if (skb.bridge !== null) skb.bridge = { ...skb.bridge, sender: ethSrc(skb.data, skb.head) };
  pullEthernet(skb);
  neighOutput(ctx, ns, br, nexthop, skb);
  return null;
}

/**
 * A frame the bridge device is to send comes from a port and only asked for its neighbour: it goes on there, with its
 * sender's address. Null for every other frame. Source: br_nf_pre_routing_finish_bridge_slow.
 */
export function resumeBridged(ns: Netns, skb: Skb): Link | null {
  const { bridge } = skb;
  if (bridge === null || bridge.sender === null) return null;
  setEthSrc(skb.data, skb.head, bridge.sender);
  touch(skb);
  skb.bridge = { ...bridge, sender: null };
  skb.pktType = 'otherhost';
  return linkOf(ns, bridge.physIn);
}

/**
 * A frame is about to leave by a port: FORWARD, POSTROUTING, and what is too long for the port, or was put together
 * here, is cut. Answers the frames to send. Source: br_nf_forward_ip, br_nf_post_routing, br_nf_dev_queue_xmit.
 */
export function bridgeForwardHooks(
  ctx: Ctx,
  ns: Netns,
  br: BridgeLink,
  port: Link,
  skb: Skb,
): readonly Skb[] {
  const { bridge } = skb;
  if (bridge === null || bridge.up === true) return [skb];
  if (skb.tag !== 0) {
    skb.bridge = null;
    return [skb];
  }
  skb.bridge = { ...bridge, physOut: port.ifindex };
  if (skb.pktType === 'otherhost') skb.pktType = 'host';
  const nexthop = destinationOf(skb);
  if (!runHook(ctx, ns, 'FORWARD', skb, { in: br.ifindex, out: br.ifindex, nexthop })) return [];
  if (!runHook(ctx, ns, 'POSTROUTING', skb, { in: 0, out: br.ifindex, nexthop })) return [];
  skb.bridge = null;
  return cutToFit(ctx, ns, br, port, skb);
}

function cutToFit(ctx: Ctx, ns: Netns, br: BridgeLink, port: Link, skb: Skb): readonly Skb[] {
  const { fragMaxBytes } = skb;
  const lenBytes = skb.tail - skb.head - ETHERNET_HEADER_LEN;
  if (lenBytes <= Math.min(port.mtu, fragMaxBytes || port.mtu)) return [skb];
  // Cut as the bridge device would send it; a port that takes less loses the pieces (br_dev_queue_push_xmit).
  if (fragMaxBytes > br.mtu || ipDf(skb.data, networkOffset(skb))) {
    countSnmp(ctx, ns, 'IpFragFails');
    drop(ctx, ns, port.ifindex, skb, 'PKT_TOO_BIG');
    return [];
  }
  const pieces = cutting.content.fragment(ctx, ns, port, skb, Math.min(br.mtu, fragMaxBytes || br.mtu));
  const { cause } = ctx;
  return pieces.filter((piece) => {
    if (skbLength(piece) <= port.mtu + ETHERNET_HEADER_LEN + VLAN_HEADER_LEN) return true;
    ctx.cause = cause;
    drop(ctx, ns, port.ifindex, piece, 'PKT_TOO_BIG');
    ctx.cause = cause;
    return false;
  });
}
