/** Routes, neighbours and forwarding entries as `ip -j` and `bridge -j` print them. Source: iproute2 6.1. */
import { readFdbKey } from '../../model/fdb';
import type { BridgeLink, Link, VxlanLink } from '../../model/link';
import { SCOPE_GLOBAL, TABLE_MAIN, type Route } from '../../model/route';
import type { Netns, World } from '../../model/world';
import { formatCidr4, formatIpv4, formatMac } from '../../wire/addr';
import { scopeName, tableName } from '../iproute2/names';
import type { JsonValue } from './json';
import { ownAddresses, usedSec } from './fdb';
import { hopFlags } from './route';
import { neighTimes, type NeighTest } from './neigh';

/** `table`: the table's number where it is told, as with `table all`. */
export function routeJson(
  world: World,
  ns: Netns,
  route: Route,
  withDev: boolean,
  table: number | null,
): JsonValue {
  const { nexthops } = route;
  const one = nexthops === undefined;
  const dev = ns.links[route.dev];
  return {
    type: route.type === 'unicast' ? undefined : route.type,
    dst:
      route.len === 0
        ? 'default'
        : route.len === 32
          ? formatIpv4(route.dst)
          : formatCidr4({ addr: route.dst, len: route.len }),
    tos: route.tos === 0 ? undefined : `0x${route.tos.toString(16)}`,
    gateway: !one || route.gateway === 0 ? undefined : formatIpv4(route.gateway),
    dev: one && withDev ? dev?.name : undefined,
    table: table === null || table === TABLE_MAIN ? undefined : tableName(table),
    protocol: route.protocol === 'boot' ? undefined : route.protocol,
    scope: route.scope === SCOPE_GLOBAL ? undefined : scopeName(route.scope),
    prefsrc: route.prefsrc === 0 ? undefined : formatIpv4(route.prefsrc),
    metric: route.metric === 0 ? undefined : route.metric,
    flags: one ? hopFlags(world, ns, route, route.type === 'local') : [],
    metrics: metricsJson(route),
    nexthops: nexthops?.map((hop) => ({
      gateway: hop.gateway === 0 ? undefined : formatIpv4(hop.gateway),
      dev: ns.links[hop.dev]?.name,
      weight: hop.weight,
      flags: hopFlags(world, ns, hop, false),
    })),
  };
}

/** One object with all of them, where there are any. */
function metricsJson({ mtu, advmss }: Route): readonly JsonValue[] | undefined {
  return mtu === undefined && advmss === undefined ? undefined : [{ mtu, advmss }];
}

export function neighJson(
  world: World,
  link: Link,
  withDev: boolean,
  wanted: NeighTest,
  withTimes: boolean,
): readonly JsonValue[] {
  return [...link.neigh.entries]
    .filter(([addr, { state }]) => wanted(addr, state))
    .map(([addr, entry]) => ({ addr, entry, ...entry }))
    .map(({ addr, entry, mac, state }) => ({
      dst: formatIpv4(addr),
      dev: withDev ? link.name : undefined,
      lladdr: mac === null || state === 'FAILED' || state === 'INCOMPLETE' ? undefined : formatMac(mac),
      ...(withTimes ? neighTimes(world, entry) : {}),
      state: [state],
    }));
}

export function fdbJson(
  world: World,
  ns: Netns,
  link: Link,
  withDev: boolean,
  withTimes = false,
  vid: number | null = null,
): readonly JsonValue[] {
  const times = (updatedNs: number): Readonly<Record<string, number>> => {
    const seconds = usedSec(world, updatedNs);
    return withTimes ? { used: seconds, updated: seconds } : {};
  };
  const dev = withDev ? link.name : undefined;
  const bridge = link.kind === 'bridge' ? link : ns.links[link.master];
  if (vid !== null) return bridge?.kind === 'bridge' ? behindPort(bridge, link, dev, times, vid) : [];
  const own = ownAddresses(world, ns, link).map((mac) => ({
    mac,
    ifname: dev,
    flags: ['self'],
    state: 'permanent',
  }));
  const learned = bridge?.kind === 'bridge' ? behindPort(bridge, link, dev, times) : [];
  if (bridge === link) return [...own, ...learned];
  return [...learned, ...(link.kind === 'vxlan' ? remotes(ns, link, dev, times) : []), ...own];
}

type Times = (updatedNs: number) => Readonly<Record<string, number>>;

function behindPort(
  bridge: BridgeLink,
  port: Link,
  dev: string | undefined,
  times: Times,
  only: number | null = null,
): readonly JsonValue[] {
  return [...bridge.fdb.entries]
    .reverse()
    .filter(([key, entry]) => entry.port === port.ifindex && (only === null || readFdbKey(key).vid === only))
    .map(([key, { local, permanent, updatedNs }]) => ({
      mac: formatMac(readFdbKey(key).mac),
      ifname: dev,
      vlan: readFdbKey(key).vid || undefined,
      ...times(updatedNs),
      flags: [],
      master: bridge.name,
      state: local ? 'permanent' : permanent ? 'static' : '',
    }));
}

function remotes(ns: Netns, link: VxlanLink, dev: string | undefined, times: Times): readonly JsonValue[] {
  return [...link.fdb.entries].reverse().flatMap(([mac, { destinations, permanent, updatedNs }]) =>
    destinations.map(({ ip, port, vni, via }) => ({
      mac: formatMac(mac),
      ifname: dev,
      dst: formatIpv4(ip),
      port: port === null || port === link.dstPort ? undefined : port,
      vni: vni === null || vni === link.vni ? undefined : vni,
      viaIf: via === undefined ? undefined : ns.links[via]?.name,
      ...times(updatedNs),
      flags: ['self'],
      state: permanent ? 'permanent' : '',
    })),
  );
}
