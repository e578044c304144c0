/** What rules are asked about: a packet at a hook. */
import type { Ifindex } from '../../model/link';
import type { NfHook } from '../../model/netfilter';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';

/** Where the packet is. */
export interface HookPoint {
  readonly in: Ifindex;
  readonly out: Ifindex;
  /** Next hop the route chose, 0 before routing. */
  readonly nexthop: number;
}

/** A packet in front of a rule. */
export interface Seen {
  readonly ctx: Ctx;
  readonly ns: Netns;
  readonly hook: NfHook;
  readonly skb: Skb;
  readonly point: HookPoint;
}

/** What rules ask first, read once for all of them. Addresses as signed numbers, which need no memory of their own. */
export interface Header {
  readonly src: number;
  readonly dst: number;
  readonly proto: number;
  /** Where the ports are, the source's first; -1 for what has none. */
  readonly portsAt: number;
  readonly in: string;
  readonly out: string;
}

/** What came of an option: the part with it, or that it is another's, or that its value makes no sense. */
export type Read<T> = T | 'unknown' | 'bad';
