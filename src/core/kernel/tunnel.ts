/** The way of an outer packet out of a tunnel's device. Source: net/ipv4/ip_tunnel_core.c iptunnel_xmit (Linux 6.18). */
import type { Link } from '../model/link';
import type { Skb } from '../model/skb';
import type { Netns } from '../model/world';
import type { Ctx } from './ctx';
import { ipSend } from './ip4/output';
import type { OutputRoute } from './ip4/route';
import { kernelLog } from './klog';
import { drop } from './skb';
import { countDropped } from './write';

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

/** Sends a packet that has its outer header. */
export function tunnelSend(ctx: Ctx, ns: Netns, route: OutputRoute, skb: Skb): void {
  ctx.xmitDepth += 1;
  ipSend(ctx, ns, route, skb);
  ctx.xmitDepth -= 1;
}
