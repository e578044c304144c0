/** What goes with a device's being up: its UDP socket. Source: drivers/net/wireguard/device.c wg_open, wg_stop. */
import { ANY_IPV4 } from '../../../wire/addr';
import type { WireguardLink } from '../../../model/link';
import type { Netns } from '../../../model/world';
import type { Ctx } from '../../ctx';
import { closeSocket, freeUdpPort, openSocket, portIsFree } from '../../sock/table';
import { patchLink } from '../../write';
import { forgetSessions } from './peer';
import { dropStaged, sendStaged } from './session';

/** Whether the device may go up: its port is nobody else's. */
export function canListen(ns: Netns, link: WireguardLink): boolean {
  return link.listenPort === 0 || portIsFree(ns, ANY_IPV4, link.listenPort);
}

/** Opens the port, which is drawn now when none was set, and sends what waits. */
export function wireguardUp(ctx: Ctx, ns: Netns, link: WireguardLink): void {
  const port = link.listenPort === 0 ? (freeUdpPort(ctx, ns) ?? 0) : link.listenPort;
  if (port !== link.listenPort) patchLink(ctx, ns, link, { listenPort: port });
  const { ifindex } = link;
  openSocket(ctx, ns, (id) => ({ kind: 'wireguard', id, port, ifindex }));
  for (const key of link.peers.entries.keys()) sendStaged({ ctx, ns, link, key });
}

/** Closes the port; sessions and what waits for one are gone. */
export function wireguardDown(ctx: Ctx, ns: Netns, link: WireguardLink): void {
  closePort(ctx, ns, link);
  for (const key of [...link.peers.entries.keys()]) forgetPeer(ctx, ns, link, key);
}

export function closePort(ctx: Ctx, ns: Netns, link: WireguardLink): void {
  for (const socket of [...ns.sockets.entries.values()]) {
    if (socket.kind === 'wireguard' && socket.ifindex === link.ifindex) closeSocket(ctx, ns, socket.id);
  }
}

/** Drops what waits for a peer and forgets its sessions. */
export function forgetPeer(ctx: Ctx, ns: Netns, link: WireguardLink, key: string): void {
  const at = { ctx, ns, link, key };
  dropStaged(at);
  forgetSessions(at);
}
