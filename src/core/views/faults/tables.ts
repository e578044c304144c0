/** Rows that are missing, wrong, or left from a time that is over. */
import type { Route } from '../../model/route';
import type { Netns } from '../../model/world';
import { asIpv4, formatIpv4, formatMac } from '../../wire/addr';
import { prefixText } from '../iproute2.route';
import { typed } from './kind';
import type { FaultKind, FaultSpot } from './kind';
import { defaultRoute, devOf, linksOf, machinesOf, routeToPods } from './where';

/** Nobody's. */
const STRANGE_MAC = '02:00:00:00:00:bd';

function addText(ns: Netns, route: Route): string {
  const onlink = route.onlink ? ' onlink' : '';
  return `${prefixText(route.dst, route.len)} via ${formatIpv4(route.gateway)} dev ${devOf(ns, route)}${onlink}`;
}

/** A spot on each node that has a route to another node's pods. */
function onRoutes(
  name: FaultKind['name'],
  make: (ns: Netns, route: Route) => readonly [broken: string, mended: string] | null,
): FaultKind {
  return {
    name,
    spots: (world) =>
      machinesOf(world, 'node').flatMap(({ machine, ns }): FaultSpot[] => {
        const route = routeToPods(world, ns);
        const commands = route === undefined ? null : make(ns, route);
        return commands === null ? [] : [typed(machine.name, ...commands)];
      }),
  };
}

export const routeMissing = onRoutes('route-missing', (ns, route) => [
  `ip route del ${prefixText(route.dst, route.len)}`,
  `ip route add ${addText(ns, route)}`,
]);

export const routeWrong = onRoutes('route-wrong', (ns, route) => {
  const other = defaultRoute(ns);
  if (other === undefined) return null;
  const prefix = prefixText(route.dst, route.len);
  const wrong = `via ${formatIpv4(other.gateway)} dev ${devOf(ns, other)}`;
  return [`ip route replace ${prefix} ${wrong}`, `ip route replace ${addText(ns, route)}`];
});

/** What comes in by one device would be answered by another, and the machine minds. */
export const asymmetricPath = onRoutes('asymmetric-path', (ns, route) => [
  `ip route del ${prefixText(route.dst, route.len)} && sysctl -w net.ipv4.conf.all.rp_filter=1`,
  `sysctl -w net.ipv4.conf.all.rp_filter=${ns.inetAll.rp_filter} && ip route replace ${addText(ns, route)}`,
]);

export const defaultRouteMissing: FaultKind = {
  name: 'default-route-missing',
  spots: (world) =>
    machinesOf(world, 'node').flatMap(({ machine, ns }) => {
      const route = defaultRoute(ns);
      if (route === undefined) return [];
      const back = `ip route add default via ${formatIpv4(route.gateway)} dev ${devOf(ns, route)}`;
      return [typed(machine.name, 'ip route del default', back)];
    }),
};

/** A node has another address now, and one node has not heard. */
export const fdbStale: FaultKind = {
  name: 'fdb-stale',
  spots: (world) =>
    machinesOf(world, 'node').flatMap(({ machine, ns }) => {
      for (const link of linksOf(ns)) {
        if (link.kind !== 'vxlan') continue;
        for (const [mac, { destinations, permanent }] of link.fdb.entries) {
          const [remote] = destinations;
          if (!permanent || remote === undefined) continue;
          const row = (ip: string): string =>
            `bridge fdb replace ${formatMac(mac)} dev ${link.name} dst ${ip} self permanent`;
          // The last byte with its highest bit turned: in the same range, and nobody's.
          const former = asIpv4((remote.ip ^ 0x80) >>> 0);
          return [typed(machine.name, row(formatIpv4(former)), row(formatIpv4(remote.ip)))];
        }
      }
      return [];
    }),
};

/** A node's tunnel device was made anew with another hardware address, and one node has not heard. */
export const neighbourStale: FaultKind = {
  name: 'neighbour-stale',
  spots: (world) =>
    machinesOf(world, 'node').flatMap(({ machine, ns }) => {
      for (const link of linksOf(ns)) {
        if (link.kind !== 'vxlan') continue;
        for (const [addr, { state, mac }] of link.neigh.entries) {
          if (state !== 'PERMANENT' || mac === null) continue;
          const row = (known: string): string =>
            `ip neigh replace ${formatIpv4(addr)} lladdr ${known} dev ${link.name} nud permanent`;
          return [typed(machine.name, row(STRANGE_MAC), row(formatMac(mac)))];
        }
      }
      return [];
    }),
};
