/** `bridge vlan add|del` and a bridge's own settings of VLANs. Source: net/bridge/br_vlan.c, br_netlink.c br_afspec. */
import { bridgeFdbKey, readFdbKey } from '../../model/fdb';
import type { BridgeLink, Link, VlanTable } from '../../model/link';
import type { NetOp, OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import { VID_MAX } from '../../wire/vlan';
import type { Ctx } from '../ctx';
import { linkByName } from '../ctx';
import { patchLink, putBridgeFdb } from '../write';
import { addOwnAddress, defaultVlans, keepSharedAddress } from './bridge';
import { explain, noDevice, refuse } from './error';

/** What a kernel begins with (br_vlan_init). */
const DEFAULT_PVID = 1;

export interface BridgeVlanSettings {
  readonly vlanFiltering?: boolean;
  readonly vlanDefaultPvid?: number;
}

type VlanOp = NetOp & { kind: 'vlan.add' | 'vlan.del' };

export function vlanOp(ctx: Ctx, ns: Netns, op: VlanOp, opId: number): OpError | null {
  const link = linkByName(ns, op.dev);
  if (link === null) return noDevice(op.dev);
  const bridge = link.kind === 'bridge' ? link : ns.links[link.master];
  const asked = link.kind === 'bridge' ? 'self' : 'master';
  if (bridge?.kind !== 'bridge' || op.where !== asked) return refuse('EOPNOTSUPP');
  if (!isVid(op.from) || !isVid(op.to)) return explain('EINVAL', 'bridge: Vlan id is invalid');
  startVlans(ctx, ns, bridge, opId);
  for (let vid = op.from; vid <= op.to; vid += 1) {
    if (op.kind === 'vlan.add') addVlan(ctx, ns, bridge, link, vid, op, opId);
    else deleteVlan(ctx, ns, bridge, link, vid);
  }
  return null;
}

function isVid(vid: number): boolean {
  return Number.isInteger(vid) && vid >= 1 && vid <= VID_MAX;
}

/** `ip link add|set … type bridge vlan_filtering … vlan_default_pvid …`. */
export function setBridgeVlans(
  ctx: Ctx,
  ns: Netns,
  bridge: BridgeLink,
  { vlanFiltering, vlanDefaultPvid }: BridgeVlanSettings,
  opId: number,
): OpError | null {
  if (vlanFiltering === undefined && vlanDefaultPvid === undefined) return null;
  if (vlanDefaultPvid !== undefined && vlanDefaultPvid !== 0 && !isVid(vlanDefaultPvid))
    return refuse('EINVAL');
  startVlans(ctx, ns, bridge, opId);
  if (vlanFiltering !== undefined) setVlans(ctx, ns, bridge, { filtering: vlanFiltering });
  if (vlanDefaultPvid !== undefined) setDefaultPvid(ctx, ns, bridge, vlanDefaultPvid, opId);
  return null;
}

/** From now on the bridge and its ports have tables. */
function startVlans(ctx: Ctx, ns: Netns, bridge: BridgeLink, opId: number): void {
  if (bridge.vlan !== null) return;
  const table = defaultVlans(DEFAULT_PVID);
  patchLink(ctx, ns, bridge, { vlan: { filtering: false, defaultPvid: DEFAULT_PVID, own: table } });
  for (const member of membersOf(ns, bridge)) setTable(ctx, ns, bridge, member, table);
  for (const member of membersOf(ns, bridge)) addOwnAddress(ctx, ns, bridge, member, opId);
}

/** The bridge itself, and its ports. */
function membersOf(ns: Netns, bridge: BridgeLink): readonly Link[] {
  return [bridge, ...bridge.ports.flatMap((port) => ns.links[port] ?? [])];
}

function setVlans(
  ctx: Ctx,
  ns: Netns,
  bridge: BridgeLink,
  changed: Partial<NonNullable<BridgeLink['vlan']>>,
): void {
  if (bridge.vlan !== null) patchLink(ctx, ns, bridge, { vlan: { ...bridge.vlan, ...changed } });
}

function tableOf(bridge: BridgeLink, link: Link): VlanTable {
  return (link === bridge ? bridge.vlan?.own : link.port?.vlans) ?? defaultVlans(0);
}

function setTable(ctx: Ctx, ns: Netns, bridge: BridgeLink, link: Link, table: VlanTable): void {
  if (link === bridge) setVlans(ctx, ns, bridge, { own: table });
  else if (link.port !== null) patchLink(ctx, ns, link, { port: { ...link.port, vlans: table } });
}

/** Source: __vlan_add, __vlan_add_flags. */
function addVlan(
  ctx: Ctx,
  ns: Netns,
  bridge: BridgeLink,
  link: Link,
  vid: number,
  { pvid, untagged }: { readonly pvid: boolean; readonly untagged: boolean },
  opId: number,
): void {
  const table = tableOf(bridge, link);
  const others = table.vlans.filter((vlan) => vlan.vid !== vid);
  setTable(ctx, ns, bridge, link, {
    pvid: pvid ? vid : table.pvid === vid ? 0 : table.pvid,
    vlans: [...others, { vid, untagged }].sort((a, b) => a.vid - b.vid),
  });
  addOwnAddress(ctx, ns, bridge, link, opId);
}

/** What was learned behind the port in this VLAN goes with it. Source: nbp_vlan_delete, br_vlan_delete. */
function deleteVlan(ctx: Ctx, ns: Netns, bridge: BridgeLink, link: Link, vid: number): void {
  const table = tableOf(bridge, link);
  if (!table.vlans.some((vlan) => vlan.vid === vid)) return;
  setTable(ctx, ns, bridge, link, {
    pvid: table.pvid === vid ? 0 : table.pvid,
    vlans: table.vlans.filter((vlan) => vlan.vid !== vid),
  });
  const own = bridgeFdbKey(link.mac, vid);
  for (const [key, entry] of [...bridge.fdb.entries]) {
    const goes = key === own ? entry.local : !entry.permanent && readFdbKey(key).vid === vid;
    if (goes && entry.port === link.ifindex) putBridgeFdb(ctx, ns, bridge, key, undefined);
  }
  keepSharedAddress(ctx, ns, bridge, link, link.mac);
}

/** Ports, and the bridge, that still have what they began with get the new one. Source: __br_vlan_set_default_pvid. */
function setDefaultPvid(ctx: Ctx, ns: Netns, bridge: BridgeLink, pvid: number, opId: number): void {
  const old = bridge.vlan?.defaultPvid ?? 0;
  if (pvid === old) return;
  for (const member of membersOf(ns, bridge)) {
    const table = tableOf(bridge, member);
    const asBegun = table.pvid === old && table.vlans.some((vlan) => vlan.vid === old && vlan.untagged);
    if (pvid === 0) {
      if (asBegun) deleteVlan(ctx, ns, bridge, member, old);
    } else if ((old === 0 || asBegun) && !table.vlans.some((vlan) => vlan.vid === pvid)) {
      addVlan(ctx, ns, bridge, member, pvid, { pvid: true, untagged: true }, opId);
      if (old !== 0) deleteVlan(ctx, ns, bridge, member, old);
    }
  }
  setVlans(ctx, ns, bridge, { defaultPvid: pvid });
}
