/** Starting processes. What they do is the business of apps/. */
import type { NewProcess } from '../../model/event';
import { FIRST_OP } from '../../model/op';
import { LIMIT_TIMER, type Process } from '../../model/process';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { putProcess } from '../write';

/**
 * How long a process that does not end by itself is waited for, ns: a ping sends its first four requests. It goes on
 * afterwards, whenever the clock runs.
 */
export const FOREGROUND_NS = 3_000_000_000;

/** Starts a process; it runs as an event of its own, right after the present one. Answers its pid. */
export function spawnProcess(ctx: Ctx, ns: Netns, process: NewProcess): number {
  const pid = ns.nextPid;
  ns.nextPid = pid + 1;
  const { endless, background, foregroundNs, app, argv, state, daemon, netlink, job, shell, limit } = process;
  const detachesAtNs =
    ctx.world.nowNs + (background === true ? 0 : endless === true ? FOREGROUND_NS : (foregroundNs ?? 0));
  const started: { -readonly [K in keyof Process]: Process[K] } = {
    app,
    argv,
    state,
    daemon,
    pid,
    output: [],
    exitCode: null,
    op: (ctx.world.nextOps[ns.machine] ?? FIRST_OP) - 1,
  };
  if (job !== undefined) started.job = job;
  if (shell !== undefined) started.shell = shell;
  if (netlink === true) started.netlink = true;
  if (endless === true || background === true || foregroundNs !== undefined)
    started.detachesAtNs = detachesAtNs;
  putProcess(ctx, ns, pid, started);
  if (ctx.trace.on) {
    ctx.emit('process', 'start', ns.id, 0, null, { pid, app, argv, lines: [], exitCode: null });
  }
  ctx.schedule(
    { kind: 'process.wake', netns: ns.id, pid, wake: { reason: 'start' } },
    0,
    undefined,
    background,
  );
  if (limit !== undefined) {
    const timer = `${LIMIT_TIMER}${limit.signal} ${String(limit.exitCode ?? '')}`;
    const wake = { reason: 'timer', timer } as const;
    ctx.schedule({ kind: 'process.wake', netns: ns.id, pid, wake }, limit.afterNs, undefined, background);
  }
  return pid;
}
