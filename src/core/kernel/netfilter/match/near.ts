/** The matches that are at hand: the rules of every node have them. */
import type { NfMatch } from '../../../model/netfilter.match';
import { comment } from './comment';
import { conntrack } from './conntrack';
import type { MatchKind } from './kind';
import { mark } from './mark';
import { multiport } from './multiport';
import { udp } from './udp';

export const nearMatches: { readonly [K in NfMatch['kind']]?: MatchKind<K> } = {
  comment,
  conntrack,
  mark,
  multiport,
  udp,
};
