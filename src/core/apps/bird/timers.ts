/** Timers of sessions: due times are state, and one event looks at whichever comes next. */
import { nextBelow } from '../../base/prng';
import type { BgpSession } from '../../model/bird';
import type { Bird, BgpDraft } from './draft';

const SECOND_NS = 1_000_000_000;
export const SESSION = 's';

/**
 * When a timer of so many seconds is due: up to a quarter sooner, by chance, in whole seconds. Source: RFC 4271 section 10;
 * BIRD 1.6.8 proto/bgp/bgp.c bgp_start_timer.
 */
export function dueIn({ io }: Bird, seconds: number): number {
  if (seconds === 0) return 0;
  const jitter = Math.floor(seconds / 4);
  const shorter = jitter === 0 ? 0 : nextBelow(io.ctx.random(io.ns.id, 'bird'), jitter + 1);
  return io.ctx.world.nowNs + (seconds - shorter) * SECOND_NS;
}

/** Whole seconds until then, as BIRD shows them. */
export function secondsUntil(nowNs: number, dueNs: number): number {
  return Math.max(0, Math.floor((dueNs - nowNs) / SECOND_NS));
}

function nextDue({ outgoing, incoming, startupDueNs, restartDueNs }: BgpSession): number {
  let next = Infinity;
  for (const due of [
    ...[outgoing.connectDueNs, outgoing.holdDueNs, outgoing.keepaliveDueNs],
    ...[incoming.holdDueNs, incoming.keepaliveDueNs, startupDueNs, restartDueNs],
  ]) {
    if (due !== 0 && due < next) next = due;
  }
  return next;
}

/** Has an event come for the session's next timer, if none comes soon enough. */
export function arm({ io }: Bird, { no, session }: BgpDraft): void {
  const due = nextDue(session);
  if (due === Infinity || (session.eventNs !== 0 && session.eventNs <= due)) return;
  session.eventNs = due;
  // Somebody waits for the first call; everything later is housekeeping.
  const first = session.calls === 0 && session.outgoing.connectDueNs === due && session.lastError === null;
  io.after(`${SESSION}${String(no)}`, due - io.ctx.world.nowNs, first ? false : true);
}
