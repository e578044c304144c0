/** The UDP socket that the geneve devices of a port share. Source: drivers/net/geneve.c geneve_sock_add, geneve_sock_release. */
import type { GeneveLink } from '../../model/link';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { closeSocket, openSocket } from '../sock/table';
import { putSocket } from '../write';

export function openGenevePort(ctx: Ctx, ns: Netns, link: GeneveLink): void {
  for (const socket of ns.sockets.entries.values()) {
    if (socket.kind !== 'geneve' || socket.port !== link.dstPort) continue;
    putSocket(ctx, ns, socket.id, { ...socket, devices: [...socket.devices, link.ifindex] });
    return;
  }
  openSocket(ctx, ns, (id) => ({ kind: 'geneve', id, port: link.dstPort, devices: [link.ifindex] }));
}

export function closeGenevePort(ctx: Ctx, ns: Netns, link: GeneveLink): void {
  for (const socket of [...ns.sockets.entries.values()]) {
    if (socket.kind !== 'geneve' || !socket.devices.includes(link.ifindex)) continue;
    const devices = socket.devices.filter((ifindex) => ifindex !== link.ifindex);
    if (devices.length === 0) closeSocket(ctx, ns, socket.id);
    else putSocket(ctx, ns, socket.id, { ...socket, devices });
  }
}
