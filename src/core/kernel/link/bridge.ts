/**
 * The Linux bridge: learning, forwarding, flooding, hairpin.
 * Source: net/bridge/br_input.c, br_forward.c, br_fdb.c, br_device.c.
 */
import type { MacAddr } from '../../wire/addr';
import { BROADCAST_MAC, ZERO_MAC, asMac, isGroupMac } from '../../wire/addr';
import { ETHERNET_HEADER_LEN, ethDst, ethSrc } from '../../wire/ethernet';
import { Part } from '../../base/part';
import { bridgeFdbKey, readFdbKey, type BridgeFdbEntry, type BridgeFdbKey } from '../../model/fdb';
import type { BridgeLink, Ifindex, Link } from '../../model/link';
import type { Skb } from '../../model/skb';
import { cloneSkb, skbLength } from '../../model/skb';
import type { Netns, World } from '../../model/world';
import type { Candidate, Detail } from '../../trace/kinds';
import { hasCarrier } from '../carrier';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { drop } from '../skb';
import { putBridgeFdb } from '../write';
import { bridgeForwardHooks, bridgePreRouting, meetsIptables, resumeBridged } from './bridge.netfilter';
import type { LinkDriver } from './kind';

const NS_PER_SEC = 1_000_000_000;
/** 01:80:c2:00:00:00 to :0f are for the neighbour only and never forwarded (IEEE 802.1D table 7-10). */
const LINK_LOCAL_GROUP_FIRST = asMac(0x0180c2000000);
const LINK_LOCAL_GROUP_LAST = asMac(0x0180c200000f);

const vlans = new Part('VLANs of a bridge', () => import('./bridge.vlan'));

type Refusal = Detail<'bridge.forward'>['refused'][number]['reason'];

/** The bridge `link` is a port of, or null. */
export function bridgeOf(ns: Netns, link: Link): BridgeLink | null {
  if (link.master === 0) return null;
  const master = ns.links[link.master];
  return master?.kind === 'bridge' ? master : null;
}

/** Frames the host itself sends through the bridge device. Source: br_device.c br_dev_xmit. */
export const bridge: LinkDriver = {
  kind: 'bridge',
  xmit(ctx, ns, link, skb) {
    if (link.kind !== 'bridge') return;
    const port = resumeBridged(ns, skb);
    if (port !== null) {
      finishReceive(ctx, ns, link, port, skb);
      return;
    }
    const vid = vlanOf(ctx, ns, link, link, skb);
    if (vid === null) return;
    const dst = ethDst(skb.data, skb.head);
    const group = isGroupMac(dst);
    const found = group ? undefined : link.fdb.entries.get(bridgeFdbKey(dst, vid));
    if (found !== undefined) forwardTo(ctx, ns, link, dst, vid, found, 0, skb);
    else flood(ctx, ns, link, dst, vid, 0, skb, group);
    // What a port refuses is not the bridge's answer (br_dev_xmit: NETDEV_TX_OK).
    skb.refused = null;
  },
};

/** VLAN of a frame that comes in by `port`, 0 where the bridge does not mind VLANs; null when it was refused. */
function vlanOf(ctx: Ctx, ns: Netns, br: BridgeLink, port: Link, skb: Skb): number | null {
  if (br.vlan?.filtering !== true) return 0;
  const vid = vlans.content.vlanIngress(ctx, ns, br, port, skb);
  return vid === 0 ? null : vid;
}

/** A frame received on a port. Source: br_input.c br_handle_frame. */
export function bridgeReceive(ctx: Ctx, ns: Netns, br: BridgeLink, port: Link, skb: Skb): void {
  const src = ethSrc(skb.data, skb.head);
  if (src === ZERO_MAC || isGroupMac(src)) {
    drop(ctx, ns, port.ifindex, skb, 'MAC_INVALID_SOURCE');
    return;
  }
  if (!br.up) {
    drop(ctx, ns, port.ifindex, skb, 'BRIDGE_INGRESS_STP_STATE');
    return;
  }
  const entered = bridgePreRouting(ctx, ns, br, port, skb);
  if (entered !== null) finishReceive(ctx, ns, br, port, entered);
}

/** Learning and looking up. Source: br_input.c br_handle_frame_finish. */
function finishReceive(ctx: Ctx, ns: Netns, br: BridgeLink, port: Link, skb: Skb): void {
  const vid = vlanOf(ctx, ns, br, port, skb);
  if (vid === null) return;
  const src = ethSrc(skb.data, skb.head);
  const dst = ethDst(skb.data, skb.head);
  if (port.port?.learning === true) learn(ctx, ns, br, port, src, vid, skb);
  if (dst >= LINK_LOCAL_GROUP_FIRST && dst <= LINK_LOCAL_GROUP_LAST) {
    drop(ctx, ns, port.ifindex, skb, 'UNHANDLED_PROTO');
    return;
  }
  if (isGroupMac(dst)) {
    flood(ctx, ns, br, dst, vid, port.ifindex, skb, true);
    return;
  }
  if (dst === br.mac) skb.pktType = 'host';
  const found = br.fdb.entries.get(bridgeFdbKey(dst, vid));
  if (found?.local === true) {
    if (!isMember(br, br, vid)) {
      const refused = [{ port: br.ifindex, reason: 'vlan' as const }];
      traceForward(ctx, ns, br, dst, vid, 'drop', found, [], refused, false, skb);
      drop(ctx, ns, port.ifindex, skb, 'PW_NO_EGRESS_PORT');
      return;
    }
    traceForward(ctx, ns, br, dst, vid, 'up', found, [], [], true, skb);
    passUp(ctx, ns, br, skb);
  } else if (found !== undefined) {
    forwardTo(ctx, ns, br, dst, vid, found, port.ifindex, skb);
  } else {
    flood(ctx, ns, br, dst, vid, port.ifindex, skb, false);
  }
}

