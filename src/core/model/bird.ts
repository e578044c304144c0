/**
 * BIRD, the routing daemon: what it remembers. Plain data that its app (apps/bird) writes and views read. Times are
 * simulated ns; a due time of 0 is a timer that does not run.
 */
import type { PersistentMap } from '../base/persistent-map';
import type { Cidr4, Ipv4Addr } from '../wire/addr';
import type { BgpAttributes } from '../wire/bgp.types';
import type { BirdConfig, ProtocolConfig } from './bird.config';
import type { Ifindex } from './link';

/** What becomes of packets: a gateway, the link itself, or one of three ends. */
export type BirdDest = 'via' | 'device' | 'blackhole' | 'unreachable' | 'prohibit';

/** Attributes for the kernel (`krt_metric` and its like): learned from it, or set by a filter. */
export interface KernelAttributes {
  readonly metric?: number;
  /** Number of the protocol that wrote the route there. */
  readonly source?: number;
  readonly prefsrc?: Ipv4Addr;
  /** Calico's own: the device packets leave by, '' for none. */
  readonly tunnel?: string;
}

export interface BirdRoute extends Cidr4 {
  /** Number of the protocol it came from. */
  readonly protocol: number;
  /** Tells several routes of one protocol for one prefix apart: path identifier or device. */
  readonly privateId: number;
  /** Routes are counted as they come. */
  readonly ordinal: number;
  /** What it is called in sessions with ADD-PATH. */
  readonly source: number;
  readonly kind: 'static' | 'device' | 'kernel' | 'bgp';
  readonly preference: number;
  readonly dest: BirdDest;
  /** 0 unless `dest` is `via`. */
  readonly gateway: Ipv4Addr;
  readonly dev: Ifindex;
  readonly sinceNs: number;
  /** When it was heard last, though it was nothing new. */
  readonly heardNs: number;
  /** Null for routes that no BGP speaker told. */
  readonly attributes: BgpAttributes | null;
  /** The address whose own route tells the gateway; 0 when the gateway is known by itself. */
  readonly host: Ipv4Addr;
  /** Cost to the next hop; null when unknown. */
  readonly igpMetric: number | null;
  readonly kernel: KernelAttributes | null;
  /** Of the speaker that told it; 0 for others. */
  readonly peer: Ipv4Addr;
  readonly peerId: Ipv4Addr;
  /** That speaker is of our own autonomous system. */
  readonly internal: boolean;
}

/** What decides between two routes of one prefix, in this order. */
export type SelectionStep =
  | 'preference'
  | 'unreachable'
  | 'local-pref'
  | 'path-length'
  | 'origin'
  | 'med'
  | 'external'
  | 'igp-metric'
  | 'router-id'
  | 'cluster-length'
  | 'peer-address'
  | 'older';

/** States of a connection (RFC 4271 section 8.2.2), and BIRD's own for one that only has a NOTIFICATION to say. */
export type BgpState = 'Idle' | 'Connect' | 'Active' | 'OpenSent' | 'OpenConfirm' | 'Established';

/** What the peer's OPEN said it can do. */
export interface BgpAbilities {
  readonly as4: boolean;
  readonly refresh: boolean;
  readonly enhancedRefresh: boolean;
  readonly addPathReceive: boolean;
  readonly addPathSend: boolean;
  /** It says when it has told everything. */
  readonly restartAware: boolean;
  /** Its routes are kept while it restarts. */
  readonly restartAble: boolean;
  readonly restartTime: number;
  /** It has gone on forwarding while it restarted. */
  readonly forwarding: boolean;
  readonly longLivedAware: boolean;
}

export interface BgpConnection {
  readonly state: BgpState;
  /** 0 without one. */
  readonly socket: number;
  readonly connectDueNs: number;
  readonly holdDueNs: number;
  /** Seconds, as agreed. */
  readonly holdTime: number;
  readonly keepaliveDueNs: number;
  readonly keepaliveTime: number;
  /** Beginning of a message whose end has not come. */
  readonly received: Uint8Array;
  /** What the socket had no room for. */
  readonly unsent: Uint8Array;
  /** Null before its OPEN came. */
  readonly abilities: BgpAbilities | null;
}

/** Why a session is not up any more, in BIRD's classes. */
export interface BgpLastError {
  readonly class: 'misc' | 'socket' | 'received' | 'sent';
  readonly text: string;
}

