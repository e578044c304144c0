/** `-m state [!] --state …`, the older form of `-m conntrack --ctstate`. Source: net/netfilter/xt_state.c. */
import { CT_STATES } from '../../../model/netfilter.match';
import { readWord } from '../values';
import type { MatchKind } from './kind';
import { hasState, parseStates, printStates } from '../states';

const KNOWN = CT_STATES.filter((state) => state !== 'SNAT' && state !== 'DNAT');

export const state: MatchKind<'state'> = {
  kind: 'state',
  needsConntrack: true,
  start: null,
  option(_draft, name, invert, words) {
    if (name !== '--state') return 'unknown';
    const states = readWord(words, (text) => parseStates(text, KNOWN));
    return states === null ? 'bad' : { kind: 'state', states, invert };
  },
  print: ({ states, invert }) => `-m state ${invert ? '! ' : ''}--state ${printStates(states)}`,
  fits: ({ states, invert }, { ns, skb }) => hasState(ns, skb, states) !== invert,
  alike: () => true,
};
