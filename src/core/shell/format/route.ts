/** Routes as `ip route` prints them. Source: iproute2 6.1 ip/iproute.c `print_route`. */
import { SCOPE_GLOBAL, type Nexthop, type Route, type RouteTable } from '../../model/route';
import type { Netns, World } from '../../model/world';
import { formatCidr4, formatIpv4 } from '../../wire/addr';
import { scopeName } from '../iproute2/names';
import { hasCarrier } from './link';

/** In the order of the kernel's trie: by address, the longer prefix first, then as they are searched. */
export function routesOf(table: RouteTable): readonly Route[] {
  return [...table.byPrefix.values()]
    .filter((routes) => routes.length > 0)
    .sort((a, b) => a[0]!.dst - b[0]!.dst || b[0]!.len - a[0]!.len)
    .flat();
}

/** How a line is told apart from the usual one. */
export interface RouteText {
  /** `-d`: what is left out by default is said. */
  readonly details?: boolean;
  /** Name of its table, where several are shown. */
  readonly table?: string | null;
  /** What was asked for is not repeated. */
  readonly without?: readonly ('proto' | 'scope' | 'via' | 'metric')[];
}

/** One line, with the blank that iproute2 leaves at its end, and one for each of several next hops. `dev` is left out when it was asked for. */
export function routeLines(
  world: World,
  ns: Netns,
  route: Route,
  withDev: boolean,
  { details = false, table = null, without = [] }: RouteText = {},
): readonly string[] {
  const { nexthops } = route;
  const one = nexthops === undefined;
  const dev = one ? ns.links[route.dev] : undefined;
  const words = [
    ...(route.type === 'unicast' && !details ? [] : [route.type]),
    destination(route),
    ...(route.tos === 0 ? [] : [`tos 0x${route.tos.toString(16)}`]),
    ...(!one || route.gateway === 0 || without.includes('via') ? [] : [`via ${formatIpv4(route.gateway)}`]),
    ...(dev && withDev ? [`dev ${dev.name}`] : []),
    ...(table === null ? [] : [`table ${table}`]),
    ...((route.protocol === 'boot' && !details) || without.includes('proto')
      ? []
      : [`proto ${route.protocol}`]),
    ...((route.scope === SCOPE_GLOBAL && !details) || without.includes('scope')
      ? []
      : [`scope ${scopeName(route.scope)}`]),
    ...(route.prefsrc === 0 ? [] : [`src ${formatIpv4(route.prefsrc)}`]),
    ...(route.metric === 0 || without.includes('metric') ? [] : [`metric ${route.metric}`]),
    ...(one ? hopFlags(world, ns, route, route.type === 'local') : []),
    ...metrics(route),
  ];
  return [`${words.join(' ')} `, ...(nexthops ?? []).map((hop) => nexthopLine(world, ns, hop))];
}

/** `mtu 1400`, `advmss 1360`: what a route says of its packets. */
export function metrics({ mtu, mtuLocked, advmss }: Pick<Route, 'mtu' | 'mtuLocked' | 'advmss'>): string[] {
  return [
    ...(mtu === undefined ? [] : [`mtu ${mtuLocked === true ? 'lock ' : ''}${mtu}`]),
    ...(advmss === undefined ? [] : [`advmss ${advmss}`]),
  ];
}

function nexthopLine(world: World, ns: Netns, hop: Nexthop): string {
  const via = hop.gateway === 0 ? [] : [`via ${formatIpv4(hop.gateway)}`];
  const words = [...via, `dev ${ns.links[hop.dev]?.name ?? ''}`, `weight ${hop.weight}`];
  return `\tnexthop ${[...words, ...hopFlags(world, ns, hop, false)].join(' ')} `;
}

/** `dead` and `linkdown`: the device is off, or has no carrier. Source: fib_semantics.c fib_sync_down_dev. */
export function hopFlags(
  world: World,
  ns: Netns,
  { dev, onlink }: Pick<Route, 'dev' | 'onlink'>,
  local: boolean,
): string[] {
  const link = ns.links[dev];
  // An address of the machine's own does not need its cable.
  const counts = link !== undefined && !local;
  const dead = counts && !link.up;
  const down = counts && (!link.up || !hasCarrier(world, ns, link));
  return [...(dead ? ['dead'] : []), ...(onlink ? ['onlink'] : []), ...(down ? ['linkdown'] : [])];
}

function destination({ dst, len }: Route): string {
  if (len === 0) return 'default';
  return len === 32 ? formatIpv4(dst) : formatCidr4({ addr: dst, len });
}
