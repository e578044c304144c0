/** Routes as `ip` prints them: protocol text, the same in all languages. */
import { formatCidr4, formatIpv4, type Ipv4Addr } from '../wire/addr';
import type { NetnsId } from '../model/link';
import type { Route } from '../model/route';
import {
  SCOPE_GLOBAL,
  SCOPE_HOST,
  SCOPE_LINK,
  SCOPE_NOWHERE,
  SCOPE_SITE,
  TABLE_DEFAULT,
  TABLE_LOCAL,
  TABLE_MAIN,
} from '../model/route';
import type { World } from '../model/world';
import { devName } from './names';

/** `default`, `10.244.1.1` or `10.244.1.0/24`. */
export function prefixText(dst: Ipv4Addr, len: number): string {
  if (len === 0) return 'default';
  return len === 32 ? formatIpv4(dst) : formatCidr4({ addr: dst, len });
}

const TABLES: ReadonlyMap<number, string> = new Map([
  [TABLE_LOCAL, 'local'],
  [TABLE_MAIN, 'main'],
  [TABLE_DEFAULT, 'default'],
]);

/** Name of a routing table (rt_tables), its number when it has none. */
export function tableText(table: number): string {
  return TABLES.get(table) ?? String(table);
}

const SCOPES: ReadonlyMap<number, string> = new Map([
  [SCOPE_GLOBAL, 'global'],
  [SCOPE_SITE, 'site'],
  [SCOPE_LINK, 'link'],
  [SCOPE_HOST, 'host'],
  [SCOPE_NOWHERE, 'nowhere'],
]);

export function scopeText(scope: number): string {
  return SCOPES.get(scope) ?? String(scope);
}

/** One line of `ip route`. Source: iproute2 ip/iproute.c print_route. */
export function routeText(world: World, netns: NetnsId, route: Route): string {
  const words = route.type === 'unicast' ? [] : [route.type as string];
  words.push(prefixText(route.dst, route.len));
  const several = route.nexthops !== undefined;
  if (!several && route.gateway !== 0) words.push('via', formatIpv4(route.gateway));
  if (!several && route.dev !== 0) words.push('dev', devName(world, netns, route.dev));
  if (route.protocol !== 'boot') words.push('proto', route.protocol);
  if (route.scope !== SCOPE_GLOBAL) words.push('scope', scopeText(route.scope));
  if (route.prefsrc !== 0) words.push('src', formatIpv4(route.prefsrc));
  if (route.metric !== 0) words.push('metric', String(route.metric));
  if (route.mtu !== undefined)
    words.push('mtu', ...(route.mtuLocked === true ? ['lock'] : []), String(route.mtu));
  if (route.onlink) words.push('onlink');
  for (const hop of route.nexthops ?? []) {
    words.push('nexthop', ...(hop.gateway === 0 ? [] : ['via', formatIpv4(hop.gateway)]));
    words.push('dev', devName(world, netns, hop.dev), 'weight', String(hop.weight));
  }
  return words.join(' ');
}
