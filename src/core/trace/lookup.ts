/**
 * What every look-up tells, and what a look-up of a route tells besides.
 *
 * It is always the same four: `key` (what was asked), `table` (name and size), `match` (a copy of the winner, or null) and
 * `considered` (how many entries were looked at). The losers are evidence on demand: `candidates` is filled only while a
 * record is being explained.
 */
import type { Ifindex } from '../model/link';
import type { Ipv4Addr } from '../wire/addr';

/** Why an entry that was considered did not win. */
export type LoserReason =
  | 'prefix-mismatch'
  | 'shorter-prefix'
  | 'higher-metric'
  | 'later-entry'
  | 'tos-mismatch'
  | 'scope'
  | 'link-down'
  | 'oif-mismatch'
  | 'other-address'
  | 'other-device'
  | 'rule-selector'
  | 'earlier-table'
  | 'throw';

export interface Candidate<E> {
  readonly entry: E;
  readonly reason: LoserReason;
  /** For prefixes: how many leading bits of the destination agree. */
  readonly agreeingBits?: number;
  /** The entry's key in its table (a MAC or IPv4 address), where the entry itself does not hold it. */
  readonly key?: number;
  /** Where the entry stands, when the look-up spans several tables. */
  readonly table?: string;
}

export interface TableRef {
  /** `main`, `local`, `fdb cni0`, `neigh eth0`, ... */
  readonly name: string;
  readonly size: number;
}

export interface Lookup<Key, Entry> {
  readonly key: Key;
  readonly table: TableRef;
  readonly match: Entry | null;
  readonly considered: number;
  readonly candidates?: readonly Candidate<Entry>[];
}

export interface RouteKey {
  readonly dst: Ipv4Addr;
  /** 0 when not chosen yet. */
  readonly src: Ipv4Addr;
  /** Receiving device, 0 for packets made here. */
  readonly iif: Ifindex;
  /** Device the sender is bound to, 0 when none. */
  readonly oif: Ifindex;
  readonly tos: number;
  readonly mark: number;
  /** Protocol and ports, where a rule or the choice among several ways asks for them. */
  readonly proto?: number;
  readonly sport?: number;
  readonly dport?: number;
}

/** What of a rule did not fit a packet; `not` when everything did and the rule is for all others. */
export type RuleMisfit =
  'from' | 'to' | 'iif' | 'oif' | 'fwmark' | 'tos' | 'ipproto' | 'sport' | 'dport' | 'uidrange' | 'not';

/** One policy rule a route look-up went through. */
export interface RuleVisit {
  readonly pref: number;
  /** 0 when the rule asks no table. */
  readonly table: number;
  /** Entries in that table. */
  readonly size: number;
  /**
   * `hit`: its table, or the rule itself, decided. `no-match`, `throw`, `suppressed`: its table said nothing that
   * counts. `selector`: the rule is for others. `goto`, `nop`: it leads on.
   */
  readonly outcome: 'hit' | 'no-match' | 'selector' | 'throw' | 'suppressed' | 'goto' | 'nop';
  /** With `selector`: which one. */
  readonly misfit?: RuleMisfit;
  /** With `goto`: the preference it leads to. */
  readonly target?: number;
}

/** How one of several ways was chosen. */
export interface NexthopChoice {
  /** 31 bits, made from addresses (and ports). */
  readonly hash: number;
  /** Place in the route's list, from 0. */
  readonly index: number;
  /** Ways there are. */
  readonly count: number;
}
