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

/** Who installed a route (`rtm_protocol`). `80` has no name: Calico's felix. */
export type RouteProtocol = 'boot' | 'kernel' | 'static' | 'dhcp' | 'bird' | 'ra' | '80';

/** `rtm_scope`: the larger, the nearer. */
export const SCOPE_GLOBAL = 0;
export const SCOPE_SITE = 200;
export const SCOPE_LINK = 253;
export const SCOPE_HOST = 254;
export const SCOPE_NOWHERE = 255;

export const TABLE_DEFAULT = 253;
export const TABLE_MAIN = 254;
export const TABLE_LOCAL = 255;

/** One way of a route that has several (`nexthop via … weight …`). */
export interface Nexthop {
  readonly gateway: Ipv4Addr;
  readonly dev: Ifindex;
  /** 1 to 256. */
  readonly weight: number;
  readonly onlink: boolean;
  readonly ownGateway?: true;
}

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
  /** Several ways; `gateway` and `dev` are those of the first, in the answer of a look-up those of the one taken. */
  readonly nexthops?: readonly Nexthop[];
  /** Metric `mtu`, bytes; absent when the device's counts. */
  readonly mtu?: number;
  /** `mtu lock`: nothing that is learned changes it. */
  readonly mtuLocked?: true;
  /** Metric `advmss`, bytes. */
  readonly advmss?: number;
  readonly op: number;
}

/**
 * What was learned about one destination behind a next hop: its path MTU, or a better gateway (`struct
 * fib_nh_exception`). It bears on every route that has the next hop.
 */
export interface RouteException {
  readonly dst: Ipv4Addr;
  /** The next hop it was learned for. */
  readonly dev: Ifindex;
  readonly via: Ipv4Addr;
  /** Where a redirect sent us, 0 when none did. */
  readonly gateway: Ipv4Addr;
  /** Path MTU in bytes, 0 when none was learned. */
  readonly mtu: number;
  /** The path MTU is too small to be believed: packets are cut to `min_pmtu` and go without DF. */
  readonly locked: boolean;
  readonly expiresNs: number;
}

/** Key of an exception in its table. */
export function exceptionKey({ dev, via, dst }: Pick<RouteException, 'dev' | 'via' | 'dst'>): string {
  return `${String(dev)} ${String(via)} ${String(dst)}`;
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

/** What a rule does with the packets it fits (`FR_ACT_*`). */
export type RuleAction = 'lookup' | 'goto' | 'nop' | 'blackhole' | 'unreachable' | 'prohibit';

/** Both ends included. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/** A policy rule (`ip rule`). Absent selectors match everything. */
export interface IpRule {
  readonly pref: number;
  readonly action: RuleAction;
  /** Of a look-up; 0 otherwise. */
  readonly table: number;
  /** Preference a `goto` leads to. */
  readonly target?: number;
  /** The rule is for all packets its selectors do not fit. */
  readonly not?: true;
  readonly from: Cidr4 | null;
  readonly to: Cidr4 | null;
  readonly iif: string | null;
  readonly oif: string | null;
  readonly fwmark: number | null;
  readonly fwmask: number;
  readonly tos?: number;
  readonly ipproto?: number;
  readonly sport?: NumberRange;
  readonly dport?: NumberRange;
  readonly uidrange?: NumberRange;
  /** Routes whose prefix is not longer do not count. */
  readonly suppressPrefixlength?: number;
  /** Routes through a device of this group do not count; every device here is of group 0. */
  readonly suppressIfgroup?: number;
  /** Who made it (`proto`): the kernel's own, or an administrator. */
  readonly protocol?: 'kernel' | 'boot' | 'static';
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
