/**
 * Netfilter rules as data: tables, chains, rules. Text (iptables-save) is a view of them, never the store.
 *
 *   in ─► PREROUTING ─► routing ─► FORWARD ─► POSTROUTING ─► out
 *                          │                       ▲
 *                        INPUT                   OUTPUT
 *                          ▼                       │
 *                        process ──────────────────┘
 */
import type { Cidr4 } from '../wire/addr';
import type { Negatable, NfMatch } from './netfilter.match';
import type { NfTarget } from './netfilter.target';
import type { NftRule } from './nftables';

export type { Negatable, NfMatch } from './netfilter.match';
export type { NatRange, NfTarget } from './netfilter.target';

export type NfHook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

/** In the order in which a hook asks them. */
export const NF_TABLES = ['raw', 'mangle', 'nat', 'filter'] as const;
export type NfTableName = (typeof NF_TABLES)[number];

export interface NfRule {
  /** Key of its counter, unique in the netns. */
  readonly id: number;
  readonly src: Negatable<Cidr4> | null;
  readonly dst: Negatable<Cidr4> | null;
  /** Device names; a trailing `+` stands for any ending. */
  readonly in: Negatable<string> | null;
  readonly out: Negatable<string> | null;
  /** IP protocol number. */
  readonly proto: Negatable<number> | null;
  readonly matches: readonly NfMatch[];
  /** Null: the rule only counts. */
  readonly target: NfTarget | null;
  /** The rule of nftables it stands for: then the conditions are there, and nowhere else. */
  readonly nft?: NftRule;
}

export interface NfChain {
  readonly name: string;
  /** Null for user chains: at their end the packet returns. */
  readonly policy: 'ACCEPT' | 'DROP' | null;
  /** Key of the policy's counter. */
  readonly policyId: number;
  readonly rules: readonly NfRule[];
}

export interface NfTable {
  readonly name: NfTableName;
  readonly chains: ReadonlyMap<string, NfChain>;
  /** A rule of it speaks of flows: then the namespace tracks them. */
  readonly needsConntrack: boolean;
}

/** Packets and bytes a rule has seen. */
export interface NfCounter {
  readonly packets: number;
  readonly bytes: number;
}

/** The built-in chains of each table. Source: net/ipv4/netfilter/iptable_*.c. */
export const NF_BUILT_IN: Readonly<Record<NfTableName, readonly NfHook[]>> = {
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
};
