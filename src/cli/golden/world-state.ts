/** The tables of a netns in the shape of the golden state files (`ip -j`, `bridge -j`). */
import { readFdbKey } from '../../core/model/fdb';
import { hasCarrier } from '../../core/kernel/carrier';
import type { Route } from '../../core/model/route';
import { SCOPE_GLOBAL, TABLE_LOCAL, TABLE_MAIN } from '../../core/model/route';
import { nonZeroCounters } from '../../core/model/snmp';
import { upperAddresses } from '../../core/model/upper';
import type { Netns, World } from '../../core/model/world';
import { formatIpv4, formatMac, type Ipv4Addr } from '../../core/wire/addr';
import type { Json, JsonObject } from './json';
import { linkName, linksOf, scopeName } from './world-links';

/** Sections of one namespace that are read from the World alone. */
export function stateOf(world: World, ns: Netns): JsonObject {
  return {
    links: linksOf(world, ns),
    routes: routesOf(world, ns, TABLE_MAIN),
    routes_local: routesOf(world, ns, TABLE_LOCAL),
    neigh: neighOf(ns),
    fdb: fdbOf(world, ns),
    counters: Object.fromEntries(nonZeroCounters(ns)),
  };
}

/** `default`, `10.0.0.1`, `10.0.0.0/24` */
export function prefixName(dst: Ipv4Addr, len: number): string {
  if (len === 0) return 'default';
  return len === 32 ? formatIpv4(dst) : `${formatIpv4(dst)}/${String(len)}`;
}

function routesOf(world: World, ns: Netns, table: number): readonly JsonObject[] {
  const routes = [...(ns.routeTables.get(table)?.byPrefix.values() ?? [])].flat();
  return routes.map((route) => routeRow(world, ns, route));
}

function routeRow(world: World, ns: Netns, route: Route): JsonObject {
  const link = ns.links[route.dev];
  const flags = route.onlink ? ['onlink'] : [];
  // An address of our own does not need its cable (fib_semantics.c fib_sync_down_dev).
  if (link !== undefined && route.type !== 'local' && !hasCarrier(world, ns, link)) flags.push('linkdown');
  const row: Record<string, Json> = { dst: prefixName(route.dst, route.len), flags };
  if (route.type !== 'unicast') row['type'] = route.type;
  if (route.gateway !== 0) row['gateway'] = formatIpv4(route.gateway);
  if (route.dev !== 0) row['dev'] = linkName(ns, route.dev);
  if (route.protocol !== 'boot') row['protocol'] = route.protocol;
  if (route.scope !== SCOPE_GLOBAL) row['scope'] = scopeName(route.scope);
  if (route.prefsrc !== 0) row['prefsrc'] = formatIpv4(route.prefsrc);
  if (route.metric !== 0) row['metric'] = route.metric;
  return row;
}

function neighOf(ns: Netns): readonly JsonObject[] {
  const rows: JsonObject[] = [];
  for (const link of ns.links) {
    for (const [dst, entry] of link?.neigh.entries ?? []) {
      rows.push({
        dst: formatIpv4(dst),
        dev: link?.name ?? '',
        ...(entry.mac === null ? {} : { lladdr: formatMac(entry.mac) }),
        state: [entry.state],
      });
    }
  }
  return rows;
}

function fdbOf(world: World, ns: Netns): readonly JsonObject[] {
  const rows: JsonObject[] = [];
  for (const link of ns.links) {
    if (link?.kind === 'bridge') {
      for (const [key, entry] of link.fdb.entries) {
        const { mac, vid } = readFdbKey(key);
        rows.push({
          mac: formatMac(mac),
          ifname: linkName(ns, entry.port),
          ...(vid === 0 ? {} : { vlan: vid }),
          flags: [],
          master: link.name,
          state: entry.local ? 'permanent' : entry.permanent ? 'static' : '',
        });
      }
    }
    for (const mac of link === undefined ? [] : upperAddresses(world, link)) {
      rows.push({ mac: formatMac(mac), ifname: link?.name ?? '', flags: ['self'], state: 'permanent' });
    }
    if (link?.kind === 'vxlan') {
      for (const [mac, entry] of link.fdb.entries) {
        for (const destination of entry.destinations) {
          rows.push({
            mac: formatMac(mac),
            ifname: link.name,
            dst: formatIpv4(destination.ip),
            flags: ['self'],
            state: entry.permanent ? 'permanent' : '',
            ...(destination.port === null ? {} : { port: destination.port }),
            ...(destination.vni === null ? {} : { vni: destination.vni }),
          });
        }
      }
    }
  }
  return rows;
}
