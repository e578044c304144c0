/** Names and element ids of the places that records name by number. Pure reading of World. */
import type { Ifindex, Link, NetnsId } from '../model/link';
import type { Machine, Netns, World } from '../model/world';
import { elementId } from './contract';
import { hasRoutingCore } from './routing-core';

export function netnsOf(world: World, id: NetnsId): Netns | null {
  return world.netns[id] ?? null;
}

/** `#3` for a netns that is not there (any more). */
export function netnsName(world: World, id: NetnsId): string {
  return netnsOf(world, id)?.name ?? `#${id}`;
}

export function linkAt(world: World, netns: NetnsId, ifindex: Ifindex): Link | null {
  return netnsOf(world, netns)?.links[ifindex] ?? null;
}

/** Name of a device, `if7` (as iproute2 prints it) for one that is not there (any more). */
export function devName(world: World, netns: NetnsId, ifindex: Ifindex): string {
  return linkAt(world, netns, ifindex)?.name ?? `if${ifindex}`;
}

export function machineOf(world: World, netns: NetnsId): Machine | null {
  const ns = netnsOf(world, netns);
  return (ns && world.machines.find((machine) => machine.id === ns.machine)) ?? null;
}

/** Name of the machine a netns is on. */
export function machineName(world: World, netns: NetnsId): string {
  return machineOf(world, netns)?.name ?? netnsName(world, netns);
}

/** The routing core of a netns; where none is drawn, the netns itself. */
export function coreElement(world: World, netns: NetnsId): string {
  const ns = netnsOf(world, netns);
  const name = netnsName(world, netns);
  return ns !== null && hasRoutingCore(world, ns) ? elementId.routing(name) : elementId.netns(name);
}

/** A device as drawn. `lo` is not drawn: what happens there happens at the routing core. */
export function deviceElement(world: World, netns: NetnsId, ifindex: Ifindex): string {
  const link = linkAt(world, netns, ifindex);
  if (link === null || link.kind === 'loopback') return coreElement(world, netns);
  return elementId.device(netnsName(world, netns), link.name);
}
