/** The kinds of records that tell of routing daemons: sessions, what is told in them, and which route is chosen. */
import type { BgpState, BirdDest, SelectionStep } from '../model/bird';
import type { Ifindex } from '../model/link';
import type { Errno } from '../model/op';
import type { Cidr4, Ipv4Addr } from '../wire/addr';
import type { Kind } from './kinds.cluster';

/** Why a session is where it is now. */
export type BgpSessionReason =
  | 'started'
  | 'passive'
  | 'no-neighbour'
  | 'no-link'
  | 'error-wait'
  | 'timer'
  | 'called'
  | 'connected'
  | 'open-received'
  | 'keepalive-received'
  | 'collision'
  | 'socket-error'
  | 'closed-by-peer'
  | 'notification-received'
  | 'error-found'
  | 'hold-timer'
  | 'neighbour-lost'
  | 'peer-restarts'
  | 'restart-time-over'
  | 'stopped';

/** One prefix as an UPDATE tells it. */
export interface BgpTold extends Cidr4 {
  readonly path: readonly number[];
  readonly nextHop: Ipv4Addr;
}

/** Why a route is not told in a session, or not written into the kernel. */
export type ExportRefusal =
  /** It came from there. */
  | 'own'
  /** Told by an internal neighbour, and nobody reflects it. */
  | 'internal'
  /** Its cluster list names us. */
  | 'cluster-loop'
  | 'filter'
  /** A network of a link here: the kernel knows it. */
  | 'device';

export interface RouteRival {
  readonly protocol: string;
  /** Speaker that told it, 0 for none. */
  readonly peer: Ipv4Addr;
  readonly by: SelectionStep;
}

/** Part of {@link TraceKinds}. */
export interface BgpTraceKinds {
  /** A BGP session changes its state. */
  'bgp.session': Kind<
    BgpState,
    {
      readonly protocol: string;
      readonly peer: Ipv4Addr;
      readonly peerAs: number;
      /** The peer called. */
      readonly incoming: boolean;
      readonly before: BgpState;
      readonly why: BgpSessionReason;
      /** Of a NOTIFICATION, or 0. */
      readonly code: number;
      readonly subcode: number;
      readonly errno: Errno | null;
      /** Until something is done again, or the hold time agreed on; 0 where there is none. */
      readonly seconds: number;
    }
  >;
  /** An UPDATE is sent or received. */
  'bgp.update': Kind<
    'sent' | 'received',
    {
      readonly protocol: string;
      readonly peer: Ipv4Addr;
      readonly announced: readonly BgpTold[];
      readonly withdrawn: readonly Cidr4[];
      /** Changes the peer is not told of. */
      readonly refused: readonly (Cidr4 & { readonly why: ExportRefusal; readonly filter: string })[];
      /** It has been told everything there is (End-of-RIB). */
      readonly endOfRib: boolean;
    }
  >;
  /**
   * A route comes into the table or goes: `best` is the one used from now on, `kept` waits behind a better one, `rejected`
   * never gets in, `withdrawn` leaves; `unchanged` is nothing new.
   */
  'bird.route': Kind<
    'best' | 'kept' | 'rejected' | 'withdrawn' | 'unchanged',
    Cidr4 & {
      readonly protocol: string;
      readonly peer: Ipv4Addr;
      readonly dest: BirdDest;
      readonly gateway: Ipv4Addr;
      readonly dev: Ifindex;
      /** With `best`: the one it beat. With `kept`: the one it lost to. With `withdrawn`: the one that is used now. */
      readonly rival: RouteRival | null;
      /** With `rejected`. */
      readonly why: 'filter' | 'as-loop' | 'originator-loop' | 'cluster-loop' | 'next-hop' | null;
      readonly filter: string;
      /** Routes of the prefix there are now. */
      readonly routes: number;
    }
  >;
  /** A best route goes into the kernel's table, or does not. */
  'bird.kernel': Kind<
    'written' | 'removed' | 'refused' | 'failed',
    Cidr4 & {
      /** Protocol it was learned by; empty when it is removed. */
      readonly protocol: string;
      readonly dest: BirdDest;
      readonly gateway: Ipv4Addr;
      readonly dev: string;
      /** Ways, where several are equally good. */
      readonly ways: number;
      readonly why: ExportRefusal | null;
      readonly filter: string;
      readonly errno: Errno | null;
    }
  >;
}
