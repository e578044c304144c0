/** Routes as `ip route` prints them. Source: iproute2 6.1 ip/iproute.c `print_route`. */
import { SCOPE_GLOBAL, type Route, type RouteTable } from '../../model/route';
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
  readonly without?: readonly ('proto' | 'scope' | 'via')[];
}

/** One line, with the blank that iproute2 leaves at its end. `dev` is left out when it was asked for. */
export function routeLine(
  world: World,
  ns: Netns,
  route: Route,
  withDev: boolean,
  { details = false, table = null, without = [] }: RouteText = {},
): string {
  const dev = ns.links[route.dev];
  // An address of the machine's own does not need its cable (fib_semantics.c fib_sync_down_dev).
  const down = dev !== undefined && route.type !== 'local' && dev.up && !hasCarrier(world, ns, dev);
  const words = [
    ...(route.type === 'unicast' && !details ? [] : [route.type]),
    destination(route),
    ...(route.tos === 0 ? [] : [`tos 0x${route.tos.toString(16)}`]),
    ...(route.gateway === 0 || without.includes('via') ? [] : [`via ${formatIpv4(route.gateway)}`]),
    ...(dev && withDev ? [`dev ${dev.name}`] : []),
    ...(table === null ? [] : [`table ${table}`]),
    ...((route.protocol === 'boot' && !details) || without.includes('proto')
      ? []
      : [`proto ${route.protocol}`]),
    ...((route.scope === SCOPE_GLOBAL && !details) || without.includes('scope')
      ? []
      : [`scope ${scopeName(route.scope)}`]),
    ...(route.prefsrc === 0 ? [] : [`src ${formatIpv4(route.prefsrc)}`]),
    ...(route.metric === 0 ? [] : [`metric ${route.metric}`]),
    ...(route.onlink ? ['onlink'] : []),
    ...(down ? ['linkdown'] : []),
  ];
  return `${words.join(' ')} `;
}

function destination({ dst, len }: Route): string {
  if (len === 0) return 'default';
  return len === 32 ? formatIpv4(dst) : formatCidr4({ addr: dst, len });
}
