/** `wg set`. Source: drivers/net/wireguard/netlink.c wg_set_device, set_peer. */
import { ANY_IPV4, networkOf } from '../../wire/addr';
import type { Cidr4 } from '../../wire/addr';
import type { WireguardLink } from '../../model/link';
import type { Errno, NetOp, OpError, WireguardPeerSpec } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkByName } from '../ctx';
import { isKey } from '../link/wireguard/key';
import { forgetSessions, newPeer } from '../link/wireguard/peer';
import { sendStaged } from '../link/wireguard/session';
import { canListen, closePort, forgetPeer, wireguardUp } from '../link/wireguard/state';
import { patchLink, putWireguardPeer } from '../write';
import { strerror } from './error';

type WireguardOp = NetOp & { kind: 'wg.set' };

/** In wg(8)'s words. */
function fault(errno: Errno): OpError {
  return { errno, message: `Unable to modify interface: ${strerror(errno)}` };
}

export function wireguardOp(ctx: Ctx, ns: Netns, op: WireguardOp, opId: number): OpError | null {
  const link = linkByName(ns, op.dev);
  if (link === null) return fault('ENODEV');
  if (link.kind !== 'wireguard') return fault('EOPNOTSUPP');
  const peers = op.peers ?? [];
  const keys = [
    ...(op.publicKey === undefined ? [] : [op.publicKey]),
    ...peers.map((peer) => peer.publicKey),
  ];
  if (!keys.every(isKey)) return fault('EINVAL');
  const error = op.listenPort === undefined ? null : setPort(ctx, ns, link, op.listenPort);
  if (error !== null) return error;
  if (op.fwmark !== undefined && op.fwmark !== link.fwmark) patchLink(ctx, ns, link, { fwmark: op.fwmark });
  if (op.publicKey !== undefined) setKey(ctx, ns, link, op.publicKey);
  if (op.replacePeers === true) removeOthers(ctx, ns, link, peers);
  for (const peer of peers) setPeer(ctx, ns, link, peer, opId);
  return null;
}

/** The port of a device that is up moves at once. */
function setPort(ctx: Ctx, ns: Netns, link: WireguardLink, listenPort: number): OpError | null {
  if (listenPort === link.listenPort) return null;
  if (!link.up) {
    patchLink(ctx, ns, link, { listenPort });
    return null;
  }
  if (!canListen(ns, { ...link, listenPort })) return fault('EADDRINUSE');
  closePort(ctx, ns, link);
  patchLink(ctx, ns, link, { listenPort });
  wireguardUp(ctx, ns, link);
  return null;
}

/** With another key nothing that was agreed on holds any more, and nobody is a peer of itself. */
function setKey(ctx: Ctx, ns: Netns, link: WireguardLink, publicKey: string): void {
  if (publicKey === link.publicKey) return;
  patchLink(ctx, ns, link, { publicKey });
  removePeer(ctx, ns, link, publicKey);
  for (const key of [...link.peers.entries.keys()]) {
    forgetSessions({ ctx, ns, link, key });
    if (link.up) sendStaged({ ctx, ns, link, key });
  }
}

function removeOthers(ctx: Ctx, ns: Netns, link: WireguardLink, peers: readonly WireguardPeerSpec[]): void {
  const named = new Set(peers.map(({ publicKey }) => publicKey));
  for (const key of [...link.peers.entries.keys()]) {
    if (!named.has(key)) removePeer(ctx, ns, link, key);
  }
}

function removePeer(ctx: Ctx, ns: Netns, link: WireguardLink, key: string): void {
  if (!link.peers.entries.has(key)) return;
  forgetPeer(ctx, ns, link, key);
  putWireguardPeer(ctx, ns, link, key, undefined);
}

function setPeer(ctx: Ctx, ns: Netns, link: WireguardLink, spec: WireguardPeerSpec, opId: number): void {
  const key = spec.publicKey;
  if (spec.remove === true) {
    removePeer(ctx, ns, link, key);
    return;
  }
  // The device's own key as a peer is ignored.
  if (key === link.publicKey) return;
  const allowedIps = spec.allowedIps?.map(masked);
  if (allowedIps !== undefined) takeFromOthers(ctx, ns, link, key, allowedIps);
  const { endpoint } = spec;
  putWireguardPeer(ctx, ns, link, key, {
    ...(link.peers.entries.get(key) ?? newPeer(opId)),
    ...(endpoint === undefined ? {} : { endpoint: { ...endpoint, local: ANY_IPV4 } }),
    ...(allowedIps === undefined ? {} : { allowedIps }),
    op: opId,
  });
  if (link.up) sendStaged({ ctx, ns, link, key });
}

function masked({ addr, len }: Cidr4): Cidr4 {
  return { addr: networkOf(addr, len), len };
}

/** A prefix belongs to one peer: whoever gets it takes it from whoever had it. */
function takeFromOthers(
  ctx: Ctx,
  ns: Netns,
  link: WireguardLink,
  taker: string,
  prefixes: readonly Cidr4[],
): void {
  const taken = (prefix: Cidr4): boolean =>
    prefixes.some(({ addr, len }) => addr === prefix.addr && len === prefix.len);
  for (const [key, peer] of [...link.peers.entries]) {
    if (key === taker || !peer.allowedIps.some(taken)) continue;
    const allowedIps = peer.allowedIps.filter((prefix) => !taken(prefix));
    putWireguardPeer(ctx, ns, link, key, { ...peer, allowedIps });
  }
}
