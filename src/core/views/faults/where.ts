/** Places in a World that faults ask for. */
import type { Link, PhysicalLink } from '../../model/link';
import type { Route } from '../../model/route';
import type { Machine, MachineRole, Netns, World } from '../../model/world';
import type { Cidr4 } from '../../wire/addr';
import { inCidr, parseCidr4 } from '../../wire/addr';
import { asKind } from '../../model/cluster';
import { mainRoutes } from '../routing-core';

export interface Place {
  readonly machine: Machine;
  readonly ns: Netns;
}

export function machinesOf(world: World, ...roles: readonly MachineRole[]): readonly Place[] {
  return world.machines.flatMap((machine) => {
    const ns = world.netns[machine.root];
    return ns !== undefined && roles.includes(machine.role) ? [{ machine, ns }] : [];
  });
}

export function linksOf({ links }: Netns): readonly Link[] {
  return links.filter((link): link is Link => link !== undefined);
}

export function cardsOf(ns: Netns): readonly PhysicalLink[] {
  return linksOf(ns).filter((link): link is PhysicalLink => link.kind === 'physical' && link.peer !== null);
}

/** What everything between nodes goes through: the routers, or the switches where there is none. */
export function between(world: World): readonly Place[] {
  const within = (...roles: readonly MachineRole[]): readonly Place[] =>
    machinesOf(world, ...roles).filter(({ ns }) => cardsOf(ns).length > 1);
  const routers = within('router');
  return routers.length > 0 ? routers : within('switch');
}

export function defaultRoute(ns: Netns): Route | undefined {
  return mainRoutes(ns).find(({ len, gateway }) => len === 0 && gateway !== 0);
}

export function devOf(ns: Netns, route: Pick<Route, 'dev'>): string {
  return ns.links[route.dev]?.name ?? '';
}

/** The pod ranges of Nodes by name. */
export function podRanges(world: World): ReadonlyMap<string, Cidr4> {
  const ranges = new Map<string, Cidr4>();
  for (const object of world.cluster?.objects.entries.values() ?? []) {
    const node = asKind(object, 'Node');
    const range = parseCidr4(node?.spec.podCIDR ?? '');
    if (node !== null && range.ok) ranges.set(node.metadata.name, range.value);
  }
  return ranges;
}

/** A route to pods of another node, the first one. */
export function routeToPods(world: World, ns: Netns): Route | undefined {
  const { podCIDR = null } = world.cluster?.config ?? {};
  const all = parseCidr4(podCIDR ?? '');
  const own = podRanges(world).get(ns.name);
  return mainRoutes(ns).find(({ dst, len, gateway, type }) => {
    if (type !== 'unicast' || gateway === 0 || len === 0) return false;
    if (own !== undefined && inCidr(dst, own)) return false;
    return all.ok ? inCidr(dst, all.value) : leadsToTunnel(ns, dst);
  });
}

/** Without ranges from the cluster: a private address that no card is in. */
function leadsToTunnel(ns: Netns, dst: Route['dst']): boolean {
  return !linksOf(ns).some(
    (link) =>
      link.kind === 'physical' && link.addrs.some(({ local, len }) => inCidr(dst, { addr: local, len })),
  );
}
