/** Attaching links to bridges. Source: net/bridge/br_if.c br_add_if, br_stp_if.c br_stp_recalculate_bridge_id. */
import type { MacAddr } from '../../wire/addr';
import type { BridgeLink, Link } from '../../model/link';
import type { OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkByName } from '../ctx';
import { patchLink, putBridgeFdb } from '../write';
import { explain, noDevice, refuse } from './error';
import { forgetPort } from './link.state';
import { ETHERNET_MTU } from './netns.defaults';

const NEW_PORT = Object.freeze({ hairpin: false, learning: true, flood: true, isolated: false });

export function attachToBridge(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  master: string,
  opId: number,
): OpError | null {
  const bridge = linkByName(ns, master);
  if (bridge === null) return noDevice(master);
  if (bridge.kind !== 'bridge') return explain('EOPNOTSUPP', 'Device does not allow enslaving');
  if (link.kind === 'bridge') return explain('ELOOP', 'Can not enslave a bridge to a bridge');
  if (link.kind === 'loopback') return refuse('EINVAL');
  patchLink(ctx, ns, link, { master: bridge.ifindex, port: NEW_PORT });
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
  bridgeFollowsPorts(ctx, ns, master);
}

/** Unless set by hand, a bridge has the lowest address and the lowest MTU of its ports. */
export function bridgeFollowsPorts(ctx: Ctx, ns: Netns, ifindex: number): void {
  const bridge = ns.links[ifindex];
  if (bridge?.kind !== 'bridge') return;
  const ports = bridge.ports.flatMap((port) => ns.links[port] ?? []);
  if (!bridge.mtuPinned) {
    const mtu = ports.reduce((lowest, port) => Math.min(lowest, port.mtu), ETHERNET_MTU);
    if (mtu !== bridge.mtu) patchLink(ctx, ns, bridge, { mtu });
  }
  const first = ports[0];
  if (bridge.macPinned || first === undefined) return;
  const mac = ports.reduce((lowest, port) => (port.mac < lowest ? port.mac : lowest), first.mac);
  if (mac === bridge.mac) return;
  const old = bridge.mac;
  patchLink(ctx, ns, bridge, { mac });
  ownAddressChanged(ctx, ns, bridge, old);
}

/** The addresses of a bridge and its ports stand in its fdb. Source: br_fdb.c br_fdb_change_mac_address. */
export function ownAddressChanged(ctx: Ctx, ns: Netns, link: Link, old: MacAddr | null): void {
  const bridge = link.kind === 'bridge' ? link : ns.links[link.master];
  if (bridge?.kind !== 'bridge') return;
  if (old !== null && bridge.fdb.entries.get(old)?.port === link.ifindex) {
    putBridgeFdb(ctx, ns, bridge, old, undefined);
    // The address may still be that of a port, or of the bridge.
    for (const other of [bridge, ...bridge.ports.flatMap((port) => ns.links[port] ?? [])]) {
      if (other !== link && other.mac === old) addOwnAddress(ctx, ns, bridge, other, other.op);
    }
  }
  addOwnAddress(ctx, ns, bridge, link, link.op);
}

function addOwnAddress(ctx: Ctx, ns: Netns, bridge: BridgeLink, owner: Link, op: number): void {
  const present = bridge.fdb.entries.get(owner.mac);
  if (present?.local === true && owner !== bridge) return;
  const entry = { port: owner.ifindex, local: true, permanent: true, updatedNs: ctx.world.nowNs, op };
  putBridgeFdb(ctx, ns, bridge, owner.mac, entry);
}
