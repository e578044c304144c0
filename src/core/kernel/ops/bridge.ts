/** Attaching links to bridges. Source: net/bridge/br_if.c br_add_if, br_stp_if.c br_stp_recalculate_bridge_id. */
import type { MacAddr } from '../../wire/addr';
import { ZERO_MAC, asMac } from '../../wire/addr';
import { bridgeFdbKey } from '../../model/fdb';
import type { BridgeLink, Link, VlanTable } from '../../model/link';
import { isBareIp } from '../../model/link';
import type { OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkByName } from '../ctx';
import { patchLink, putBridgeFdb } from '../write';
import { explain, noDevice, refuse } from './error';
import { forgetPort } from './link.state';
import { uppersOf } from './link.upper';
import { ETHERNET_MTU } from './netns.defaults';

const NEW_PORT = Object.freeze({ hairpin: false, learning: true, flood: true, isolated: false, vlans: null });

export function attachToBridge(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  master: string,
  opId: number,
): OpError | null {
  const bridge = linkByName(ns, master);
  if (bridge === null) return noDevice(master);
  if (bridge.kind !== 'bridge') return refuse('EOPNOTSUPP');
  if (link.kind === 'bridge') return explain('ELOOP', 'Can not enslave a bridge to a bridge');
  if (link.kind === 'loopback' || isBareIp(link)) return refuse('EINVAL');
  if (uppersOf(ctx, link).some((upper) => upper.link.kind !== 'vlan')) return refuse('EBUSY');
  const port =
    bridge.vlan === null ? NEW_PORT : { ...NEW_PORT, vlans: defaultVlans(bridge.vlan.defaultPvid) };
  patchLink(ctx, ns, link, { master: bridge.ifindex, port });
  patchLink(ctx, ns, bridge, { ports: [...bridge.ports, link.ifindex] });
  addOwnAddress(ctx, ns, bridge, link, opId);
  bridgeFollowsPorts(ctx, ns, bridge.ifindex);
  return null;
}

export function detachFromBridge(ctx: Ctx, ns: Netns, link: Link): void {
  const bridge = ns.links[link.master];
  forgetPort(ctx, ns, link, true);
  const master = link.master;
  patchLink(ctx, ns, link, { master: 0, port: null });
  if (bridge?.kind !== 'bridge') return;
  patchLink(ctx, ns, bridge, { ports: bridge.ports.filter((port) => port !== link.ifindex) });
  keepSharedAddress(ctx, ns, bridge, link, link.mac);
  bridgeFollowsPorts(ctx, ns, master);
}

/** Unless set by hand, a bridge has the lowest address and the lowest MTU of its ports; without ports neither. */
export function bridgeFollowsPorts(ctx: Ctx, ns: Netns, ifindex: number): void {
  const bridge = ns.links[ifindex];
  if (bridge?.kind !== 'bridge') return;
  let lowest = { mtu: Infinity, mac: Infinity };
  for (const port of bridge.ports) {
    const link = ns.links[port];
    if (link === undefined) continue;
    lowest.mtu = Math.min(lowest.mtu, link.mtu);
    lowest.mac = Math.min(lowest.mac, link.mac);
  }
  if (lowest.mtu === Infinity) lowest = { mtu: ETHERNET_MTU, mac: ZERO_MAC };
  const { mtu } = lowest;
  if (!bridge.mtuPinned && mtu !== bridge.mtu) patchLink(ctx, ns, bridge, { mtu });
  const mac = asMac(lowest.mac);
  if (bridge.macPinned || mac === bridge.mac) return;
  const old = bridge.mac;
  patchLink(ctx, ns, bridge, { mac });
  ownAddressChanged(ctx, ns, bridge, old);
}

/** The addresses of a bridge and its ports stand in its fdb. Source: br_fdb.c br_fdb_change_mac_address. */
export function ownAddressChanged(ctx: Ctx, ns: Netns, link: Link, old: MacAddr | null): void {
  const bridge = link.kind === 'bridge' ? link : ns.links[link.master];
  if (bridge?.kind !== 'bridge') return;
  for (const vid of old === null ? [] : vidsOf(bridge, link)) {
    const key = bridgeFdbKey(old ?? ZERO_MAC, vid);
    if (bridge.fdb.entries.get(key)?.port !== link.ifindex) continue;
    putBridgeFdb(ctx, ns, bridge, key, undefined);
    keepSharedAddress(ctx, ns, bridge, link, old ?? ZERO_MAC);
  }
  addOwnAddress(ctx, ns, bridge, link, link.op);
}

/** An address that `link` gives up may still be that of a port, or of the bridge. Source: br_fdb.c fdb_delete_local. */
export function keepSharedAddress(ctx: Ctx, ns: Netns, bridge: BridgeLink, link: Link, mac: MacAddr): void {
  for (const other of [...bridge.ports.flatMap((port) => ns.links[port] ?? []), bridge]) {
    if (other !== link && other.mac === mac) addOwnAddress(ctx, ns, bridge, other, other.op);
  }
}

/** No VLAN, and each that a port or the bridge itself is a member of. */
function vidsOf(bridge: BridgeLink, link: Link): readonly number[] {
  const table = link === bridge ? bridge.vlan?.own : link.port?.vlans;
  return [0, ...(table?.vlans ?? []).map(({ vid }) => vid)];
}

/** Where several have the same address, the first one stands for all. Source: br_fdb.c fdb_add_local. */
export function addOwnAddress(ctx: Ctx, ns: Netns, bridge: BridgeLink, owner: Link, op: number): void {
  if (owner.mac === ZERO_MAC) return;
  for (const vid of vidsOf(bridge, owner)) {
    const key = bridgeFdbKey(owner.mac, vid);
    if (bridge.fdb.entries.get(key)?.local === true) continue;
    const entry = { port: owner.ifindex, local: true, permanent: true, updatedNs: ctx.world.nowNs, op };
    putBridgeFdb(ctx, ns, bridge, key, entry);
  }
}

/** The table of a new port. */
export function defaultVlans(pvid: number): VlanTable {
  return { pvid, vlans: pvid === 0 ? [] : [{ vid: pvid, untagged: true }] };
}