/** Whether the table of a port, or the bridge's own, has the frame's VLAN. Source: br_vlan.c br_allowed_egress. */
function isMember(br: BridgeLink, port: Link, vid: number): boolean {
  if (vid === 0) return true;
  const { isMember: has, vlanTableOf } = vlans.content;
  return has(vlanTableOf(br, port), vid);
}

/** Source: br_fdb.c br_fdb_update. */
function learn(ctx: Ctx, ns: Netns, br: BridgeLink, port: Link, mac: MacAddr, vid: number, skb: Skb): void {
  const key = bridgeFdbKey(mac, vid);
  const old = br.fdb.entries.get(key);
  const oldPort = old === undefined ? null : old.port;
  let verdict: 'learned' | 'moved' | 'refreshed' | 'permanent';
  if (old?.permanent === true) {
    verdict = 'permanent';
  } else {
    verdict = old === undefined ? 'learned' : old.port === port.ifindex ? 'refreshed' : 'moved';
    const entry: BridgeFdbEntry = {
      port: port.ifindex,
      local: false,
      permanent: false,
      updatedNs: ctx.world.nowNs,
      op: old?.op ?? 0,
    };
    putBridgeFdb(ctx, ns, br, key, entry);
    if (old === undefined) startFdbTimer(ctx, ns, br, mac, vid, br.ageingSec * NS_PER_SEC);
  }
  if (ctx.trace.on) {
    ctx.emit('bridge.learn', verdict, ns.id, port.ifindex, skb, {
      bridge: br.ifindex,
      mac,
      port: port.ifindex,
      oldPort,
      ...(vid !== 0 && { vid }),
    });
  }
}

/** Source: br_forward.c br_forward. `from` is the ingress port, 0 for frames of the host. */
function forwardTo(
  ctx: Ctx,
  ns: Netns,
  br: BridgeLink,
  dst: MacAddr,
  vid: number,
  found: BridgeFdbEntry,
  from: Ifindex,
  skb: Skb,
): void {
  const port = found.local ? null : linkOf(ns, found.port);
  const refusal = port === null ? 'down' : refusalOf(ctx.world, ns, br, port, vid, from, skb);
  const refused = refusal === null ? [] : [{ port: found.port, reason: refusal }];
  const verdict = refusal === null ? 'forward' : 'drop';
  traceForward(
    ctx,
    ns,
    br,
    dst,
    vid,
    verdict,
    found,
    refusal === null ? [found.port] : [],
    refused,
    false,
    skb,
  );
  if (port === null || refusal !== null)
    drop(ctx, ns, from === 0 ? br.ifindex : from, skb, 'PW_NO_EGRESS_PORT');
  else deliver(ctx, ns, br, port, skb);
}

/** Out by a port, past iptables where bridged frames meet them. Source: br_forward.c __br_forward. */
function deliver(ctx: Ctx, ns: Netns, br: BridgeLink, port: Link, skb: Skb): void {
  if (br.vlan?.filtering === true && skb.tag !== 0) vlans.content.vlanEgress(ctx, ns, br, port, skb);
  const pieces = bridgeForwardHooks(ctx, ns, br, port, skb);
  const { cause } = ctx;
  for (const piece of pieces) {
    ctx.cause = cause;
    ctx.stack.transmit(ctx, ns, port, piece);
  }
}

/**
 * A copy for every port but the one it came from. Ports are asked in the reverse order of their attachment (new ports
 * go to the head of the kernel's list), the copy for the host itself comes last. Source: br_forward.c br_flood.
 */
