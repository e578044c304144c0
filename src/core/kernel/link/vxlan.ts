/**
 * Sending through a vxlan device: find the remote VTEP of the frame's destination, wrap, send as UDP.
 * Source: drivers/net/vxlan/vxlan_core.c vxlan_xmit, vxlan_xmit_one.
 */
import type { MacAddr } from '../../wire/addr';
import { ZERO_MAC } from '../../wire/addr';
import { ETHERNET_HEADER_LEN, ETHERTYPE_IPV4, ethDst, ethType } from '../../wire/ethernet';
import { IPV4_HEADER_LEN, PROTO_UDP, ipDf } from '../../wire/ipv4';
import { UDP_HEADER_LEN, emitUdp, fillUdpChecksum } from '../../wire/udp';
import { VXLAN_HEADER_LEN, emitVxlan } from '../../wire/vxlan';
import type { VxlanDestination, VxlanFdbEntry } from '../../model/fdb';
import type { VxlanLink } from '../../model/link';
import type { Skb } from '../../model/skb';
import { cloneSkb, skbLength } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { Candidate } from '../../trace/kinds';
import type { Ctx } from '../ctx';
import { encapsulatedTos } from '../ecn';
import { flowHash, flowPort } from '../flow';
import { defaultTtl, pushIpHeader } from '../ip4/output';
import { routeOutput } from '../ip4/route';
import { drop, networkOffset, pushHead } from '../skb';
import { LOCAL_PORT_MAX, LOCAL_PORT_MIN } from '../sock/table';
import { countDropped } from '../write';
import type { LinkDriver } from './kind';
import { fitsTunnel, mayTunnel, tunnelSend } from '../tunnel';

/** What a tunnel adds to a frame: outer IPv4, UDP, VXLAN (the outer Ethernet header comes with the outer route). */
export const VXLAN_ADDED_BYTES = IPV4_HEADER_LEN + UDP_HEADER_LEN + VXLAN_HEADER_LEN;
/** What the lower device's MTU loses: the above and the inner Ethernet header (VXLAN_HEADROOM). */
export const VXLAN_OVERHEAD_BYTES = VXLAN_ADDED_BYTES + ETHERNET_HEADER_LEN;

export const vxlan: LinkDriver = {
  kind: 'vxlan',
  xmit(ctx, ns, link, skb) {
    if (link.kind !== 'vxlan') return;
    const dst = ethDst(skb.data, skb.head);
    const exact = link.fdb.entries.get(dst);
    const entry = exact ?? link.fdb.entries.get(ZERO_MAC);
    traceLookup(ctx, ns, link, dst, exact ?? null, entry ?? null, skb);
    if (entry === undefined || entry.destinations.length === 0) {
      countDropped(ctx, ns, link, 'tx');
      drop(ctx, ns, link.ifindex, skb, 'NO_TX_TARGET');
      return;
    }
    // Copies go to all destinations but the first, and the frame itself to the first at last (vxlan_xmit).
    const [first, ...others] = entry.destinations;
    const cause = ctx.cause;
    for (const remote of others) {
      transmitTo(ctx, ns, link, remote, cloneSkb(skb));
      ctx.cause = cause;
    }
    if (first !== undefined) transmitTo(ctx, ns, link, first, skb);
    ctx.cause = cause;
  },
};

/** One copy to one VTEP. */
function transmitTo(ctx: Ctx, ns: Netns, link: VxlanLink, remote: VxlanDestination, skb: Skb): void {
  const hash = skb.hash === 0 ? flowHash(skb) : skb.hash;
  const srcPort = flowPort(hash, LOCAL_PORT_MIN, LOCAL_PORT_MAX);
  const dstPort = remote.port ?? link.dstPort;
  const vni = remote.vni ?? link.vni;
  const flow = { dst: remote.ip, src: link.local, oif: remote.via ?? 0, tos: 0, mark: skb.mark };
  const route = routeOutput(ctx, ns, flow, skb);
  if (route.kind === 'error') {
    countDropped(ctx, ns, link, 'tx');
    drop(ctx, ns, link.ifindex, skb, 'IP_OUTNOROUTES');
    return;
  }
  if (route.dev === link.ifindex) {
    countDropped(ctx, ns, link, 'tx');
    drop(ctx, ns, link.ifindex, skb, 'PW_TUNNEL_LOOP');
    return;
  }
  const inner = networkOffset(skb);
  const inherited = ethType(skb.data, skb.head) === ETHERTYPE_IPV4 && ipDf(skb.data, inner);
  const df = link.df === 'set' || (link.df === 'inherit' && inherited);
  if (!fitsTunnel(ctx, ns, link, skb, route.mtu - VXLAN_OVERHEAD_BYTES)) return;
  if (!mayTunnel(ctx, ns, link, skb)) return;
  const tos = encapsulatedTos(0, skb);
  pushHead(skb, VXLAN_HEADER_LEN);
  emitVxlan({ vni }, skb.data, skb.head);
  pushHead(skb, UDP_HEADER_LEN);
  emitUdp({ srcPort, dstPort, len: skbLength(skb) }, skb.data, skb.head);
  fillUdpChecksum(skb.data, skb.head, skb.tail, route.src, remote.ip);
  skb.l2 = false;
  skb.l3 = false;
  skb.hash = 0;
  // The outer packet is a flow of its own; the mark stays with it.
  skb.ct = null;
  skb.untracked = false;
  // `ttl auto`: nothing of the inner packet's.
  const options = { dst: remote.ip, proto: PROTO_UDP, ttl: defaultTtl(ns), tos, df, dfAlways: true };
  pushIpHeader(ctx, ns, route, options, skb);
  if (ctx.trace.on) {
    const ends = { remote, local: route.src, srcPort, dstPort };
    const detail = { tunnel: 'vxlan' as const, vni, ...ends, addedBytes: VXLAN_ADDED_BYTES };
    ctx.emit('tunnel.encap', 'wrapped', ns.id, link.ifindex, skb, detail);
  }
  // POSTROUTING sees the tunnel's device as the one the outer packet comes from (ip_output: indev = skb->dev).
  skb.iif = link.ifindex;
  tunnelSend(ctx, ns, link, route, skb);
}

function traceLookup(
  ctx: Ctx,
  ns: Netns,
  link: VxlanLink,
  key: MacAddr,
  exact: VxlanFdbEntry | null,
  match: VxlanFdbEntry | null,
  skb: Skb,
): void {
  if (!ctx.trace.on) return;
  const candidates: readonly Candidate<VxlanFdbEntry>[] = ctx.trace.evidence
    ? [...link.fdb.entries]
        .filter(([, entry]) => entry !== match)
        .map(([mac, entry]) => ({ key: mac, entry, reason: 'other-address' as const }))
    : [];
  const verdict = exact !== null ? 'found' : match !== null ? 'default' : 'none';
  ctx.emit('tunnel.lookup', verdict, ns.id, link.ifindex, skb, {
    tunnel: 'vxlan',
    key,
    table: { name: `fdb ${link.name}`, size: link.fdb.entries.size },
    match,
    considered: exact === null ? 2 : 1,
    ...(ctx.trace.evidence ? { candidates } : {}),
  });
}
