/** `birdc show route`. Source: BIRD 1.6.8 nest/rt-table.c rt_show_rte, nest/rt-attr.c rta_show, proto/bgp/attrs.c bgp_get_route_info. */
import { mapGet } from '../../base/persistent-map';
import { rfc3339 } from '../../base/instant';
import type { BirdRoute, BirdState } from '../../model/bird';
import { ANY_IPV4, formatCidr4, formatIpv4 } from '../../wire/addr';
import type { AsPathSegment } from '../../wire/bgp.types';
import { isResolvable } from '../../model/bird.select';

const PREFIX_WIDTH = 18;

/** `08:41:08` */
export function clock(ns: number): string {
  return rfc3339(ns).slice(11, 19);
}

function deviceName({ interfaces }: BirdState, dev: number): string {
  return interfaces.find(({ ifindex }) => ifindex === dev)?.name ?? '';
}

function viaText(state: BirdState, { dest, gateway, dev }: BirdRoute): string {
  switch (dest) {
    case 'via':
      return `via ${formatIpv4(gateway)} on ${deviceName(state, dev)}`;
    case 'device':
      return `dev ${deviceName(state, dev)}`;
    case 'prohibit':
      return 'prohibited';
    default:
      return dest;
  }
}

/** ` (100/0) [AS65002i]` */
function infoText(route: BirdRoute): string {
  const { kind, preference, host, igpMetric, attributes } = route;
  if (kind !== 'bgp' || attributes === null) return ` (${String(preference)})`;
  const cost =
    host === ANY_IPV4
      ? ''
      : !isResolvable(route)
        ? '/-'
        : igpMetric === null
          ? '/?'
          : `/${String(igpMetric)}`;
  const path = (attributes.asPath ?? []).flatMap(({ numbers }) => numbers);
  const last = path[path.length - 1];
  const origin = 'ie?'[attributes.origin ?? 2] ?? '';
  return ` (${String(preference)}${cost}) [${last === undefined ? '' : `AS${String(last)}`}${origin}]`;
}

/** The lines of one route; `first`: it begins with the prefix. `best`: it is the one in use. */
export function routeLines(
  state: BirdState,
  route: BirdRoute,
  { first, best, all }: { readonly first: boolean; readonly best: boolean; readonly all: boolean },
): readonly string[] {
  const protocol = mapGet(state.protocols, route.protocol)?.config.name ?? '';
  const from =
    route.peer === ANY_IPV4 || route.peer === route.gateway ? '' : ` from ${formatIpv4(route.peer)}`;
  const prefix = (first ? formatCidr4(route) : '').padEnd(PREFIX_WIDTH);
  const line = `${prefix} ${viaText(state, route)} [${protocol} ${clock(route.sinceNs)}${from}]${best ? ' *' : ''}${infoText(route)}`;
  return all ? [line, ...attributeLines(route)] : [line];
}

const SOURCES = { static: 'static', device: 'device', kernel: 'inherit', bgp: 'BGP' } as const;
const ORIGINS = ['IGP', 'EGP', 'Incomplete'];

function pathText(path: readonly AsPathSegment[]): string {
  return path
    .map(({ kind, numbers }) => (kind === 'set' ? `{ ${numbers.join(' ')} }` : numbers.join(' ')))
    .join(' ');
}

function attributeLines({ kind, attributes, kernel }: BirdRoute): readonly string[] {
  const lines = [`Type: ${SOURCES[kind]} unicast univ`];
  if (attributes !== null) {
    const { origin, asPath, nextHop, med, localPref, aggregator, communities, originatorId, clusterList } =
      attributes;
    if (origin !== undefined) lines.push(`BGP.origin: ${ORIGINS[origin] ?? ''}`);
    if (asPath !== undefined) lines.push(`BGP.as_path: ${pathText(asPath)}`);
    if (nextHop !== undefined) lines.push(`BGP.next_hop: ${formatIpv4(nextHop)}`);
    if (med !== undefined) lines.push(`BGP.med: ${String(med)}`);
    if (localPref !== undefined) lines.push(`BGP.local_pref: ${String(localPref)}`);
    if (attributes.atomicAggregate === true) lines.push('BGP.atomic_aggr: ');
    if (aggregator !== undefined) {
      lines.push(`BGP.aggregator: ${formatIpv4(aggregator.address)} AS${String(aggregator.asn)}`);
    }
    if (communities !== undefined && communities.length > 0) {
      const pairs = communities.map((each) => `(${String(each >>> 16)},${String(each & 0xffff)})`);
      lines.push(`BGP.community: ${pairs.join(' ')}`);
    }
    if (originatorId !== undefined) lines.push(`BGP.originator_id: ${formatIpv4(originatorId)}`);
    if (clusterList !== undefined) {
      lines.push(`BGP.cluster_list: ${clusterList.map((id) => formatIpv4(id)).join(' ')}`);
    }
  }
  if (kernel?.source !== undefined) lines.push(`Kernel.source: ${String(kernel.source)}`);
  if (kernel?.metric !== undefined) lines.push(`Kernel.metric: ${String(kernel.metric)}`);
  return lines.map((line) => `\t${line}`);
}
