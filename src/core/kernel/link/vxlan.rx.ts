/** Receiving from a tunnel. Source: drivers/net/vxlan/vxlan_core.c vxlan_rcv, vxlan_set_mac, vxlan_snoop. */
import type { Ipv4Addr, MacAddr } from '../../wire/addr';
import { isGroupMac } from '../../wire/addr';
import { ETHERNET_HEADER_LEN, ethSrc } from '../../wire/ethernet';
import { ipSrc, ipTos } from '../../wire/ipv4';
import { UDP_HEADER_LEN } from '../../wire/udp';
import { VXLAN_HEADER_LEN, parseVxlan } from '../../wire/vxlan';
import type { Link, VxlanLink } from '../../model/link';
import type { Skb } from '../../model/skb';
import type { VxlanSocket } from '../../model/socket';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { decapsulateEcn } from '../ecn';
import { classify, drop, networkOffset, pullHead } from '../skb';
import { countDropped, putVxlanFdb } from '../write';

const NS_PER_SEC = 1_000_000_000;

/** A datagram for the tunnel port. `transport` is the offset of its UDP header. */
export function vxlanReceive(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  transport: number,
  socket: VxlanSocket,
): void {
  const at = transport + UDP_HEADER_LEN;
  const header = parseVxlan(skb.data, at, skb.tail);
  if (!header.ok || at + VXLAN_HEADER_LEN + ETHERNET_HEADER_LEN > skb.tail) {
    drop(ctx, ns, link.ifindex, skb, 'VXLAN_INVALID_HDR');
    return;
  }
  const { vni } = header.value;
  const device = linkOf(ns, socket.devices.get(vni) ?? 0);
  if (device?.kind !== 'vxlan') {
    drop(ctx, ns, link.ifindex, skb, 'VXLAN_VNI_NOT_FOUND');
    return;
  }
  const outer = networkOffset(skb);
  const remote = ipSrc(skb.data, outer);
  const outerTos = ipTos(skb.data, outer);
  const removedBytes = at + VXLAN_HEADER_LEN - skb.head;
  pullHead(skb, removedBytes);
  skb.l2 = true;
  skb.hash = 0;
  skb.ct = null;
  skb.untracked = false;
  if (ctx.trace.on) {
    ctx.emit('tunnel.decap', 'unwrapped', ns.id, device.ifindex, skb, {
      tunnel: 'vxlan',
      vni,
      remote,
      removedBytes,
    });
  }
  const src = ethSrc(skb.data, skb.head);
  if (src === device.mac) {
    countDropped(ctx, ns, device, 'rx');
    drop(ctx, ns, device.ifindex, skb, 'LOCAL_MAC');
    return;
  }
  if (contradicts(device, src, remote)) {
    drop(ctx, ns, device.ifindex, skb, 'VXLAN_ENTRY_EXISTS');
    return;
  }
  learn(ctx, ns, device, src, remote, skb);
  if (!decapsulateEcn(outerTos, skb)) {
    drop(ctx, ns, device.ifindex, skb, 'IP_TUNNEL_ECN');
    return;
  }
  if (!device.up) {
    countDropped(ctx, ns, device, 'rx');
    drop(ctx, ns, device.ifindex, skb, 'DEV_READY');
    return;
  }
  skb.pktType = classify(device, skb);
  ctx.stack.receive(ctx, ns, device, skb);
}

/** A device that learns takes nothing from a VTEP that an entry set by hand says otherwise about. Source: vxlan_snoop. */
function contradicts(device: VxlanLink, mac: MacAddr, remote: Ipv4Addr): boolean {
  const known = device.fdb.entries.get(mac);
  if (!device.learning || known?.permanent !== true) return false;
  return known.destinations[0]?.ip !== remote;
}

/** Notes which VTEP the inner sender is behind, unless the device is `nolearning`. */
function learn(ctx: Ctx, ns: Netns, device: VxlanLink, mac: MacAddr, remote: Ipv4Addr, skb: Skb): void {
  const verdict = learnInto(ctx, ns, device, mac, remote);
  if (ctx.trace.on) ctx.emit('tunnel.learn', verdict, ns.id, device.ifindex, skb, { mac, remote });
}

function learnInto(
  ctx: Ctx,
  ns: Netns,
  device: VxlanLink,
  mac: MacAddr,
  remote: Ipv4Addr,
): 'learned' | 'moved' | 'refreshed' | 'not-learning' {
  const old = device.fdb.entries.get(mac);
  if (!device.learning || isGroupMac(mac) || old?.permanent === true) return 'not-learning';
  const same = old?.destinations[0]?.ip === remote;
  putVxlanFdb(ctx, ns, device, mac, {
    destinations: [{ ip: remote, port: null, vni: null }],
    permanent: false,
    updatedNs: ctx.world.nowNs,
    op: old?.op ?? 0,
  });
  if (old === undefined) startTimer(ctx, ns, device, mac, device.ageingSec * NS_PER_SEC);
  return old === undefined ? 'learned' : same ? 'refreshed' : 'moved';
}

function startTimer(ctx: Ctx, ns: Netns, device: VxlanLink, mac: MacAddr, delayNs: number): void {
  ctx.schedule({ kind: 'fdb.timer', netns: ns.id, ifindex: device.ifindex, mac }, delayNs, true);
}

/** Forgets what was not heard of for the ageing time. Source: vxlan_cleanup. */
export function vxlanFdbTimer(ctx: Ctx, ns: Netns, device: VxlanLink, mac: MacAddr): void {
  const entry = device.fdb.entries.get(mac);
  if (entry === undefined || entry.permanent) return;
  const leftNs = entry.updatedNs + device.ageingSec * NS_PER_SEC - ctx.world.nowNs;
  if (leftNs > 0) {
    startTimer(ctx, ns, device, mac, leftNs);
    return;
  }
  putVxlanFdb(ctx, ns, device, mac, undefined);
  if (ctx.trace.on) {
    ctx.emit('fdb.expire', 'expired', ns.id, device.ifindex, null, { mac, ageSec: device.ageingSec });
  }
}
