/** What the backends have in common. Source: flannel pkg/backend/common.go. */
import type { Result } from '../../../base/result';
import type { Cidr4 } from '../../../wire/addr';
import type { Netns } from '../../../model/world';
import type { BackendConf } from '../backend-conf';
import type { Effect, Message } from '../effect';
import type { ExtIface } from '../ext-iface';
import type { Lease, LeaseAttrs, LeaseEvent } from '../lease';

/** What a backend knows of its node while it starts. */
export interface StartFacts {
  readonly ns: Netns;
  readonly ext: ExtIface;
  readonly network: Cidr4;
  /** The VTEP address found in the node's annotation, empty when there is none. */
  readonly storedMac: string;
  /** A file of the node, null when there is none. */
  readonly file: (path: string) => string | null;
  /** So many random bytes. */
  readonly random: (count: number) => Uint8Array;
}

/** The part of a start that comes before the lease: perhaps a device, and what is to be published. */
export interface Registered {
  readonly effects: readonly Effect[];
  readonly attrs: LeaseAttrs;
  /** The device it works with, null for none. */
  readonly device: string | null;
}

/** A running backend. Plain data: it is kept in the World. */
export interface Running<C extends BackendConf = BackendConf> {
  readonly conf: C;
  readonly ext: ExtIface;
  readonly network: Cidr4;
  readonly device: string | null;
}

/** The messages a lease comes to; null where it is more. */
export type Plainly = (event: LeaseEvent) => readonly Message[] | null;

export interface Backend<C extends BackendConf> {
  /** Or the line with which flanneld ends. */
  register(facts: StartFacts, conf: C): Result<Registered, string>;
  /** The part of a start that comes after the lease. */
  configure(facts: StartFacts, running: Running<C>, lease: Lease): Result<readonly Effect[], string>;
  /** A lease of another node came or went. */
  onLease(ns: Netns, running: Running<C>, event: LeaseEvent): readonly Effect[];
  /**
   * `onLease` where it is nothing but messages: the same function for all nodes on which the same lease comes to the same
   * messages, whatever else is there. Null, or absent, where that is not so.
   */
  plainly?(running: Running<C>): Plainly | null;
  /** Its routes are looked after every ten seconds; absent where nobody does. */
  recover?(ns: Netns, running: Running<C>, leases: readonly Lease[]): readonly Effect[];
}