export interface BgpSession {
  /** `neighbour`: waits until the neighbour's network is on a link here. `delay`: waits after an error. */
  readonly phase: 'neighbour' | 'delay' | 'connect';
  readonly outgoing: BgpConnection;
  readonly incoming: BgpConnection;
  /** Which of the two stands, null while none does. */
  readonly established: 'outgoing' | 'incoming' | null;
  readonly lastError: BgpLastError | null;
  readonly lastErrorNs: number;
  /** Seconds to wait before the next start. */
  readonly startupDelay: number;
  readonly startupDueNs: number;
  /** Routes of a peer that restarts are kept until then. */
  readonly restartDueNs: number;
  /** Since when routes must have been heard again, while a peer comes back; 0 otherwise. */
  readonly staleNs: number;
  /** Calls since it started. */
  readonly calls: number;
  readonly remoteId: Ipv4Addr;
  readonly localAddress: Ipv4Addr;
  /** Device of a neighbour on the link, else 0. */
  readonly dev: Ifindex;
  /** It has been told everything there was, and hears of every change. */
  readonly fed: boolean;
  /** It is to hear all again, and to forget the rest: the filter is another one. */
  readonly again: boolean;
  /** When the event comes that looks at the timers; 0 for none. */
  readonly eventNs: number;
  readonly sent: number;
  readonly heard: number;
}

/** Counters of `show protocols all`. */
export interface RouteStats {
  readonly imported: number;
  readonly exported: number;
  readonly importUpdates: RouteCounts;
  readonly importWithdraws: RouteCounts;
  readonly exportUpdates: RouteCounts;
  readonly exportWithdraws: RouteCounts;
}

export interface RouteCounts {
  readonly received: number;
  readonly rejected: number;
  readonly filtered: number;
  readonly ignored: number;
  readonly accepted: number;
}

export interface BirdProtocol {
  readonly no: number;
  readonly config: ProtocolConfig;
  readonly state: 'down' | 'start' | 'up';
  readonly sinceNs: number;
  /** By hand. */
  readonly disabled: boolean;
  readonly stats: RouteStats;
  /** Of BGP only. */
  readonly session: BgpSession | null;
}

export interface BirdInterface {
  readonly ifindex: Ifindex;
  readonly name: string;
  readonly admin: boolean;
  /** It is no more, and known because routes lead to it that no scan took out yet (`IF_SHUTDOWN`). */
  readonly gone?: true;
  readonly link: boolean;
  readonly mtu: number;
  readonly loopback: boolean;
  readonly broadcast: boolean;
  readonly addrs: readonly { readonly local: Ipv4Addr; readonly len: number; readonly secondary: boolean }[];
}

/** What the table says about a next hop. */
export interface BirdHost {
  readonly addr: Ipv4Addr;
  readonly dest: BirdDest;
  readonly gateway: Ipv4Addr;
  readonly dev: Ifindex;
  readonly igpMetric: number | null;
  /** Routes that need it. */
  readonly users: number;
}

/** How a route was written into the kernel; `key` tells one way from another. */
export interface WrittenRoute {
  readonly key: string;
  readonly metric: number;
}

export interface BirdState {
  readonly path: string;
  /** Null before it has started. */
  readonly config: BirdConfig | null;
  readonly routerId: Ipv4Addr;
  readonly startedNs: number;
  readonly configuredNs: number;
  /** Socket that hears calls, 0 for none. */
  readonly listener: number;
  /** By number. */
  readonly protocols: PersistentMap<BirdProtocol>;
  /** Numbers in the order of the configuration. */
  readonly order: readonly number[];
  readonly nextProtocol: number;
  /** Protocol of a socket: its number twice, one more for an incoming call. */
  readonly sockets: PersistentMap<number>;
  /** By `prefixKey`, the best route first. */
  readonly rib: PersistentMap<readonly BirdRoute[]>;
  readonly interfaces: readonly BirdInterface[];
  /** Next hops, by address. */
  readonly hosts: PersistentMap<BirdHost>;
  /** Routes of a prefix as they were before the changes nobody was told of yet. */
  readonly pending: PersistentMap<readonly BirdRoute[]>;
  /** Whether the event that tells of them is on its way. */
  readonly flushing: boolean;
  /** By `prefixKey`. */
  readonly written: PersistentMap<WrittenRoute>;
  /** Prefixes whose routes the kernel refused. */
  readonly unwritten: PersistentMap<true>;
  /** Whether a scan of the kernel's table is on its way. */
  readonly scanning: boolean;
  /** Routes that have come so far. */
  readonly routesCome: number;
  /** Next number of a source, and those handed out, by a number made of the protocol's and the private one. */
  readonly nextSource: number;
  readonly sources: PersistentMap<number>;
}

/** A state as it is shown: a session that waits for calls is Passive, one whose protocol is down has none. */
export type BgpStateWord = BgpState | 'Passive' | 'Down';

/** Source: BIRD 1.6.8 proto/bgp/bgp.c bgp_state_dsc. */
export function bgpStateWord({ state, config, session }: BirdProtocol): BgpStateWord {
  if (session === null || state === 'down') return 'Down';
  const order: readonly BgpState[] = ['Idle', 'Connect', 'Active', 'OpenSent', 'OpenConfirm', 'Established'];
  const furthest =
    order[Math.max(order.indexOf(session.outgoing.state), order.indexOf(session.incoming.state))];
  const passive = config.kind === 'bgp' && config.passive;
  if (furthest === undefined || (furthest === 'Idle' && passive && session.phase === 'connect'))
    return 'Passive';
  return furthest;
}
