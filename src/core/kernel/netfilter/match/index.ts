/** The list of match extensions. */
import type { NfMatch } from '../../../model/netfilter';
import { comment } from './comment';
import type { MatchKind } from './kind';
import { mark } from './mark';

export const matchKinds: { readonly [K in NfMatch['kind']]: MatchKind<K> } = { comment, mark };
