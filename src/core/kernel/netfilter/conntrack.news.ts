/** What a packet turned out to be to its flow. */
import type { CtEntry } from '../../model/conntrack';

export type FlowNews =
  /** The entry as it is now. `counts`: it lives longer for it, and accounting counts the packet. */
  | { readonly kind: 'update'; readonly entry: CtEntry; readonly counts: boolean }
  /** The packet is no part of the flow, and yet may leave a trace in it. */
  | { readonly kind: 'invalid'; readonly entry: CtEntry }
  /** The flow is over: forget it; `again` begins a new one with this packet. */
  | { readonly kind: 'over'; readonly again: boolean };
