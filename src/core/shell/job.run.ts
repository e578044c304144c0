/** Wakes a shell that waits: keeps what it waits for next, shows what it prints. */
import { OUTPUT_LINES_MAX } from '../apps/run';
import type { Ctx } from '../kernel/ctx';
import { putProcess } from '../kernel/write';
import type { Process } from '../model/process';
import type { Netns } from '../model/world';
import type { ShellHost } from './host';
import { resumeJob } from './job';
import type { ShellJob } from './job.types';
import { isWaitingShell } from './job.waiting';

/** `timeout` signals a whole group: what the shell waits for, and what that waits for. */
export function endJob(host: ShellHost, { state }: Process): void {
  const { netns, pid } = (state as ShellJob).child;
  const child = host.world.netns.find((one) => one?.name === netns)?.processes.entries.get(pid);
  if (child !== undefined && isWaitingShell(child)) endJob(host, child);
  host.kill?.(netns, pid, 'TERM');
}

export function wakeShell(ctx: Ctx, host: ShellHost, ns: Netns, process: Process): void {
  const { pid, app, argv, job, shell, detachesAtNs } = process;
  const background = detachesAtNs !== undefined && ctx.world.nowNs >= detachesAtNs;
  const own: ShellHost = {
    ...host,
    spawn: (netns, started) =>
      host.spawn(netns, {
        ...started,
        ...(job !== undefined && { job }),
        ...(shell !== undefined && { shell }),
        ...(background && { background }),
      }),
  };
  // A process's state is only ever made by its own app: this one's is a job.
  const before = process.state as ShellJob;
  const step = resumeJob(own, ns.name, pid, before, process.piped === true);
  const exitCode = step.job === null ? step.exitCode : null;
  if (step.job === before && step.lines.length === 0) return;
  const output = [...process.output, ...step.lines].slice(0, OUTPUT_LINES_MAX);
  // Of `timeout` a timer may be left.
  if (exitCode !== null) ctx.forgetWakes(ns.id, pid);
  putProcess(ctx, ns, pid, { ...process, state: step.job ?? { ...before, ...step.left }, output, exitCode });
  if (process.reportsTo !== undefined && (exitCode !== null || step.lines.length > 0)) {
    const { netns, pid: by } = process.reportsTo;
    ctx.schedule({ kind: 'process.wake', netns, pid: by, wake: { reason: 'timer', timer: 'child' } }, 0);
  }
  if (!ctx.trace.on || (step.lines.length === 0 && exitCode === null)) return;
  const detail = { pid, app, argv, lines: step.lines, exitCode };
  ctx.emit(
    'process',
    exitCode === null ? 'print' : 'exit',
    ns.id,
    0,
    null,
    process.piped === true ? { ...detail, piped: true } : detail,
  );
}
