/**
 * Setting the timers of a connection. An event of the queue is never taken back: one that comes too early sets itself
 * again, and one that nobody needs any more does nothing (and is waited for by nobody).
 */
import type { TcpSocket, TcpTimerName } from '../../../model/tcp';
import type { Netns } from '../../../model/world';
import type { Ctx } from '../../ctx';

/** About what a packet is under way between namespaces of one machine, and less than the grain. */
const PINNED_LEAD_NS = 20_000;

/** What has such timers: TCP's connections, and SCTP's associations alike. */
type Timed = Pick<TcpSocket, 'id' | 'pid' | 'listener'> & { timers: TcpSocket['timers'] };

/** Whether somebody waits for what becomes of the connection: a process that is no server. */
export function isWaitedFor(ns: Netns, pid: number): boolean {
  const owner = ns.processes.entries.get(pid);
  return owner?.exitCode === null && !owner.daemon;
}

/**
 * A SYN,ACK is repeated before what the caller does the same time after its SYN: timers of a second and more have a grain
 * of 64 ms, and those pinned to a processor, as this one is, are looked at first. Source: kernel/time/timer.c
 * run_timer_softirq, net/ipv4/inet_connection_sock.c reqsk_queue_hash_req.
 */
export function synAckDelay(delayNs: number): number {
  return delayNs - PINNED_LEAD_NS;
}

/** Sets a timer to act `delayNs` from now. */
export function setTimer(ctx: Ctx, ns: Netns, sk: Timed, timer: TcpTimerName, delayNs: number): void {
  const dueNs = ctx.world.nowNs + delayNs;
  const { eventNs } = sk.timers[timer];
  const soonEnough = eventNs !== 0 && eventNs <= dueNs;
  sk.timers = { ...sk.timers, [timer]: { dueNs, eventNs: soonEnough ? eventNs : dueNs } };
  if (soonEnough) return;
  const background = timer === 'linger' || !isWaitedFor(ns, sk.pid);
  ctx.schedule({ kind: 'tcp.timer', netns: ns.id, socket: sk.id, timer }, delayNs, background);
}

/** The timer is not to act. */
export function stopTimer(ctx: Ctx, ns: Netns, sk: Timed, timer: TcpTimerName): void {
  const { dueNs, eventNs } = sk.timers[timer];
  if (dueNs === 0) return;
  sk.timers = { ...sk.timers, [timer]: { dueNs: 0, eventNs: 0 } };
  // What a server's timers do, or those of a connection it has not accepted yet, never was waited for: to look for the event
  // costs a walk through the queue.
  if (sk.listener !== 0 || ns.processes.entries.get(sk.pid)?.daemon === true) return;
  ctx.relax(ns.id, sk.id, timer, eventNs);
}

export function isRunning(sk: Timed, timer: TcpTimerName): boolean {
  return sk.timers[timer].dueNs !== 0;
}

/** Whether the event of a timer, which has come now, is the one that matters and not too early. Sets the next if so. */
export function isDue(ctx: Ctx, ns: Netns, sk: Timed, timer: TcpTimerName): 'due' | 'early' | 'stale' {
  const { nowNs } = ctx.world;
  const { dueNs, eventNs } = sk.timers[timer];
  if (eventNs !== nowNs) return 'stale';
  sk.timers = { ...sk.timers, [timer]: { dueNs, eventNs: 0 } };
  if (dueNs > nowNs) {
    setTimer(ctx, ns, sk, timer, dueNs - nowNs);
    return 'early';
  }
  sk.timers = { ...sk.timers, [timer]: { dueNs: 0, eventNs: 0 } };
  return 'due';
}
