/** What a target is: it reads and prints its own options and acts on a packet. */
import type { NfHook, NfTableName } from '../../../model/netfilter';
import type { NfTarget } from '../../../model/netfilter.target';
import type { Read, Seen } from '../seen';
import type { Words } from '../words';

/**
 * What comes of it: the packet leaves the table (accept), ends (drop), goes back to the calling chain (return), goes on
 * with the next rule (continue), or is translated, which also leaves the table.
 */
export type TargetVerdict = 'accept' | 'drop' | 'return' | 'continue' | 'translate';

export type TargetOf<K extends NfTarget['kind']> = Extract<NfTarget, { readonly kind: K }>;

export interface TargetKind<K extends NfTarget['kind']> {
  readonly kind: K;
  /** Tables that may hold it; null for all. */
  readonly tables: readonly NfTableName[] | null;
  /** Hooks it works in, wherever it is called from there; absent for all. */
  readonly hooks?: readonly NfHook[];
  /** Protocols one of which `-p` must name; null, or no such function, for all. */
  protosOf?(target: TargetOf<K>): readonly number[] | null;
  /** It works on flows: a namespace with such a rule tracks. */
  readonly needsConntrack?: true;
  /** Without any option yet; null when there is no target without one. */
  readonly start: TargetOf<K> | null;
  /** Reads one option (`--to-source`) and its value. */
  option(draft: TargetOf<K> | null, name: string, words: Words): Read<TargetOf<K>>;
  /** As iptables-save prints it, `-j NAME` included. */
  print(target: TargetOf<K>): string;
  act(target: TargetOf<K>, seen: Seen): TargetVerdict;
}

/** One of each; jumps to chains are no target of their own. */
export type TargetKinds = { readonly [K in Exclude<NfTarget['kind'], 'jump'>]: TargetKind<K> };
