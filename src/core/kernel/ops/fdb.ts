/** `bridge fdb add|append|replace|del`. Source: br_fdb.c br_fdb_add, vxlan_core.c vxlan_fdb_add, vxlan_fdb_update_existing. */
import type { MacAddr } from '../../wire/addr';
import { ZERO_MAC, isGroupMac } from '../../wire/addr';
import { bridgeFdbKey, readFdbKey, type VxlanDestination, type VxlanFdbEntry } from '../../model/fdb';
import type { BridgeLink, Link } from '../../model/link';
import type { NetOp, OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import { Alike } from '../alike';
import type { Ctx } from '../ctx';
import { linkByName } from '../ctx';
import { putBridgeFdb, putVxlanFdb } from '../write';
import { explain, noDevice, refuse } from './error';

const NS_PER_SEC = 1_000_000_000;

type FdbAdd = NetOp & { kind: 'fdb.add' | 'fdb.append' | 'fdb.replace' };
type FdbDelete = NetOp & { kind: 'fdb.del' };

export function fdbOp(ctx: Ctx, ns: Netns, op: FdbAdd | FdbDelete, opId: number): OpError | null {
  const link = linkByName(ns, op.dev);
  if (link === null) return noDevice(op.dev);
  if (op.where === 'self' && link.kind === 'vxlan') {
    return op.kind === 'fdb.del' ? deleteVxlan(ctx, ns, link, op) : addVxlan(ctx, ns, link, op, opId);
  }
  const bridge = link.kind === 'bridge' ? link : ns.links[link.master];
  if (bridge?.kind !== 'bridge') return refuse('EOPNOTSUPP');
  const members = (link === bridge ? bridge.vlan?.own : link.port?.vlans)?.vlans.map(({ vid }) => vid) ?? [];
  if (op.vlan !== undefined && !members.includes(op.vlan)) return refuse('EINVAL');
  const keys = (op.vlan === undefined ? [0, ...members] : [op.vlan]).map((vid) => bridgeFdbKey(op.mac, vid));
  if (op.kind === 'fdb.del') {
    const there = keys.filter((key) => bridge.fdb.entries.get(key)?.port === link.ifindex);
    if (there.length === 0) return refuse('ENOENT');
    for (const key of there) putBridgeFdb(ctx, ns, bridge, key, undefined);
    return null;
  }
  if (op.kind === 'fdb.add' && keys.some((key) => bridge.fdb.entries.has(key))) return refuse('EEXIST');
  const entry = {
    port: link.ifindex,
    local: op.local === true,
    permanent: op.permanent,
    updatedNs: ctx.world.nowNs,
    op: opId,
  };
  for (const key of keys) {
    putBridgeFdb(ctx, ns, bridge, key, entry);
    if (!op.permanent) startAgeing(ctx, ns, bridge, op.mac, readFdbKey(key).vid);
  }
  return null;
}

/** An entry set by hand as `dynamic` ages like a learned one. */
function startAgeing(ctx: Ctx, ns: Netns, link: BridgeLink | Vxlan, mac: MacAddr, vid = 0): void {
  const event = { kind: 'fdb.timer' as const, netns: ns.id, ifindex: link.ifindex, mac };
  ctx.schedule(vid === 0 ? event : { ...event, vid }, link.ageingSec * NS_PER_SEC, true);
}

type Vxlan = Link & { kind: 'vxlan' };

function addVxlan(ctx: Ctx, ns: Netns, link: Vxlan, op: FdbAdd, opId: number): OpError | null {
  if (op.dst === undefined) return refuse('EINVAL');
  const present = link.fdb.entries.get(op.mac);
  const group = op.mac === ZERO_MAC || isGroupMac(op.mac);
  if (op.kind === 'fdb.add' && present !== undefined) return refuse('EEXIST');
  if (op.kind === 'fdb.replace' && group) {
    if (present === undefined) return refuse('EOPNOTSUPP');
    return explain('EOPNOTSUPP', 'Cannot replace non-unicast fdb entries');
  }
  const via = op.via === undefined ? null : linkByName(ns, op.via);
  if (op.via !== undefined && via === null) return noDevice(op.via);
  const destinations = destinationsOf(op, op.dst, via);
  let all = destinations;
  if (op.kind === 'fdb.append' && present !== undefined) {
    // Only group addresses have several; appending to others, or what is there, is accepted and changes nothing.
    const known =
      !group || present.destinations.some((one) => destinations.some((other) => sameDestination(one, other)));
    all = known ? present.destinations : [...present.destinations, ...destinations];
  }
  const { permanent } = op;
  putVxlanFdb(ctx, ns, link, op.mac, entryOf(all, permanent, ctx.world.nowNs, opId));
  if (!permanent) startAgeing(ctx, ns, link, op.mac);
  return null;
}

function entryOf(
  destinations: VxlanFdbEntry['destinations'],
  permanent: boolean,
  updatedNs: number,
  op: number,
): VxlanFdbEntry {
  const known = ALIKE.recall(op);
  const same =
    known?.op === op &&
    known.destinations === destinations &&
    known.permanent === permanent &&
    known.updatedNs === updatedNs;
  return same ? known : ALIKE.remember(op, { destinations, permanent, updatedNs, op });
}

const ALIKE = new Alike<VxlanFdbEntry>();

/** What a message names as destination: one value for all netns the message goes to, of which there may be thousands. */
function destinationsOf(
  op: FdbAdd,
  ip: VxlanDestination['ip'],
  via: Link | null,
): VxlanFdbEntry['destinations'] {
  if (via !== null) return [{ ip, port: op.port ?? null, vni: op.vni ?? null, via: via.ifindex }];
  const known = DESTINATIONS.get(op);
  if (known !== undefined) return known;
  const made = [{ ip, port: op.port ?? null, vni: op.vni ?? null }];
  DESTINATIONS.set(op, made);
  return made;
}

const DESTINATIONS = new WeakMap<FdbAdd, VxlanFdbEntry['destinations']>();

function sameDestination(a: VxlanDestination, b: VxlanDestination): boolean {
  return a.ip === b.ip && a.port === b.port && a.vni === b.vni && a.via === b.via;
}

/** With a `dst` only that destination goes, and nothing when it is not there; else the whole entry. */
function deleteVxlan(ctx: Ctx, ns: Netns, link: Vxlan, op: FdbDelete): OpError | null {
  const present = link.fdb.entries.get(op.mac);
  if (present === undefined) return refuse('ENOENT');
  const left = op.dst === undefined ? [] : present.destinations.filter((other) => other.ip !== op.dst);
  putVxlanFdb(ctx, ns, link, op.mac, left.length === 0 ? undefined : { ...present, destinations: left });
  return null;
}
