/** A peer's state: making, changing, forgetting. Source: drivers/net/wireguard/peer.c, noise.c. */
import { nextU32 } from '../../../base/prng';
import type { WireguardLink } from '../../../model/link';
import type { WireguardPeer, WireguardSession, WireguardTimer } from '../../../model/wireguard';
import type { Netns } from '../../../model/world';
import type { Ctx } from '../../ctx';
import { putWireguardPeer } from '../../write';

/** One peer of one device, and the place its state is written to. */
export interface At {
  readonly ctx: Ctx;
  readonly ns: Netns;
  readonly link: WireguardLink;
  /** Public key of the peer. */
  readonly key: string;
}

export const NO_TIMERS: WireguardPeer['timers'] = { retry: 0, keepalive: 0, silence: 0 };

export function newPeer(op: number): WireguardPeer {
  return {
    endpoint: null,
    allowedIps: [],
    current: null,
    previous: null,
    next: null,
    initiation: 0,
    retries: 0,
    lastSentNs: null,
    timers: NO_TIMERS,
    staged: [],
    handshakeNs: null,
    rxBytes: 0,
    txBytes: 0,
    op,
  };
}

/** The peer as it is now; null when it was removed. */
export function peerOf({ link, key }: At): WireguardPeer | null {
  return link.peers.entries.get(key) ?? null;
}

export function patchPeer(at: At, patch: Partial<WireguardPeer>): void {
  const peer = peerOf(at);
  if (peer !== null) putWireguardPeer(at.ctx, at.ns, at.link, at.key, { ...peer, ...patch });
}

/** Starts a timer, or starts it anew. What was scheduled before is out of date. */
export function startTimer(at: At, timer: WireguardTimer, delayNs: number, background: boolean): void {
  const { ctx, ns, link, key } = at;
  const peer = peerOf(at);
  if (peer === null) return;
  ctx.schedule(
    { kind: 'wireguard.timer', netns: ns.id, ifindex: link.ifindex, peer: key, timer },
    delayNs,
    background,
  );
  patchPeer(at, { timers: { ...peer.timers, [timer]: ctx.world.nowNs + delayNs } });
}

export function stopTimer(at: At, timer: WireguardTimer): void {
  const peer = peerOf(at);
  if (peer !== null && peer.timers[timer] !== 0) patchPeer(at, { timers: { ...peer.timers, [timer]: 0 } });
}

/** A random number by which messages will name what this side keeps; never 0. */
export function newIndex({ ctx, ns }: At): number {
  return (nextU32(ctx.random(ns.id, 'wireguard')) | 1) >>> 0;
}

/**
 * A session both sides agreed on. The initiator uses it at once; the other side waits for the first message, which
 * shows that its response arrived. Source: noise.c add_new_keypair.
 */
export function addSession(at: At, session: WireguardSession): void {
  const peer = peerOf(at);
  if (peer === null) return;
  const { current, next } = peer;
  if (session.initiator) patchPeer(at, { previous: next ?? current, next: null, current: session });
  else patchPeer(at, { previous: null, next: session });
}

/** The peer's session with this number, and whether it is the one that waits for confirmation. */
export function sessionOf(peer: WireguardPeer, index: number): WireguardSession | null {
  const all = [peer.current, peer.previous, peer.next];
  return all.find((session) => session?.localIndex === index) ?? null;
}

/** Everything that was agreed on is forgotten: the device went down, or has another key now. */
export function forgetSessions(at: At): void {
  const none = { current: null, previous: null, next: null, initiation: 0, retries: 0, lastSentNs: null };
  patchPeer(at, { ...none, timers: NO_TIMERS });
}
