/**
 * What tunnels of all kinds do with an outer packet: how deep they may lead through one another, what of its length they
 * tell to whom, how it leaves.
 * Source: net/ipv4/ip_tunnel_core.c iptunnel_xmit, skb_tunnel_check_pmtu (Linux 6.18).
 */
import { ETHERTYPE_IPV4, ethType } from '../wire/ethernet';
import { ICMP_FRAG_NEEDED, ICMP_UNREACHABLE } from '../wire/icmp4';
import { ipDf } from '../wire/ipv4';
import type { Link } from '../model/link';
import type { Skb } from '../model/skb';
import { skbLength } from '../model/skb';
import type { Netns } from '../model/world';
import type { Ctx } from './ctx';
import { ipSend } from './ip4/output';
import { rare } from './ip4/part';
import type { OutputRoute } from './ip4/route';
import { kernelLog } from './klog';
import { drop, networkOffset } from './skb';
import { countDropped, countSnmp } from './write';

/** Devices and tunnels a packet may be inside of at once (IP_TUNNEL_RECURSION_LIMIT). */
const TUNNEL_DEPTH_MAX = 5;
const CRITICAL = 2;

/** Tunnels that lead through one another end here: false, and the packet is gone. Asked before the outer header is put on. */
export function mayTunnel(ctx: Ctx, ns: Netns, link: Link, skb: Skb): boolean {
  if (ctx.xmitDepth <= TUNNEL_DEPTH_MAX) return true;
  kernelLog(ctx, ns, `ip_tunnel_core: Dead loop on virtual device ${link.name}, fix it urgently!`, CRITICAL);
  countDropped(ctx, ns, link, 'tx');
  drop(ctx, ns, link.ifindex, skb, 'PW_TUNNEL_LOOP');
  return false;
}

/**
 * Sends a packet that has its outer header. One that must not be cut and is longer than its path ends here, and nobody
 * but this machine itself is told (ip_fragment).
 */
export function tunnelSend(ctx: Ctx, ns: Netns, link: Link, route: OutputRoute, skb: Skb): void {
  const lenBytes = skbLength(skb);
  if (lenBytes > route.mtu && ipDf(skb.data, skb.head)) {
    countSnmp(ctx, ns, 'IpFragFails');
    traceTooBig(ctx, ns, link, skb, route.mtu, lenBytes);
    const cause = ctx.cause;
    rare.content.icmpSend(ctx, ns, link, skb, ICMP_UNREACHABLE, ICMP_FRAG_NEEDED, route.mtu, 'PKT_TOO_BIG');
    ctx.cause = cause;
    countDropped(ctx, ns, link, 'tx');
    drop(ctx, ns, link.ifindex, skb, 'PKT_TOO_BIG');
    return;
  }
  // How the inner packet came, in pieces perhaps, says nothing of the outer one (iptunnel_xmit clears IPCB).
  skb.fragMaxBytes = 0;
  ctx.xmitDepth += 1;
  ipSend(ctx, ns, route, skb);
  ctx.xmitDepth -= 1;
  // What becomes of the outer packet is no answer to who sent the inner one.
  skb.refused = null;
}

export function traceTooBig(ctx: Ctx, ns: Netns, link: Link, skb: Skb, mtu: number, lenBytes: number): void {
  if (ctx.trace.on)
    ctx.emit('ip.fragment', 'too-big', ns.id, link.ifindex, skb, { mtu, lenBytes, pieces: 0 });
}

/**
 * `mtu` bytes are left for the inner packet on the outer route. What this host routed into the tunnel, it remembers; a
 * device that is a bridge's port answers the sender in the name of the destination, and then the packet is gone: false.
 */
export function fitsTunnel(ctx: Ctx, ns: Netns, link: Link, skb: Skb, mtu: number): boolean {
  const at = networkOffset(skb);
  if (skb.tail - at <= mtu || ethType(skb.data, skb.head) !== ETHERTYPE_IPV4) return true;
  rare.content.rememberMtu(ctx, ns, link, skb, mtu);
  if (link.master === 0 || !rare.content.mayAnswer(skb, at, mtu)) return true;
  traceTooBig(ctx, ns, link, skb, mtu, skb.tail - at);
  rare.content.answerTooBig(ctx, ns, link, skb, mtu);
  drop(ctx, ns, link.ifindex, skb, 'PKT_TOO_BIG');
  return false;
}
