/** What a match extension is: it reads, prints and judges its own condition. */
import type { NfMatch } from '../../../model/netfilter';
import type { Skb } from '../../../model/skb';
import type { Words } from '../words';

export interface MatchKind<K extends NfMatch['kind']> {
  readonly kind: K;
  /** Reads its options, standing right after `-m NAME`. Null when they make no sense. */
  parse(words: Words): (NfMatch & { readonly kind: K }) | null;
  /** As iptables-save prints it, `-m NAME` included. */
  print(match: NfMatch & { readonly kind: K }): string;
  fits(match: NfMatch & { readonly kind: K }, skb: Skb): boolean;
}
