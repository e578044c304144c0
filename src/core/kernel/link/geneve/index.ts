/**
 * Sending through a geneve device: it has one far end; wrap, send as UDP.
 * Source: drivers/net/geneve.c geneve_xmit, geneve_xmit_skb.
 */
import type { Ipv4Addr } from '../../../wire/addr';
import { ANY_IPV4 } from '../../../wire/addr';
import { ETHERNET_HEADER_LEN, ETHERTYPE_IPV4, ethDst, ethType } from '../../../wire/ethernet';
import { GENEVE_HEADER_LEN, emitGeneve } from '../../../wire/geneve';
import { IPV4_HEADER_LEN, PROTO_UDP, ipDf, ipTos, ipTtl } from '../../../wire/ipv4';
import { UDP_HEADER_LEN, emitUdp, fillUdpChecksum } from '../../../wire/udp';
import type { GeneveLink } from '../../../model/link';
import type { Skb } from '../../../model/skb';
import { skbLength } from '../../../model/skb';
import { ECN_MASK, encapsulatedTos } from '../../ecn';
import { flowHash, flowPort } from '../../flow';
import { defaultTtl, pushIpHeader } from '../../ip4/output';
import { routeOutput } from '../../ip4/route';
import { drop, networkOffset, pushHead } from '../../skb';
import { fitsTunnel, mayTunnel, tunnelSend } from '../../tunnel';
import { countDropped } from '../../write';
import type { LinkDriver } from '../kind';

/** What a tunnel adds to a frame: outer IPv4, UDP, Geneve. */
export const GENEVE_ADDED_BYTES = IPV4_HEADER_LEN + UDP_HEADER_LEN + GENEVE_HEADER_LEN;
/** What the lower device's MTU loses (GENEVE_IPV4_HLEN): the above and the inner Ethernet header. */
export const GENEVE_OVERHEAD_BYTES = GENEVE_ADDED_BYTES + ETHERNET_HEADER_LEN;
const SOURCE_PORT_MIN = 1;
const SOURCE_PORT_MAX = 65_535;

export const geneve: LinkDriver = {
  kind: 'geneve',
  xmit(ctx, ns, link, skb) {
    if (link.kind !== 'geneve') return;
    const { remote, vni, dstPort } = link;
    if (ctx.trace.on) {
      const detail = { tunnel: 'geneve' as const, key: ethDst(skb.data, skb.head), remote };
      ctx.emit('tunnel.lookup', 'found', ns.id, link.ifindex, skb, detail);
    }
    const srcPort = flowPort(skb.hash === 0 ? flowHash(skb) : skb.hash, SOURCE_PORT_MIN, SOURCE_PORT_MAX);
    const inner = innerHeader(skb);
    const tos = encapsulatedTos(link.tos === 'inherit' ? inner.tos : link.tos, skb);
    const flow = { dst: remote, src: ANY_IPV4, oif: 0, tos: tos & ~ECN_MASK, mark: skb.mark };
    const route = routeOutput(ctx, ns, flow, skb);
    if (route.kind === 'error' || route.dev === link.ifindex) {
      countDropped(ctx, ns, link, 'tx');
      const reason = route.kind === 'error' ? 'IP_OUTNOROUTES' : 'PW_TUNNEL_LOOP';
      drop(ctx, ns, link.ifindex, skb, reason);
      return;
    }
    const df = link.df === 'set' || (link.df === 'inherit' && inner.df);
    if (!fitsTunnel(ctx, ns, link, skb, route.mtu - GENEVE_OVERHEAD_BYTES)) return;
    if (!mayTunnel(ctx, ns, link, skb)) return;
    wrap(link, skb, srcPort, route.src);
    const ttl = (link.ttl === 'inherit' ? inner.ttl : link.ttl) || defaultTtl(ns);
    const options = { dst: remote, proto: PROTO_UDP, ttl, tos, df, dfAlways: true };
    pushIpHeader(ctx, ns, route, options, skb);
    if (ctx.trace.on) {
      const ends = { remote, local: route.src, srcPort, dstPort };
      const detail = { tunnel: 'geneve' as const, vni, ...ends, addedBytes: GENEVE_ADDED_BYTES };
      ctx.emit('tunnel.encap', 'wrapped', ns.id, link.ifindex, skb, detail);
    }
    // POSTROUTING sees the tunnel's device as the one the outer packet comes from (ip_output: indev = skb->dev).
    skb.iif = link.ifindex;
    tunnelSend(ctx, ns, link, route, skb);
  },
};

/** Geneve and UDP in front of the frame, which from now on belongs to another flow. */
function wrap(link: GeneveLink, skb: Skb, srcPort: number, local: Ipv4Addr): void {
  pushHead(skb, GENEVE_HEADER_LEN);
  emitGeneve(link.vni, skb.data, skb.head);
  pushHead(skb, UDP_HEADER_LEN);
  emitUdp({ srcPort, dstPort: link.dstPort, len: skbLength(skb) }, skb.data, skb.head);
  // Without `udpcsum` the field stays 0: nobody computed one (RFC 768).
  if (link.udpCsum) fillUdpChecksum(skb.data, skb.head, skb.tail, local, link.remote);
  Object.assign(skb, { l2: false, l3: false, hash: 0, ct: null, untracked: false });
}

/** What of the inner packet the outer one may take over; 0 of a frame that carries no IPv4. */
function innerHeader(skb: Skb): { readonly tos: number; readonly ttl: number; readonly df: boolean } {
  if (ethType(skb.data, skb.head) !== ETHERTYPE_IPV4) return { tos: 0, ttl: 0, df: false };
  const at = networkOffset(skb);
  return { tos: ipTos(skb.data, at), ttl: ipTtl(skb.data, at), df: ipDf(skb.data, at) };
}
