/** Receiving messages of peers. Source: drivers/net/wireguard/receive.c. */
import type { Ipv4Addr } from '../../../wire/addr';
import { IPV4_HEADER_LEN, ipDst, ipSrc, ipTos, ipTotalLen, ipVersion } from '../../../wire/ipv4';
import { UDP_HEADER_LEN, udpSrcPort } from '../../../wire/udp';
import type { WireguardMessage } from '../../../wire/wireguard';
import { WG_DATA_HEADER_LEN, parseWireguard } from '../../../wire/wireguard';
import { bytesEqual } from '../../../base/bytes';
import type { Link, WireguardLink } from '../../../model/link';
import type { Skb } from '../../../model/skb';
import type { WireguardSocket } from '../../../model/socket';
import type { WireguardEndpoint, WireguardPeer } from '../../../model/wireguard';
import type { Netns } from '../../../model/world';
import type { DropReason } from '../../../trace/drop';
import type { Ctx } from '../../ctx';
import { linkOf } from '../../ctx';
import { decapsulateEcn, isCongested } from '../../ecn';
import { drop, networkOffset, pullHead } from '../../skb';
import { countDropped } from '../../write';
import { allowedPeer } from './allowed';
import { keyBytes, macFor } from './key';
import type { At } from './peer';
import { patchPeer, peerOf, sessionOf, startTimer, stopTimer } from './peer';
import { KEEPALIVE_NS, complete, handshakeDone, respond, sendKeepalive, sendStaged, trace } from './session';

/** A datagram for the listen port. `transport` is the offset of its UDP header, `link` the device it came in by. */
export function wireguardReceive(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  transport: number,
  socket: WireguardSocket,
): void {
  const device = linkOf(ns, socket.ifindex);
  const message = parseWireguard(skb.data, transport + UDP_HEADER_LEN, skb.tail);
  if (device?.kind !== 'wireguard' || !message.ok) {
    drop(ctx, ns, link.ifindex, skb, 'PW_WG_MALFORMED');
    return;
  }
  const at = networkOffset(skb);
  const endpoint: WireguardEndpoint = {
    addr: ipSrc(skb.data, at),
    port: udpSrcPort(skb.data, transport),
    local: ipDst(skb.data, at),
  };
  const { value } = message;
  switch (value.kind) {
    case 'initiation':
      receiveInitiation(ctx, ns, device, skb, endpoint, value);
      return;
    case 'response':
      receiveResponse(ctx, ns, device, skb, endpoint, value);
      return;
    case 'data':
      receiveData(ctx, ns, device, skb, transport + UDP_HEADER_LEN, endpoint, value);
  }
}

function receiveInitiation(
  ctx: Ctx,
  ns: Netns,
  link: WireguardLink,
  skb: Skb,
  endpoint: WireguardEndpoint,
  message: WireguardMessage & { kind: 'initiation' },
): void {
  const key = [...link.peers.entries.keys()].find((peer) => bytesEqual(keyBytes(peer), message.publicKey));
  // Whoever is no peer, or does not know this device's key, gets no answer at all.
  if (key === undefined || !bytesEqual(message.mac1, macFor(link.publicKey))) {
    refuse(ctx, ns, link, skb, 'PW_WG_STRANGER');
    return;
  }
  const at = { ctx, ns, link, key };
  heard(at, endpoint, skb);
  trace(at, 'accept', skb, 0);
  respond(at, message.sender);
}

function receiveResponse(
  ctx: Ctx,
  ns: Netns,
  link: WireguardLink,
  skb: Skb,
  endpoint: WireguardEndpoint,
  message: WireguardMessage & { kind: 'response' },
): void {
  const key = peerWith(link, ({ initiation }) => initiation !== 0 && initiation === message.receiver);
  if (key === null) {
    refuse(ctx, ns, link, skb, 'PW_WG_NO_SESSION');
    return;
  }
  const at = { ctx, ns, link, key };
  heard(at, endpoint, skb);
  complete(at, message.sender);
  trace(at, 'complete', skb, 0);
  // Sends what waits; if nothing does, an empty message confirms the session.
  sendKeepalive(at);
}

