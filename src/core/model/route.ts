/**
 * Routing: policy rules and tables.
 *
 * A table maps a prefix key (see {@link prefixKey}) to the routes of that prefix, best first: this is the canonical
 * form and the look-up index at once.
 */
import type { Cidr4, Ipv4Addr } from '../wire/addr';
import type { Ifindex } from './link';

/** `rtm_type` in the words of ip-route(8). */
export type RouteType =
  'unicast' | 'local' | 'broadcast' | 'unreachable' | 'blackhole' | 'prohibit' | 'throw';

/** Who installed a route (`rtm_protocol`). */
export type RouteProtocol = 'boot' | 'kernel' | 'static' | 'dhcp' | 'bird' | 'ra';

/** `rtm_scope`: the larger, the nearer. */
export const SCOPE_GLOBAL = 0;
export const SCOPE_SITE = 200;
export const SCOPE_LINK = 253;
export const SCOPE_HOST = 254;
export const SCOPE_NOWHERE = 255;

export const TABLE_DEFAULT = 253;
export const TABLE_MAIN = 254;
export const TABLE_LOCAL = 255;

export interface Route {
  readonly dst: Ipv4Addr;
  readonly len: number;
  readonly type: RouteType;
  readonly tos: number;
  /** Lower wins; absent in `ip route` means 0. */
  readonly metric: number;
  /** 0 when the destination is on the link. */
  readonly gateway: Ipv4Addr;
  /** The gateway is an address of this machine: it is shown, and destinations are looked for on the link. */
  readonly ownGateway?: true;
  /** 0 for routes without a device (blackhole and the like). */
  readonly dev: Ifindex;
  /** Preferred source address, 0 when none. */
  readonly prefsrc: Ipv4Addr;
  readonly scope: number;
  readonly protocol: RouteProtocol;
  readonly onlink: boolean;
  readonly op: number;
}

export interface RouteTable {
  readonly generation: number;
  /** Routes by prefix, ordered by (tos descending, metric ascending, arrival). */
  readonly byPrefix: Map<number, readonly Route[]>;
  /** Number of routes. */
  size: number;
  /** How many prefixes of each length (0 to 32) there are: which lengths a look-up must try. */
  readonly lengths: number[];
}

/** A policy rule (`ip rule`). Absent selectors match everything. */
export interface IpRule {
  readonly pref: number;
  readonly table: number;
  readonly from: Cidr4 | null;
  readonly to: Cidr4 | null;
  readonly iif: string | null;
  readonly oif: string | null;
  readonly fwmark: number | null;
  readonly fwmask: number;
  readonly op: number;
}

/** Key of a prefix: network address and length in one safe integer. */
export function prefixKey(network: number, len: number): number {
  return network * 64 + len;
}

/** Name of a table as `ip route show table` knows it. */
export function routeTableName(id: number): string {
  if (id === TABLE_LOCAL) return 'local';
  if (id === TABLE_MAIN) return 'main';
  if (id === TABLE_DEFAULT) return 'default';
  return String(id);
}
