/**
 * Handshakes, and the packets that wait for them. Source: drivers/net/wireguard/send.c, noise.c, timers.c.
 *
 *   initiator                               responder
 *      │ ── initiation, 148 bytes ──────────►  │
 *      │ ◄──────────── response, 92 bytes ──   │ `next` session
 *      │ ── first data message ─────────────►  │ now it is `current`: the response arrived
 */
import { nextBelow } from '../../../base/prng';
import {
  WG_DATA_HEADER_LEN,
  WG_INITIATION_LEN,
  WG_PADDING_MULTIPLE,
  WG_RESPONSE_LEN,
  WG_TAG_LEN,
  emitDataHeader,
  emitInitiation,
  emitResponse,
} from '../../../wire/wireguard';
import { IPV4_HEADER_LEN } from '../../../wire/ipv4';
import { UDP_HEADER_LEN } from '../../../wire/udp';
import type { Skb } from '../../../model/skb';
import { cloneSkb, skbLength } from '../../../model/skb';
import type { WireguardEndpoint, WireguardSession } from '../../../model/wireguard';
import type { Verdict } from '../../../trace/kinds';
import { encapsulatedTos } from '../../ecn';
import { ipSend } from '../../ip4/output';
import { allocSkb, drop, growTail, pushHead } from '../../skb';
import { countDropped } from '../../write';
import { keyBytes, macFor } from './key';
import type { At } from './peer';
import { addSession, newIndex, patchPeer, peerOf, startTimer, stopTimer } from './peer';
import { wrap } from './send';

const NS_PER_SEC = 1_000_000_000;
/** After this long without a response an initiation is sent again, and none is sent sooner (REKEY_TIMEOUT). */
export const RETRY_NS = 5 * NS_PER_SEC;
/** Retries are spread over this much more, so that two that call one another at once do not do so for ever. */
const RETRY_JITTER_MS = 334;
/** Initiations after the first (MAX_TIMER_HANDSHAKES): a minute and a half, then those that wait are given up. */
export const RETRIES_MAX = 18;
/** Age at which the initiator asks for a new session (REKEY_AFTER_TIME), and at which none may be used any more. */
const REKEY_AFTER_NS = 120 * NS_PER_SEC;
const REJECT_AFTER_NS = 180 * NS_PER_SEC;
/** Whoever hears data and has nothing to say gives a sign of life after this long (KEEPALIVE_TIMEOUT). */
export const KEEPALIVE_NS = 10 * NS_PER_SEC;
/** Packets that may wait for a session (MAX_STAGED_PACKETS). */
const STAGED_MAX = 128;
/** DSCP AF41 on handshake messages, so that they get through when the line is full (HANDSHAKE_DSCP). */
const HANDSHAKE_TOS = 0x88;
/** What a data message adds to the packet in it, apart from padding. */
const ENVELOPE_BYTES = IPV4_HEADER_LEN + UDP_HEADER_LEN + WG_DATA_HEADER_LEN + WG_TAG_LEN;

/** A packet for the peer: it goes at once, or waits in line while a session is asked for. */
export function stage(at: At, skb: Skb): void {
  const { ctx } = at;
  if (usable(at) !== null) {
    sendData(at, skb);
    return;
  }
  const staged = [...(peerOf(at)?.staged ?? [])];
  while (staged.length > STAGED_MAX) {
    const oldest = staged.shift();
    if (oldest !== undefined) dropWaiting(at, oldest);
  }
  patchPeer(at, { staged: [...staged, skb] });
  trace(at, 'wait', skb, 0);
  skb.traceRef.cause = ctx.cause;
  askForSession(at);
}

/** Sends what waits, or asks for a session it can be sent with. Source: wg_packet_send_staged_packets. */
export function sendStaged(at: At): void {
  const { ctx } = at;
  const staged = peerOf(at)?.staged ?? [];
  if (staged.length === 0) return;
  if (usable(at) === null) {
    askForSession(at);
    return;
  }
  patchPeer(at, { staged: [] });
  const cause = ctx.cause;
  for (const skb of staged) {
    // What leaves is a copy; the record it follows from is its own waiting.
    ctx.cause = skb.traceRef.cause;
    sendData(at, cloneSkb(skb));
  }
  ctx.cause = cause;
}