function receiveData(
  ctx: Ctx,
  ns: Netns,
  link: WireguardLink,
  skb: Skb,
  start: number,
  endpoint: WireguardEndpoint,
  message: WireguardMessage & { kind: 'data' },
): void {
  const key = peerWith(link, (peer) => sessionOf(peer, message.receiver) !== null);
  if (key === null) {
    refuse(ctx, ns, link, skb, 'PW_WG_NO_SESSION');
    return;
  }
  const at = { ctx, ns, link, key };
  heard(at, endpoint, skb);
  confirm(at, message.receiver, skb);
  if (message.lenBytes === 0) {
    trace(at, 'heard', skb, 0);
    return;
  }
  if (peerOf(at)?.timers.keepalive === 0) startTimer(at, 'keepalive', KEEPALIVE_NS, true);
  const inner = start + WG_DATA_HEADER_LEN;
  const lenBytes = message.lenBytes < IPV4_HEADER_LEN ? 0 : ipTotalLen(skb.data, inner);
  if (ipVersion(skb.data, inner) !== 4 || lenBytes < IPV4_HEADER_LEN || lenBytes > message.lenBytes) {
    refuse(ctx, ns, link, skb, 'PW_WG_MALFORMED');
    return;
  }
  unwrap(at, skb, inner, lenBytes, endpoint.addr);
}

/** The packet appears at the device, if the peer may send from its source address. */
function unwrap(at: At, skb: Skb, inner: number, lenBytes: number, remote: Ipv4Addr): void {
  const { ctx, ns, link, key } = at;
  const outerTos = ipTos(skb.data, networkOffset(skb));
  const removedBytes = skb.tail - skb.head - lenBytes;
  pullHead(skb, inner - skb.head);
  skb.tail = inner + lenBytes;
  skb.l2 = false;
  skb.pktType = 'host';
  skb.mark = 0;
  skb.hash = 0;
  skb.ct = null;
  skb.untracked = false;
  if (ctx.trace.on) {
    const detail = { tunnel: 'wireguard' as const, peer: key, remote, removedBytes };
    ctx.emit('tunnel.decap', 'unwrapped', ns.id, link.ifindex, skb, detail);
  }
  // What the inner packet cannot be told is no reason to drop it here.
  if (isCongested(outerTos)) decapsulateEcn(outerTos, skb);
  if (allowedPeer(link, ipSrc(skb.data, skb.head))?.peer !== key) {
    refuse(ctx, ns, link, skb, 'PW_WG_SOURCE');
    return;
  }
  ctx.stack.receive(ctx, ns, link, skb);
}

/** The first message with a session the peer asked for: our response arrived. Source: noise.c wg_noise_received_with_keypair. */
function confirm(at: At, index: number, skb: Skb): void {
  const peer = peerOf(at);
  if (peer?.next?.localIndex !== index) return;
  patchPeer(at, { previous: peer.current, current: peer.next, next: null });
  handshakeDone(at);
  trace(at, 'confirm', skb, 0);
  const cause = at.ctx.cause;
  sendStaged(at);
  at.ctx.cause = cause;
}

/** A message proves who sent it: the peer is where it came from, and it is alive. */
function heard(at: At, endpoint: WireguardEndpoint, skb: Skb): void {
  const rxBytes = (peerOf(at)?.rxBytes ?? 0) + messageBytes(skb);
  patchPeer(at, { endpoint, rxBytes });
  stopTimer(at, 'silence');
}

/** Bytes from the message's first on. */
function messageBytes(skb: Skb): number {
  const at = networkOffset(skb);
  return ipTotalLen(skb.data, at) - IPV4_HEADER_LEN - UDP_HEADER_LEN;
}

function peerWith(link: WireguardLink, fits: (peer: WireguardPeer) => boolean): string | null {
  for (const [key, peer] of link.peers.entries) if (fits(peer)) return key;
  return null;
}

function refuse(ctx: Ctx, ns: Netns, link: WireguardLink, skb: Skb, reason: DropReason): void {
  countDropped(ctx, ns, link, 'rx');
  drop(ctx, ns, link.ifindex, skb, reason);
}
