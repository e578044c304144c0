/** The tables of a netns in the shape of the golden state files (`ip -j`, `bridge -j`). */
import { readFdbKey } from '../../core/model/fdb';
import { TABLE_LOCAL, TABLE_MAIN } from '../../core/model/route';
import { nonZeroCounters } from '../../core/model/snmp';
import { upperAddresses } from '../../core/model/upper';
import type { Netns, World } from '../../core/model/world';
import type { JsonValue } from '../../core/shell/format/json';
import { routeJson } from '../../core/shell/format/json.tables';
import { routesOf } from '../../core/shell/format/route';
import { ruleJson } from '../../core/shell/format/rule';
import { formatIpv4, formatMac } from '../../core/wire/addr';
import type { JsonObject } from './json';
import { linkName, linksOf } from './world-links';

/** Preferences of the rules a namespace begins with. */
const OWN_RULES: readonly number[] = [0, 32_766, 32_767];

/** Sections of one namespace that are read from the World alone. */
export function stateOf(world: World, ns: Netns): JsonObject {
  return {
    links: linksOf(world, ns),
    routes: routeRows(world, ns, TABLE_MAIN),
    routes_local: routeRows(world, ns, TABLE_LOCAL),
    rules: ruleRows(ns),
    neigh: neighOf(ns),
    fdb: fdbOf(world, ns),
    counters: Object.fromEntries(nonZeroCounters(ns)),
  };
}

/** As the tools of the shelf print them, which are the referee's own (`ip -j`). */
function plain(value: JsonValue): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

function routeRows(world: World, ns: Netns, table: number): readonly JsonObject[] {
  const routes = ns.routeTables.get(table);
  return routes === undefined
    ? []
    : routesOf(routes).map((route) => plain(routeJson(world, ns, route, true, null)));
}

/** Rules that somebody made: the three of the kernel's own are left out, as the referee does. */
function ruleRows(ns: Netns): readonly JsonObject[] {
  return ns.ipRules.filter(({ pref }) => !OWN_RULES.includes(pref)).map((rule) => plain(ruleJson(ns, rule)));
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
            ...(destination.via === undefined ? {} : { viaIf: linkName(ns, destination.via) }),
          });
        }
      }
    }
  }
  return rows;
}
