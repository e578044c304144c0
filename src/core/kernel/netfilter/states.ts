/** The states of a packet's flow, as `-m conntrack` and `-m state` name them. */
import type { CtStateName } from '../../model/netfilter.match';
import { CT_STATES } from '../../model/netfilter.match';
import type { Netns } from '../../model/world';
import type { Skb } from '../../model/skb';
import { ctState, entryOf } from './conntrack';
import type { Seen } from './seen';
import { isDestinationNat, isSourceNat } from './tuple';

/** A list of states; null when it holds another word. */
export function parseStates(text: string, known: readonly CtStateName[]): readonly CtStateName[] | null {
  const words = text.split(',').map((word) => word.toUpperCase());
  const wanted = new Set(words);
  const states = known.filter((state) => wanted.has(state));
  return states.length === wanted.size ? states : null;
}

export function printStates(states: readonly CtStateName[]): string {
  return CT_STATES.filter((state) => states.includes(state)).join(',');
}

/** Whether what is asked is the state alone, and nothing of how the flow is translated. */
export function isOfState(states: readonly CtStateName[]): boolean {
  return !states.includes('SNAT') && !states.includes('DNAT');
}

/** {@link hasState}, or its contrary, for many packets. */
export function readyStates(states: readonly CtStateName[], invert: boolean): (seen: Seen) => boolean {
  if (!isOfState(states)) {
    return ({ ns, skb }) => hasState(ns, skb, states) !== invert;
  }
  const fits = (state: CtStateName): boolean => states.includes(state) !== invert;
  const [invalid, untracked, related] = [fits('INVALID'), fits('UNTRACKED'), fits('RELATED')];
  const [fresh, established] = [fits('NEW'), fits('ESTABLISHED')];
  return ({ skb }) => {
    if (skb.untracked) return untracked;
    if (skb.ct === null) return invalid;
    const { state } = skb.ct;
    return state === 'ESTABLISHED' ? established : state === 'NEW' ? fresh : related;
  };
}

/** Whether one of the states is the packet's. Source: net/netfilter/xt_conntrack.c conntrack_mt. */
export function hasState(ns: Netns, skb: Skb, states: readonly CtStateName[]): boolean {
  if (states.includes(ctState(skb))) return true;
  const entry = entryOf(ns, skb);
  if (entry === null) return false;
  return (
    (states.includes('SNAT') && isSourceNat(entry)) || (states.includes('DNAT') && isDestinationNat(entry))
  );
}
