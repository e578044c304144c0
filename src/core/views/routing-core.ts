/** Which network namespaces are drawn with a routing core: those where routing has something to choose. */
import type { Route } from '../model/route';
import { TABLE_MAIN } from '../model/route';
import type { Netns, World } from '../model/world';

/** Routes of the main table, longest prefix last as `ip route` lists them: by network address. */
export function mainRoutes(ns: Netns): readonly Route[] {
  const table = ns.routeTables.get(TABLE_MAIN);
  if (table === undefined) return [];
  const routes = [...table.byPrefix.values()].flat();
  return routes.sort((a, b) => a.dst - b.dst || a.len - b.len || a.metric - b.metric);
}

/** Whether packets for others are passed on (`net.ipv4.ip_forward`, or the setting of one device). */
export function forwards(ns: Netns): boolean {
  return ns.inetAll.forwarding === 1 || ns.links.some((link) => link?.inet.forwarding === 1);
}

/**
 * A netns that forwards, or whose routes leave by more than one device. A pod with one device has none; neither has
 * a switch, which has no routes at all.
 */
export function hasRoutingCore(world: World, ns: Netns): boolean {
  const exits = new Set(mainRoutes(ns).map((route) => route.dev));
  if (exits.size > 1) return true;
  const machine = world.machines.find(({ id }) => id === ns.machine);
  const passes = machine?.root === ns.id && machine.role !== 'switch' && machine.role !== 'host';
  return exits.size > 0 && passes && forwards(ns);
}