/** The session messages can be sent with now. */
function usable(at: At): WireguardSession | null {
  const current = peerOf(at)?.current ?? null;
  return current === null || current.bornNs + REJECT_AFTER_NS <= at.ctx.world.nowNs ? null : current;
}

/** Wraps a packet: header in front, padding and tag behind. Source: send.c encrypt_packet, wg_packet_create_data_done. */
function sendData(at: At, skb: Skb): void {
  const { ctx, ns, link, key } = at;
  const session = usable(at);
  const endpoint = peerOf(at)?.endpoint ?? null;
  if (endpoint === null || session === null) return;
  const before = skbLength(skb);
  const tos = encapsulatedTos(0, skb);
  growTail(skb, paddingOf(before, link.mtu) + WG_TAG_LEN);
  pushHead(skb, WG_DATA_HEADER_LEN);
  emitDataHeader({ receiver: session.remoteIndex, counter: session.sent }, skb.data, skb.head);
  patchPeer(at, { current: { ...session, sent: session.sent + 1 } });
  const route = wrap(at, endpoint, skb, tos);
  if (route === null) return;
  if (before === 0) {
    trace(at, 'keepalive', skb, 0);
  } else if (ctx.trace.on) {
    const ends = {
      remote: endpoint.addr,
      local: route.src,
      srcPort: link.listenPort,
      dstPort: endpoint.port,
    };
    const detail = { tunnel: 'wireguard' as const, peer: key, ...ends, addedBytes: skbLength(skb) - before };
    ctx.emit('tunnel.encap', 'wrapped', ns.id, link.ifindex, skb, detail);
  }
  ipSend(ctx, ns, route, skb);
  authenticatedSent(at);
  if (before > 0 && peerOf(at)?.timers.silence === 0) {
    startTimer(at, 'silence', KEEPALIVE_NS + RETRY_NS + jitterNs(at), true);
  }
  if (session.initiator && session.bornNs + REKEY_AFTER_NS <= ctx.world.nowNs) askForSession(at);
}

/** Data is padded to a multiple of 16, but never beyond the MTU. Source: send.c calculate_skb_padding. */
export function paddingOf(lenBytes: number, mtu: number): number {
  const last = lenBytes > mtu ? lenBytes % mtu : lenBytes;
  return Math.min(mtu, Math.ceil(last / WG_PADDING_MULTIPLE) * WG_PADDING_MULTIPLE) - last;
}

/** What a packet of so many bytes grows by on its way through the tunnel. */
export function addedBytes(lenBytes: number, mtu: number): number {
  return ENVELOPE_BYTES + paddingOf(lenBytes, mtu);
}

/** An empty data message: a sign of life, and the confirmation of a session when nothing else is to be sent. */
export function sendKeepalive(at: At): void {
  if ((peerOf(at)?.staged ?? []).length > 0) sendStaged(at);
  else if (usable(at) !== null) sendData(at, allocSkb(at.ctx, 0));
}

/** Any message that proves who sent it makes a sign of life superfluous. */
function authenticatedSent(at: At): void {
  stopTimer(at, 'keepalive');
}

/** Asks for a session, unless that was done just now. */
export function askForSession(at: At): void {
  patchPeer(at, { retries: 0 });
  initiate(at);
}

/** Source: send.c wg_packet_send_queued_handshake_initiation, wg_packet_send_handshake_initiation. */
export function initiate(at: At): void {
  const { ctx, link } = at;
  const peer = peerOf(at);
  const endpoint = peer?.endpoint ?? null;
  if (peer === null || endpoint === null || !link.up || link.publicKey === '') return;
  if (peer.lastSentNs !== null && peer.lastSentNs + RETRY_NS > ctx.world.nowNs) return;
  const sender = newIndex(at);
  patchPeer(at, { initiation: sender, lastSentNs: ctx.world.nowNs });
  // While packets wait, somebody waits for them.
  startTimer(at, 'retry', RETRY_NS + jitterNs(at), peer.staged.length === 0);
  const skb = allocSkb(ctx, WG_INITIATION_LEN);
  const head = { sender, publicKey: keyBytes(link.publicKey), mac1: macFor(at.key), nowNs: ctx.world.nowNs };
  emitInitiation(head, skb.data, skb.head);
  authenticatedSent(at);
  sendHandshake(at, endpoint, skb, 'initiate', peer.retries + 1);
}

