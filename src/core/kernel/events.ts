/** The stack's events: what each does when its time has come. */
import { Part } from '../base/part';
import type { SimEvent } from '../model/event';
import type { Netns } from '../model/world';
import { arpProxyTimer } from './arp';
import type { Ctx } from './ctx';
import { linkOf } from './ctx';
import { rare } from './ip4/part';
import { bridgeFdbTimer } from './link/bridge';
import { ipvlan } from './link/ipvlan/part';
import { vxlanFdbTimer } from './link/vxlan.rx';
import { neighTimer } from './neigh';
import { conntrackTimer } from './netfilter/conntrack';
import { frameArrive, frameFromBelow } from './rx';
import { drop } from './skb';
import { sctp } from './sock/sctp/part';

const tcpTimers = new Part('timers of TCP', () => import('./sock/tcp/timer'));
const wireguard = new Part('timers of WireGuard', () => import('./link/wireguard/timers'));

/** Runs an event of the stack; false when it is somebody else's (a process, an input, a control loop). */
export function runKernelEvent(ctx: Ctx, ns: Netns, event: SimEvent): boolean {
  switch (event.kind) {
    case 'frame.arrive': {
      const link = linkOf(ns, event.ifindex);
      if (link !== null) frameArrive(ctx, ns, link, event.skb);
      // Deleted, or moved elsewhere, while the frame was on the wire.
      else drop(ctx, ns, event.ifindex, event.skb, 'DEV_READY');
      return true;
    }
    case 'frame.stacked': {
      const link = linkOf(ns, event.ifindex);
      if (link === null) drop(ctx, ns, event.ifindex, event.skb, 'DEV_READY');
      else if (event.way === 'down') ctx.stack.transmit(ctx, ns, link, event.skb);
      else if (event.way === 'route') ipvlan.content.ipvlanRoute(ctx, ns, link, event.skb);
      else frameFromBelow(ctx, ns, link, event.skb);
      return true;
    }
    case 'neigh.timer': {
      const link = linkOf(ns, event.ifindex);
      if (link !== null) neighTimer(ctx, ns, link, event.addr);
      return true;
    }
    case 'arp.proxy': {
      const link = linkOf(ns, event.ifindex);
      if (link !== null) arpProxyTimer(ctx, ns, link, event.skb);
      return true;
    }
    case 'fdb.timer': {
      const link = linkOf(ns, event.ifindex);
      if (link?.kind === 'bridge') bridgeFdbTimer(ctx, ns, link, event.mac, event.vid ?? 0);
      if (link?.kind === 'vxlan') vxlanFdbTimer(ctx, ns, link, event.mac);
      return true;
    }
    case 'fragment.timer':
      rare.content.fragmentTimer(ctx, ns, event.key);
      return true;
    case 'conntrack.timer':
      conntrackTimer(ctx, ns, event.id);
      return true;
    case 'wireguard.timer': {
      const link = linkOf(ns, event.ifindex);
      if (link?.kind === 'wireguard')
        wireguard.content.wireguardTimer(ctx, ns, link, event.peer, event.timer);
      return true;
    }
    case 'tcp.timer':
      if (ns.sockets.entries.get(event.socket)?.kind === 'sctp')
        sctp.content.sctpTimer(ctx, ns, event.socket, event.timer);
      else tcpTimers.content.tcpTimer(ctx, ns, event.socket, event.timer);
      return true;
    case 'process.wake':
    case 'input.due':
    case 'controller.due':
      return false;
  }
}
