/** Sets of addresses, networks, ports and devices that rules ask by name. Source: ipset(8), net/netfilter/ipset. */
import type { Cidr4, Ipv4Addr } from '../wire/addr';

/** One dimension of a set. */
export type IpSetDimension = 'ip' | 'net' | 'port' | 'iface' | 'mac' | 'set';

/** The types there are, with what a member consists of. */
export const IPSET_TYPES = {
  'bitmap:ip': ['ip'],
  'bitmap:port': ['port'],
  'hash:ip': ['ip'],
  'hash:net': ['net'],
  'hash:mac': ['mac'],
  'hash:ip,port': ['ip', 'port'],
  'hash:net,port': ['net', 'port'],
  'hash:net,net': ['net', 'net'],
  'hash:net,iface': ['net', 'iface'],
  'hash:ip,port,ip': ['ip', 'port', 'ip'],
  'hash:ip,port,net': ['ip', 'port', 'net'],
  'list:set': ['set'],
} as const satisfies Readonly<Record<string, readonly IpSetDimension[]>>;
export type IpSetType = keyof typeof IPSET_TYPES;

export interface IpSetMember {
  /** As `ipset save` prints it; the key of the table. */
  readonly text: string;
  /** Words behind it: `nomatch`, `comment "…"`, `timeout N`, `skbmark …`. */
  readonly nomatch: boolean;
  readonly comment: string | null;
  /** Seconds as given, 0 for ever; null where the set knows no times. */
  readonly timeoutSec: number | null;
  /** When it is there no more, ns; null for never. */
  readonly untilNs: number | null;
  /** `skbmark`, `skbprio` and `skbqueue` as they are printed, empty without. */
  readonly skbinfo: string;
}

export interface IpSet {
  readonly name: string;
  readonly type: IpSetType;
  /** Of a bitmap: first and last. */
  readonly range: { readonly min: number; readonly max: number } | null;
  readonly hashsize: number;
  readonly maxelem: number;
  /** Seed of the kernel's hash, which `ipset save` shows. */
  readonly initval: number;
  readonly timeoutSec: number | null;
  readonly comment: boolean;
  readonly counters: boolean;
  /** Members may carry marks and priorities for packets. */
  readonly skbinfo: boolean;
  /** Of `hash:ip` and `bitmap:ip`: how many bits of an address count, 32 for all. */
  readonly netmask: number;
  readonly members: ReadonlyMap<string, IpSetMember>;
  /** Prefix lengths of the members' networks, longest first, for each dimension that is one. */
  readonly lengths: readonly (readonly number[])[];
}

/** What one command of `ipset`, or one line of `ipset restore`, asks for. */
export type IpSetCommand =
  | {
      readonly do: 'create';
      readonly set: Omit<IpSet, 'members' | 'lengths' | 'initval'>;
      /** No fault when the same set is there. */
      readonly exist: boolean;
    }
  | {
      readonly do: 'add' | 'del';
      readonly name: string;
      readonly member: string;
      readonly nomatch: boolean;
      readonly comment: string | null;
      readonly timeoutSec: number | null;
      readonly skbinfo: string;
      /** `before` or `after` another member of a list. */
      readonly beside: { readonly where: 'before' | 'after'; readonly name: string } | null;
      /** `packets` and `bytes` it is to begin with. */
      readonly seen: { readonly packets: number; readonly bytes: number } | null;
      readonly exist: boolean;
    }
  /** Without a name all sets are meant. */
  | { readonly do: 'flush' | 'destroy'; readonly name: string | null }
  | { readonly do: 'rename' | 'swap'; readonly from: string; readonly to: string };

/** A member read from its text, a part for each dimension. */
export type IpSetPart =
  | { readonly kind: 'ip'; readonly addr: Ipv4Addr }
  | { readonly kind: 'net'; readonly cidr: Cidr4 }
  | { readonly kind: 'port'; readonly proto: number; readonly port: number }
  | { readonly kind: 'name'; readonly text: string };
