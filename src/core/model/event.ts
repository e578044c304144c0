/** Events waiting in the queue: data, never callbacks, so that they can be cloned, hashed and replayed. */
import type { Ipv4Addr, MacAddr } from '../wire/addr';
import type { ControllerRequest } from './cluster';
import type { Ifindex, NetnsId } from './link';
import type { Process, ProcessLimit, Wake } from './process';
import type { Skb } from './skb';
import type { TcpTimerName } from './tcp';
import type { WireguardTimer } from './wireguard';

interface EventBase {
  /** Simulated time, integer ns. */
  readonly at: number;
  /** Insertion order: breaks ties of `at`. */
  readonly seq: number;
  /** The one netns this event runs in. */
  readonly netns: NetnsId;
  /** Housekeeping that nobody waits for: "quiet" means no foreground event is left. */
  readonly background: boolean;
  /**
   * Follows from a process that nobody waits for any longer (`ping` without `-c`, `&`). It is no housekeeping: the trace
   * tells it like everything else, but "quiet" does not wait for it.
   */
  readonly detached: boolean;
  /** Record that led to this event; trace bookkeeping, left out of the hash. */
  readonly traceRef: number;
}

/** A frame reaches a device from its wire (`netif_rx`). */
export interface FrameArrive extends EventBase {
  readonly kind: 'frame.arrive';
  readonly ifindex: Ifindex;
  readonly skb: Skb;
}

/** A frame goes from a device to the one it stands upon, or from there up to it; both may be in different namespaces. */
export interface FrameStacked extends EventBase {
  readonly kind: 'frame.stacked';
  readonly ifindex: Ifindex;
  /** `route`: the netns of the card routes it (ipvlan). */
  readonly way: 'up' | 'down' | 'route';
  readonly skb: Skb;
}

/** The timer of a neighbour entry (`neigh_timer_handler`). */
export interface NeighTimer extends EventBase {
  readonly kind: 'neigh.timer';
  readonly ifindex: Ifindex;
  readonly addr: Ipv4Addr;
}

/** An answer on behalf of somebody else has waited long enough (`neigh_proxy_process`). */
export interface ArpProxy extends EventBase {
  readonly kind: 'arp.proxy';
  readonly ifindex: Ifindex;
  /** The request; never written. */
  readonly skb: Skb;
}

/** A learned fdb entry may have to be forgotten (`br_fdb_cleanup`, `vxlan_cleanup`). One per entry. */
export interface FdbTimer extends EventBase {
  readonly kind: 'fdb.timer';
  readonly ifindex: Ifindex;
  readonly mac: MacAddr;
  /** Of a bridge's entry in a VLAN. */
  readonly vid?: number;
}

/** The fragments of a datagram waited long enough (`ip_expire`). */
export interface FragmentTimer extends EventBase {
  readonly kind: 'fragment.timer';
  readonly key: string;
}

/** A conntrack entry may have to be forgotten. */
export interface ConntrackTimer extends EventBase {
  readonly kind: 'conntrack.timer';
  readonly id: number;
}

/** A timer of a wireguard peer. */
export interface WireguardTimerDue extends EventBase {
  readonly kind: 'wireguard.timer';
  readonly ifindex: Ifindex;
  /** Public key of the peer. */
  readonly peer: string;
  readonly timer: WireguardTimer;
}

/** A timer of a TCP connection, or of an SCTP association. */
export interface TcpTimerDue extends EventBase {
  readonly kind: 'tcp.timer';
  /** Id of its socket. */
  readonly socket: number;
  readonly timer: TcpTimerName;
}

/** A process may run: something arrived, or its own timer fired. */
export interface ProcessWake extends EventBase {
  readonly kind: 'process.wake';
  readonly pid: number;
  readonly wake: Wake;
}

/** A learner's action reaches the machines. */
export interface InputDue extends EventBase {
  readonly kind: 'input.due';
  /** Index in the input log. */
  readonly input: number;
}

/** A control loop hears of something it watches. */
export interface ControllerDue extends EventBase {
  readonly kind: 'controller.due';
  /** Its id. */
  readonly controller: string;
  readonly request: ControllerRequest;
  /** What else a watch delivers to it at the same instant, in order; only the engine adds to it. */
  readonly more?: Delivery[];
}

/** One more thing a control loop hears, with the record that led to it. */
export interface Delivery {
  readonly request: ControllerRequest;
  readonly traceRef: number;
}

export type SimEvent =
  | FrameArrive
  | FrameStacked
  | NeighTimer
  | ArpProxy
  | FdbTimer
  | FragmentTimer
  | ConntrackTimer
  | WireguardTimerDue
  | TcpTimerDue
  | ProcessWake
  | InputDue
  | ControllerDue;

/** What a caller hands to `schedule`; the engine adds the rest. Frames have a door of their own. */
export type NewEvent =
  | Pick<FrameStacked, 'kind' | 'netns' | 'ifindex' | 'way' | 'skb'>
  | Pick<NeighTimer, 'kind' | 'netns' | 'ifindex' | 'addr'>
  | Pick<ArpProxy, 'kind' | 'netns' | 'ifindex' | 'skb'>
  | Pick<FdbTimer, 'kind' | 'netns' | 'ifindex' | 'mac' | 'vid'>
  | Pick<FragmentTimer, 'kind' | 'netns' | 'key'>
  | Pick<ConntrackTimer, 'kind' | 'netns' | 'id'>
  | Pick<WireguardTimerDue, 'kind' | 'netns' | 'ifindex' | 'peer' | 'timer'>
  | Pick<TcpTimerDue, 'kind' | 'netns' | 'socket' | 'timer'>
  | Pick<ProcessWake, 'kind' | 'netns' | 'pid' | 'wake'>
  | Pick<InputDue, 'kind' | 'netns' | 'input'>
  | Pick<ControllerDue, 'kind' | 'netns' | 'controller' | 'request'>;

/** A process about to start: everything but what the kernel hands out. */
export type NewProcess = Pick<Process, 'app' | 'argv' | 'state' | 'daemon' | 'netlink' | 'job' | 'shell'> & {
  /** Ends by itself only after very long, or never: it is waited for so long as `FOREGROUND_NS` says. */
  readonly endless?: boolean;
  /** It may never end: it is waited for so long, ns. */
  readonly foregroundNs?: number;
  /** `&`: nobody waits for it at all. */
  readonly background?: boolean;
  /** When it is sent a signal, if it still runs (`timeout`). */
  readonly limit?: ProcessLimit;
};
