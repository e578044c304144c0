/** Rules that did not fit a packet: what a record of a rule tells only while it is being explained. */
import type { NfRule } from '../model/netfilter';

/** The condition of a rule that did not hold; a number counts its matches from 0. */
export type NfMisfit = 'src' | 'dst' | 'in' | 'out' | 'proto' | number;

/** A rule that did not fit. */
export interface NfMissed {
  /** Position in the chain, from 1. */
  readonly number: number;
  readonly rule: NfRule;
  readonly misfit: NfMisfit;
}

/** A chain that no rule ended, and the rules since the last one that fitted. */
export interface NfLeft {
  readonly chain: string;
  readonly missed: readonly NfMissed[];
}