/** Answers an initiation. Source: send.c wg_packet_send_handshake_response. */
export function respond(at: At, remoteIndex: number): void {
  const { ctx } = at;
  const endpoint = peerOf(at)?.endpoint ?? null;
  if (endpoint === null) return;
  const localIndex = newIndex(at);
  addSession(at, { localIndex, remoteIndex, initiator: false, bornNs: ctx.world.nowNs, sent: 0 });
  // Its own initiation, if there was one, is void: the sides have agreed in the other direction.
  patchPeer(at, { initiation: 0, lastSentNs: ctx.world.nowNs });
  const skb = allocSkb(ctx, WG_RESPONSE_LEN);
  emitResponse({ sender: localIndex, receiver: remoteIndex, mac1: macFor(at.key) }, skb.data, skb.head);
  authenticatedSent(at);
  sendHandshake(at, endpoint, skb, 'respond', 0);
}

function sendHandshake(
  at: At,
  endpoint: WireguardEndpoint,
  skb: Skb,
  verdict: 'initiate' | 'respond',
  attempt: number,
): void {
  const cause = at.ctx.cause;
  const route = wrap(at, endpoint, skb, HANDSHAKE_TOS);
  if (route !== null) {
    trace(at, verdict, skb, attempt);
    ipSend(at.ctx, at.ns, route, skb);
  }
  at.ctx.cause = cause;
}

/** The response to its initiation arrived: the session can be used. */
export function complete(at: At, remoteIndex: number): void {
  const { ctx } = at;
  const localIndex = peerOf(at)?.initiation ?? 0;
  addSession(at, { localIndex, remoteIndex, initiator: true, bornNs: ctx.world.nowNs, sent: 0 });
  patchPeer(at, { initiation: 0 });
  handshakeDone(at);
}

/** Either side knows by now that the other one has the session too. Source: timers.c wg_timers_handshake_complete. */
export function handshakeDone(at: At): void {
  patchPeer(at, { retries: 0, handshakeNs: at.ctx.world.nowNs });
  stopTimer(at, 'retry');
}

/** No response for a minute and a half: what waits is given up. Source: timers.c wg_expired_retransmit_handshake. */
export function giveUp(at: At): void {
  trace(at, 'give-up', null, RETRIES_MAX + 1);
  dropStaged(at);
}

/** What waits for the peer is lost. Source: peer.h wg_packet_purge_staged_packets. */
export function dropStaged(at: At): void {
  const staged = peerOf(at)?.staged ?? [];
  patchPeer(at, { staged: [] });
  for (const skb of staged) dropWaiting(at, skb);
}

/** The record it follows from is its own waiting, whatever ended that. */
function dropWaiting({ ctx, ns, link }: At, skb: Skb): void {
  const { cause } = ctx;
  ctx.cause = skb.traceRef.cause;
  countDropped(ctx, ns, link, 'tx');
  drop(ctx, ns, link.ifindex, cloneSkb(skb), 'PW_WG_UNANSWERED');
  ctx.cause = cause;
}

function jitterNs({ ctx, ns }: At): number {
  return nextBelow(ctx.random(ns.id, 'wireguard'), RETRY_JITTER_MS) * 1_000_000;
}

export function trace(at: At, verdict: Verdict<'wireguard.session'>, skb: Skb | null, attempt: number): void {
  const { ctx, ns, link, key } = at;
  if (!ctx.trace.on) return;
  const staged = (peerOf(at)?.staged ?? []).length;
  ctx.emit('wireguard.session', verdict, ns.id, link.ifindex, skb, { peer: key, attempt, staged });
}
