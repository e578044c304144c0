/**
 * What the stack needs from the outside: time, chance, scheduling, trace. Implemented by sim/, injected here, so that
 * a test can drive one netns with a hand-made Ctx and no engine.
 */
import type { PrngState } from '../base/prng';
import type { Change } from '../model/change';
import type { ControllerRequest } from '../model/cluster';
import type { NewEvent } from '../model/event';
import type { Ifindex, Link, NetnsId } from '../model/link';
import type { Listener } from '../model/listeners';
import type { NeighEntry } from '../model/neigh';
import type { Skb } from '../model/skb';
import type { TcpTimerName } from '../model/tcp';
import type { Netns, World } from '../model/world';
import type { Detail, TraceKind, Verdict } from '../trace/kinds';
import type { TraceSink } from '../trace/sink';
import type { Ipv4Addr } from '../wire/addr';

/**
 * The doors between stations that lead in both directions (a bridge is received from and receives). They are reached
 * through the context, as the kernel reaches them through function pointers, so that no file imports in a circle.
 */
export interface Stack {
  /** The stack receives a frame on `link` (`netif_receive_skb`). */
  receive(ctx: Ctx, ns: Netns, link: Link, skb: Skb): void;
  /** The stack sends a frame through `link` (`dev_queue_xmit`). */
  transmit(ctx: Ctx, ns: Netns, link: Link, skb: Skb): void;
  /** Asks for the link-layer address of `target` (`neigh_ops->solicit`); `waiting` is the packet that needs it. */
  solicit(ctx: Ctx, ns: Netns, link: Link, target: Ipv4Addr, entry: NeighEntry, waiting: Skb | null): void;
  /** Tells the sender of a packet that its next hop did not answer (`neigh_ops->error_report`). */
  unreachable(ctx: Ctx, ns: Netns, link: Link, skb: Skb): void;
  /** Tells whoever listens that a device is gone (`RTM_DELLINK` to the group RTNLGRP_LINK). */
  linkGone?(ctx: Ctx, ns: Netns, link: Link): void;
  /** A rule rejects a packet: its sender gets this ICMP error (`nf_send_unreach`). */
  tell(ctx: Ctx, ns: Netns, link: Link, skb: Skb, type: number, code: number): void;
  /** A rule rejects a TCP segment: its sender gets a reset (`nf_send_reset`). */
  reset(ctx: Ctx, ns: Netns, link: Link, skb: Skb): void;
}

export interface Ctx {
  readonly world: World;
  readonly stack: Stack;
  readonly trace: TraceSink;
  /** Record the present moment follows from; branches (floods) save and restore it. */
  cause: number;
  /** How many devices are sending through one another just now (a tunnel through a bridge through a tunnel). */
  xmitDepth: number;
  /** The netns for writing: copied when the last checkpoint still shares it. Throws when it does not exist. */
  own(id: NetnsId): Netns;
  /**
   * Queues an event `delayNs` from now. Events made by housekeeping are housekeeping unless told otherwise; what follows
   * from a detached process is detached.
   */
  schedule(event: NewEvent, delayNs: number, background?: boolean, detached?: boolean): void;
  /** Queues a frame for a device, which it reaches `delayNs` from now (`netif_rx`): nearly every event is one. */
  arrive(netns: NetnsId, ifindex: Ifindex, skb: Skb, delayNs: number): void;
  /** A watch tells all of them the same, `delayNs` from now: as if an event were scheduled for each. */
  deliver(listeners: readonly Listener[], request: ControllerRequest, delayNs: number): void;
  /** A process has ended: what it still waited for will not come, and nobody waits for it. */
  forgetWakes(netns: NetnsId, pid: number): void;
  /** A TCP timer whose event comes at `atNs` is not needed any more: nobody waits for it. */
  relax(netns: NetnsId, socket: number, timer: TcpTimerName, atNs: number): void;
  /** The random stream of a netns for one purpose. */
  random(netns: NetnsId, purpose: string): PrngState;
  /** Notes a change; the next record carries it. Called by write.ts only. */
  changed(change: Change): void;
  /** Adds a record. Callers ask `trace.on` first, so that a bare run builds nothing. */
  emit<K extends TraceKind>(
    kind: K,
    verdict: Verdict<K>,
    netns: NetnsId,
    dev: Ifindex,
    skb: Skb | null,
    detail: Detail<K>,
  ): void;
}

/** The link with this ifindex, or null. */
export function linkOf(ns: Netns, ifindex: Ifindex): Link | null {
  return ns.links[ifindex] ?? null;
}

/** The link with this name, or null. */
export function linkByName(ns: Netns, name: string): Link | null {
  for (const link of ns.links) if (link?.name === name) return link;
  return null;
}

/** Lowest bit of time the simulation knows: crossing a veth pair or the loopback takes this long. */
export const SOFTIRQ_DELAY_NS = 1000;

/** Says that the bytes changed since they were last stored in the trace. */
export function touch(skb: Skb): void {
  skb.traceRef.frame = -1;
}
