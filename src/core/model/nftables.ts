/**
 * A ruleset of nftables as data: tables of a family, chains, rules made of conditions and one statement. Text is a view.
 * Source: nft(8) 1.0.6; include/uapi/linux/netfilter/nf_tables.h.
 */
import type { Cidr4, Ipv4Addr } from '../wire/addr';
import type { CtStateName, Range } from './netfilter.match';
import type { NfHook } from './netfilter';

/** Which packets a table sees; `inet` those of both. */
export type NftFamily = 'ip' | 'ip6' | 'inet';

/** `!=`, or a set in braces that one of the values must be in. */
interface Comparison {
  readonly not: boolean;
  readonly braces: boolean;
}

export type NftCondition =
  | ({
      readonly kind: 'address';
      readonly side: 'saddr' | 'daddr';
      readonly values: readonly Cidr4[];
    } & Comparison)
  /** Kept and printed; no packet of this family comes by. Values as text, `2001:db8::/64`. */
  | ({
      readonly kind: 'address6';
      readonly side: 'saddr' | 'daddr';
      readonly values: readonly string[];
    } & Comparison)
  | ({
      readonly kind: 'protocol';
      readonly key: 'ip protocol' | 'meta l4proto';
      readonly values: readonly number[];
    } & Comparison)
  | ({
      readonly kind: 'port';
      readonly proto: 'tcp' | 'udp';
      readonly side: 'sport' | 'dport';
      readonly values: readonly Range[];
    } & Comparison)
  | ({
      readonly kind: 'device';
      readonly side: 'iifname' | 'oifname';
      /** A trailing `*` stands for any ending. */
      readonly values: readonly string[];
    } & Comparison)
  /** `meta mark [& MASK] VALUE` */
  | { readonly kind: 'mark'; readonly mask: number | null; readonly value: number; readonly not: boolean }
  | { readonly kind: 'state'; readonly values: readonly CtStateName[]; readonly not: boolean }
  /** `fib daddr type local` */
  | { readonly kind: 'local'; readonly side: 'saddr' | 'daddr'; readonly not: boolean };

/** What a rule does when all of its conditions hold. */
export type NftStatement =
  | { readonly kind: 'accept' | 'drop' | 'return' | 'continue' }
  | { readonly kind: 'jump' | 'goto'; readonly chain: string }
  | { readonly kind: 'masquerade'; readonly flags: readonly NftNatFlag[] }
  | { readonly kind: 'snat' | 'dnat'; readonly addr: Ipv4Addr; readonly port: number | null }
  | { readonly kind: 'set-mark'; readonly value: number };
export type NftNatFlag = 'random' | 'fully-random' | 'persistent';

/** A rule as it is written. */
export interface NftRuleSpec {
  readonly conditions: readonly NftCondition[];
  /** Where its counter begins; null when it has none. */
  readonly counter: { readonly packets: number; readonly bytes: number } | null;
  readonly statement: NftStatement | null;
  /** '' for none. */
  readonly comment: string;
}

export interface NftRule extends NftRuleSpec {
  /** Key of its counter, unique in the netns. */
  readonly id: number;
  /** By which it is deleted, unique in its table. */
  readonly handle: number;
}

/** What hangs a chain into the way of packets. */
export interface NftBase {
  readonly type: 'filter' | 'nat';
  readonly hook: NfHook;
  readonly priority: number;
  readonly policy: 'accept' | 'drop';
}

export interface NftChain {
  readonly name: string;
  readonly handle: number;
  readonly comment: string;
  readonly base: NftBase | null;
  /** Key of the policy's counter, which nobody prints. */
  readonly policyId: number;
  readonly rules: readonly NftRule[];
}

export interface NftTable {
  readonly family: NftFamily;
  readonly name: string;
  readonly comment: string;
  readonly chains: ReadonlyMap<string, NftChain>;
  /** The handle given last. */
  readonly lastHandle: number;
}

/** One command of a transaction. `file` and `at` of an error are told by whoever read it. */
export type NftCommand =
  | { readonly do: 'add-table'; readonly table: NftPlace; readonly comment: string; readonly fresh: boolean }
  | { readonly do: 'delete-table' | 'flush-table'; readonly table: NftPlace }
  | {
      readonly do: 'add-chain';
      readonly table: NftPlace;
      readonly chain: string;
      readonly base: NftBase | null;
      readonly comment: string;
      readonly fresh: boolean;
    }
  | { readonly do: 'delete-chain' | 'flush-chain'; readonly table: NftPlace; readonly chain: string }
  | {
      readonly do: 'add-rule' | 'insert-rule';
      readonly table: NftPlace;
      readonly chain: string;
      readonly rule: NftRuleSpec;
    }
  | {
      readonly do: 'delete-rule';
      readonly table: NftPlace;
      readonly chain: string;
      readonly handle: number;
    }
  | { readonly do: 'flush-ruleset' };

export interface NftPlace {
  readonly family: NftFamily;
  readonly name: string;
}
