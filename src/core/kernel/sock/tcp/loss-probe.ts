/**
 * Tail loss probes (RFC 8985 section 7): when nothing is heard of what was sent last, the last segment is sent again
 * before the timer of retransmissions is taken for a loss. Both use the same timer, one after the other.
 * Source: net/ipv4/tcp_output.c tcp_schedule_loss_probe, tcp_send_loss_probe, tcp_input.c tcp_process_tlp_ack.
 */
import type { Netns } from '../../../model/world';
import type { Ctx } from '../../ctx';
import { countSnmp } from '../../write';
import type { TcpDraft } from './draft';
import { NS_PER_MS, RTO_INIT_NS, RTO_MIN_NS } from './limits';
import { after, before, distance } from './seq';
import { setTimer } from './timers';

/** `TCP_TIMEOUT_MIN_US`: what a probe waits beyond two round trips when several segments are on their way. */
const PROBE_MIN_NS = 2 * NS_PER_MS;

/** Sets the timer for what is on its way: for a probe first, where one may be sent. */
export function armTimer(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  sk.lossProbe = mayProbe(sk);
  setTimer(ctx, ns, sk, 'retransmit', sk.lossProbe ? Math.min(probeNs(sk), sk.rtoNs) : sk.rtoNs);
}

/** Only while nothing counts as lost, and to a peer that says what it has. */
export function mayProbe(sk: TcpDraft): boolean {
  return sk.sack && sk.recover === null && sk.retransmits === 0 && sk.sndUna !== sk.sndNxt;
}

/** A single segment may wait for a delayed acknowledgment. */
function probeNs({ srttNs, sndUna, sndNxt, sendMss }: TcpDraft): number {
  if (srttNs === 0) return RTO_INIT_NS;
  return 2 * srttNs + (distance(sndUna, sndNxt) <= sendMss ? RTO_MIN_NS : PROBE_MIN_NS);
}

/** First sequence number of the segment that was sent last. */
export function lastSegment({ sndUna, sndNxt, sendMss }: TcpDraft): number {
  const flying = distance(sndUna, sndNxt);
  return (sndUna + Math.floor((flying - 1) / sendMss) * sendMss) >>> 0;
}

/** Whether the timer that fired was a probe's and one is to be sent; the next time it is that of retransmissions. */
export function takeProbe(ctx: Ctx, ns: Netns, sk: TcpDraft): boolean {
  if (!sk.lossProbe) return false;
  sk.lossProbe = false;
  const first = sk.probedEnd === null;
  if (first) {
    sk.probedEnd = sk.sndNxt;
    countSnmp(ctx, ns, 'TcpExtTCPLossProbes');
  }
  setTimer(ctx, ns, sk, 'retransmit', first ? sk.rtoNs : Math.max(1, sk.rtoNs - probeNs(sk)));
  return first;
}

/** What an acknowledgment says of the probe: beyond it, that it repaired a loss; the same twice, that there was none. */
export function probeAnswered(ctx: Ctx, ns: Netns, sk: TcpDraft, ack: number, news: boolean): void {
  const { probedEnd } = sk;
  if (probedEnd === null || before(ack, probedEnd)) return;
  const beyond = after(ack, probedEnd);
  if (!beyond && news) return;
  sk.probedEnd = null;
  if (!beyond) return;
  countSnmp(ctx, ns, 'TcpExtTCPLossProbeRecovery');
  sk.ssthresh = Math.max(2, Math.floor(sk.cwnd / 2));
  sk.cwnd = sk.ssthresh;
}
