/** How a BGP session comes to stand: two connections become one, and the OPENs are confirmed. Source: BIRD 1.6.8 proto/bgp/bgp.c, packets.c; RFC 4271 section 6.8. */
import { tcpSocket } from '../../kernel/sock/tcp';
import { touchBgp, type BgpDraft, type Bird } from './draft';
import { neighbourOn } from './hosts';
import {
  fault,
  idle,
  lengthenDelay,
  restartOver,
  say,
  setState,
  startSession,
  stop,
  waitsForLink,
  type Side,
} from './session';
import { scheduleFlush } from './table';
import { dueIn } from './timers';

/** The other connection of the two, when an OPEN has come. True when this one may go on. Source: packets.c bgp_rx_open. */
export function collision(bird: Bird, p: BgpDraft, side: Side, id: number, remoteAs: number): boolean {
  const { session, config } = p;
  const otherSide = side === 'outgoing' ? 'incoming' : 'outgoing';
  const other = session[otherSide];
  switch (other.state) {
    case 'Connect':
    case 'Active':
      idle(bird, p, otherSide, { why: 'collision' });
      return true;
    case 'OpenConfirm': {
      const dominated =
        bird.s.routerId < id || ((bird.s.routerId as number) === id && config.localAs < remoteAs);
      if (dominated === (side === 'incoming')) {
        fault(bird, p, otherSide, 6, 7);
        return true;
      }
      fault(bird, p, side, 6, 7);
      return false;
    }
    case 'Established':
      fault(bird, p, side, 6, 7);
      return false;
    default:
      return true;
  }
}

/** An OPEN was accepted. */
export function confirm(bird: Bird, p: BgpDraft, side: Side, holdTime: number): void {
  const c = p.session[side];
  c.holdTime = Math.min(holdTime, p.config.holdTime);
  c.keepaliveTime = p.config.keepaliveTime === 0 ? Math.floor(c.holdTime / 3) : p.config.keepaliveTime;
  say(bird, p, c, { kind: 'keepalive' });
  c.holdDueNs = dueIn(bird, c.holdTime);
  c.keepaliveDueNs = dueIn(bird, c.keepaliveTime);
  setState(bird, p, c, 'OpenConfirm', { why: 'open-received', seconds: c.holdTime });
}

/** The session stands. Source: bgp.c bgp_conn_enter_established_state. */
export function establish(bird: Bird, p: BgpDraft, side: Side): void {
  const { session } = p;
  const c = session[side];
  session.established = side;
  session.lastError = null;
  session.startupDelay = 0;
  session.localAddress = tcpSocket(bird.io.ns, c.socket)?.local ?? session.localAddress;
  p.state = 'up';
  p.sinceNs = bird.io.ctx.world.nowNs;
  session.fed = false;
  setState(bird, p, c, 'Established', { why: 'keepalive-received', seconds: c.holdTime });
  const otherSide = side === 'outgoing' ? 'incoming' : 'outgoing';
  if (session[otherSide].state === 'Active' || session[otherSide].state === 'Connect') {
    idle(bird, p, otherSide, { why: 'collision' });
  }
  // A peer that did not go on forwarding has nothing worth keeping.
  if (session.staleNs !== 0 && c.abilities?.forwarding !== true) restartOver(bird, p);
  session.restartDueNs = 0;
  scheduleFlush(bird);
}

/** The network of a neighbour came or went. Source: bgp.c bgp_neigh_notify. */
export function neighboursChanged(bird: Bird): void {
  for (const no of bird.s.order) {
    const seen = touchBgpDirect(bird, no);
    if (seen === null) continue;
    const neighbour = neighbourOn(bird.s.interfaces, seen.config.neighbor);
    const there = neighbour !== null && !neighbour.self;
    if (seen.session.phase === 'neighbour') {
      const dev = seen.session.dev;
      if (there) seen.session.dev = neighbour.dev;
      if (there && seen.state === 'start' && !waitsForLink(bird, seen)) startSession(bird, seen);
      else seen.session.dev = dev;
    } else if (seen.state === 'down') {
      continue;
    } else if (!there) {
      seen.session.lastError = { class: 'misc', text: 'Neighbor lost' };
      stop(bird, seen, 0, true);
    } else if (waitsForLink(bird, seen)) {
      seen.session.lastError = { class: 'misc', text: 'Link down' };
      if (seen.state === 'up') lengthenDelay(bird, seen);
      stop(bird, seen, 0, true);
    }
  }
}

/** One whose neighbour has to be on a link. */
function touchBgpDirect(bird: Bird, no: number): BgpDraft | null {
  const p = touchBgp(bird, no);
  return p?.config.multihop === 0 ? p : null;
}
