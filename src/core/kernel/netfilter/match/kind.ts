/** What a match extension is: it reads, prints and judges its own condition. */
import type { NfHook } from '../../../model/netfilter';
import type { NfMatch } from '../../../model/netfilter.match';
import type { Header, Read, Seen } from '../seen';
import type { Words } from '../words';

export type MatchOf<K extends NfMatch['kind']> = Extract<NfMatch, { readonly kind: K }>;

export interface MatchKind<K extends NfMatch['kind']> {
  readonly kind: K;
  /** Protocols one of which `-p` must name; absent for all. */
  readonly protos?: readonly number[];
  /** Hooks it may be asked in, wherever its chain is called from there; absent for all. */
  readonly hooks?: readonly NfHook[];
  /** It asks conntrack: a namespace with such a rule tracks. */
  readonly needsConntrack?: true;
  /** Without any option yet; null when there is no match without one. */
  readonly start: MatchOf<K> | null;
  /** Reads one option (`--mark`) and its value; `invert` says that `!` stood before it. */
  option(draft: MatchOf<K> | null, name: string, invert: boolean, words: Words): Read<MatchOf<K>>;
  /** As iptables-save prints it, `-m NAME` included. */
  print(match: MatchOf<K>): string;
  /** `rule` is the rule's id, under which some keep a count. */
  fits(match: MatchOf<K>, seen: Seen, rule: number): boolean;
  /**
   * Whether packets with the same addresses, protocol, ports (or type and code of ICMP), devices, mark and state of their flow
   * are judged the same, while sets stay as they are (`Netns.ipsets`). Absent: they need not be.
   */
  alike?(match: MatchOf<K>, seen: Seen): boolean;
  /** The same judgement with everything worked out that does not depend on the packet, where that is much. */
  ready?(match: MatchOf<K>): (seen: Seen & Header) => boolean;
}