function flood(
  ctx: Ctx,
  ns: Netns,
  br: BridgeLink,
  dst: MacAddr,
  vid: number,
  from: Ifindex,
  skb: Skb,
  group: boolean,
): void {
  const up = group && from !== 0 && isMember(br, br, vid);
  const ports: Ifindex[] = [];
  const refused: { port: Ifindex; reason: Refusal }[] = [];
  for (let i = br.ports.length - 1; i >= 0; i -= 1) {
    const ifindex = br.ports[i] ?? 0;
    const port = linkOf(ns, ifindex);
    if (port === null) continue;
    // `flood off` keeps unknown unicast away; broadcast has a setting of its own, always on here.
    const noFlood = !group && port.port?.flood === false;
    const reason = noFlood ? 'no-flood' : refusalOf(ctx.world, ns, br, port, vid, from, skb);
    if (reason === null) ports.push(ifindex);
    else refused.push({ port: ifindex, reason });
  }
  const verdict = ports.length > 0 ? 'flood' : up ? 'up' : 'drop';
  traceForward(ctx, ns, br, dst, vid, verdict, null, ports, refused, up, skb);
  const cause = ctx.cause;
  ports.forEach((ifindex, i) => {
    const port = linkOf(ns, ifindex);
    if (port === null) return;
    const last = i === ports.length - 1 && !up;
    ctx.cause = cause;
    deliver(ctx, ns, br, port, last ? skb : cloneSkb(skb));
  });
  ctx.cause = cause;
  if (up) passUp(ctx, ns, br, skb);
  else if (ports.length === 0) drop(ctx, ns, from === 0 ? br.ifindex : from, skb, 'PW_NO_EGRESS_PORT');
}

/**
 * Why a frame may not leave by `port`, or null. A port without a carrier is disabled, as one that is down. Source:
 * br_forward.c should_deliver, br_dev_queue_push_xmit; br_if.c br_port_carrier_check.
 */
function refusalOf(
  world: World,
  ns: Netns,
  br: BridgeLink,
  port: Link,
  vid: number,
  from: Ifindex,
  skb: Skb,
): Refusal | null {
  if (!port.up || port.master !== br.ifindex || !hasCarrier(world, ns, port)) return 'down';
  if (port.ifindex === from && port.port?.hairpin !== true) return 'same-port';
  const ingress = from === 0 ? null : linkOf(ns, from);
  if (ingress?.port?.isolated === true && port.port?.isolated === true) return 'isolated';
  if (!isMember(br, port, vid)) return 'vlan';
  // Where netfilter is called, frames are cut before their length is looked at.
  if (!meetsIptables(skb) && skbLength(skb) > port.mtu + ETHERNET_HEADER_LEN + 4) return 'mtu';
  return null;
}

/** The frame is for the host itself: received once more, now on the bridge device. */
function passUp(ctx: Ctx, ns: Netns, br: BridgeLink, skb: Skb): void {
  if (br.vlan?.filtering === true && skb.tag !== 0) vlans.content.vlanEgress(ctx, ns, br, br, skb);
  ctx.stack.receive(ctx, ns, br, skb);
}

function traceForward(
  ctx: Ctx,
  ns: Netns,
  br: BridgeLink,
  key: MacAddr,
  vid: number,
  verdict: 'forward' | 'flood' | 'up' | 'drop',
  match: BridgeFdbEntry | null,
  ports: readonly Ifindex[],
  refused: Detail<'bridge.forward'>['refused'],
  up: boolean,
  skb: Skb,
): void {
  if (!ctx.trace.on) return;
  const size = br.fdb.entries.size;
  const told: Detail<'bridge.forward'> = {
    bridge: br.ifindex,
    ...(vid !== 0 && { vid }),
    key,
    table: { name: `fdb ${br.name}`, size },
    match,
    considered: key === BROADCAST_MAC ? 0 : 1,
    ports,
    refused,
    up,
  };
  const detail = ctx.trace.evidence ? { ...told, candidates: otherEntries(br, match, vid) } : told;
  ctx.emit('bridge.forward', verdict, ns.id, br.ifindex, skb, detail);
}

function otherEntries(
  br: BridgeLink,
  match: BridgeFdbEntry | null,
  vid: number,
): readonly Candidate<BridgeFdbEntry>[] {
  return [...br.fdb.entries]
    .filter(([key, entry]) => entry !== match && readFdbKey(key).vid === vid)
    .map(([key, entry]) => ({ key: readFdbKey(key).mac, entry, reason: 'other-address' as const }));
}

function startFdbTimer(
  ctx: Ctx,
  ns: Netns,
  br: BridgeLink,
  mac: MacAddr,
  vid: number,
  delayNs: number,
): void {
  const event = { kind: 'fdb.timer' as const, netns: ns.id, ifindex: br.ifindex, mac };
  ctx.schedule(vid === 0 ? event : { ...event, vid }, delayNs, true);
}

/** Forgets an address that was not heard of for the ageing time. Source: br_fdb.c br_fdb_cleanup. */
export function bridgeFdbTimer(ctx: Ctx, ns: Netns, br: BridgeLink, mac: MacAddr, vid: number): void {
  const key: BridgeFdbKey = bridgeFdbKey(mac, vid);
  const entry = br.fdb.entries.get(key);
  if (entry === undefined || entry.permanent) return;
  const leftNs = entry.updatedNs + br.ageingSec * NS_PER_SEC - ctx.world.nowNs;
  if (leftNs > 0) {
    startFdbTimer(ctx, ns, br, mac, vid, leftNs);
    return;
  }
  putBridgeFdb(ctx, ns, br, key, undefined);
  if (ctx.trace.on) ctx.emit('fdb.expire', 'expired', ns.id, br.ifindex, null, { mac, ageSec: br.ageingSec });
}
