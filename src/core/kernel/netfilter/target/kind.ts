/** What a target is: it reads and prints its own options and acts on a packet. */
import type { NfTarget, NfTableName } from '../../../model/netfilter';
import type { Ifindex } from '../../../model/link';
import type { Skb } from '../../../model/skb';
import type { Netns } from '../../../model/world';
import type { Ctx } from '../../ctx';
import type { Words } from '../words';

/**
 * What comes of it: the packet leaves the table (accept), ends (drop), goes back to the calling chain (return), goes on
 * with the next rule (continue), or is translated, which also leaves the table.
 */
export type TargetVerdict = 'accept' | 'drop' | 'return' | 'continue' | 'translate';

/** Where the packet is. */
export interface HookPoint {
  readonly in: Ifindex;
  readonly out: Ifindex;
  /** Next hop the route chose, 0 before routing. */
  readonly nexthop: number;
}

export interface TargetKind<K extends NfTarget['kind']> {
  readonly kind: K;
  /** Tables that may hold it; null for all. */
  readonly tables: readonly NfTableName[] | null;
  /** Reads its options, standing right after `-j NAME`. Null when they make no sense. */
  parse(words: Words): (NfTarget & { readonly kind: K }) | null;
  /** As iptables-save prints it, `-j NAME` included. */
  print(target: NfTarget & { readonly kind: K }): string;
  act(
    ctx: Ctx,
    ns: Netns,
    target: NfTarget & { readonly kind: K },
    skb: Skb,
    point: HookPoint,
  ): TargetVerdict;
}
