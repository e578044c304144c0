/** Sending through an ipip tunnel: an IPv4 header in front. Source: net/ipv4/ip_tunnel.c ip_tunnel_xmit. */
import type { Ipv4Addr } from '../../../wire/addr';
import { ANY_IPV4, asIpv4 } from '../../../wire/addr';
import { ICMP_FRAG_NEEDED } from '../../../wire/icmp4';
import { IPV4_HEADER_LEN, PROTO_IPIP, ipDf, ipDst, ipTtl } from '../../../wire/ipv4';
import type { IpipLink } from '../../../model/link';
import type { Skb } from '../../../model/skb';
import { skbLength } from '../../../model/skb';
import type { Netns } from '../../../model/world';
import type { DropReason } from '../../../trace/drop';
import type { Ctx } from '../../ctx';
import { encapsulatedTos } from '../../ecn';
import { icmpFromDevice } from '../../ip4/icmp.error';
import { pushIpHeader } from '../../ip4/output';
import type { OutputRoute } from '../../ip4/route';
import { routeOutput } from '../../ip4/route';
import { drop } from '../../skb';
import { countDropped } from '../../write';
import type { LinkDriver } from '../kind';
import { mayTunnel, traceTooBig, tunnelSend } from '../../tunnel';
import { rememberMtu } from '../../tunnel.mtu';

/** What a tunnel adds to a packet: one more IPv4 header. */
export const IPIP_ADDED_BYTES = IPV4_HEADER_LEN;

export const ipip: LinkDriver = {
  kind: 'ipip',
  xmit(ctx, ns, link, skb) {
    if (link.kind !== 'ipip') return;
    const remote = link.remote === ANY_IPV4 ? asIpv4(skb.nexthop) : link.remote;
    traceLookup(ctx, ns, link, remote, skb);
    const flow = { dst: remote, src: link.local, oif: link.lower, tos: 0, mark: skb.mark };
    const route = routeOutput(ctx, ns, flow, skb);
    if (route.kind === 'error') refuse(ctx, ns, link, skb, 'IP_OUTNOROUTES');
    else if (route.dev === link.ifindex) refuse(ctx, ns, link, skb, 'PW_TUNNEL_LOOP');
    else transmit(ctx, ns, link, remote, route, skb);
  },
};

function transmit(ctx: Ctx, ns: Netns, link: IpipLink, remote: Ipv4Addr, route: OutputRoute, skb: Skb): void {
  const innerDf = ipDf(skb.data, skb.head);
  const df = link.pmtudisc || innerDf;
  const mtu = df ? route.mtu - IPIP_ADDED_BYTES : link.mtu;
  const lenBytes = skbLength(skb);
  if (df) rememberMtu(ctx, ns, link, skb, mtu);
  if (innerDf && lenBytes > mtu) {
    traceTooBig(ctx, ns, link, skb, mtu, lenBytes);
    icmpFromDevice(ctx, ns, link, skb, ICMP_FRAG_NEEDED, mtu, 'PKT_TOO_BIG');
    refuse(ctx, ns, link, skb, 'PKT_TOO_BIG');
    return;
  }
  if (!mayTunnel(ctx, ns, link, skb)) return;
  const ttl = link.ttl === 0 ? ipTtl(skb.data, skb.head) : link.ttl;
  const tos = encapsulatedTos(0, skb);
  skb.l3 = false;
  skb.hash = 0;
  // The outer packet is a flow of its own; the mark stays with it.
  skb.ct = null;
  skb.untracked = false;
  const options = { dst: remote, proto: PROTO_IPIP, ttl, tos, df, dfAlways: true };
  pushIpHeader(ctx, ns, route, options, skb);
  if (ctx.trace.on) {
    const detail = { tunnel: 'ipip' as const, remote, local: route.src, addedBytes: IPIP_ADDED_BYTES };
    ctx.emit('tunnel.encap', 'wrapped', ns.id, link.ifindex, skb, detail);
  }
  tunnelSend(ctx, ns, link, route, skb);
}

function refuse(ctx: Ctx, ns: Netns, link: IpipLink, skb: Skb, reason: DropReason): void {
  countDropped(ctx, ns, link, 'tx');
  drop(ctx, ns, link.ifindex, skb, reason);
}

function traceLookup(ctx: Ctx, ns: Netns, link: IpipLink, remote: Ipv4Addr, skb: Skb): void {
  if (!ctx.trace.on) return;
  const byRoute = link.remote === ANY_IPV4;
  const key = ipDst(skb.data, skb.head);
  const detail = { tunnel: 'ipip' as const, key, remote, byRoute };
  ctx.emit('tunnel.lookup', 'found', ns.id, link.ifindex, skb, detail);
}
