/** Starting processes. What they do is the business of apps/. */
import type { NewProcess } from '../../model/event';
import { FIRST_OP } from '../../model/op';
import { LIMIT_TIMER, type Process } from '../../model/process';
import { SHARED, type Table } from '../../model/table';
import type { Netns } from '../../model/world';
import { Alike } from '../alike';
import type { Ctx } from '../ctx';
import { putProcess } from '../write';
import { putFirstProcess } from '../write.rows';

/**
 * How long a process that does not end by itself is waited for, ns: a ping sends its first four requests. It goes on
 * afterwards, whenever the clock runs.
 */
export const FOREGROUND_NS = 3_000_000_000;

/** Starts a process; it runs as an event of its own, right after the present one. Answers its pid. */
export function spawnProcess(ctx: Ctx, ns: Netns, process: NewProcess): number {
  const pid = ns.nextPid;
  ns.nextPid = pid + 1;
  const { endless, background, app, argv, state, daemon, netlink, job, shell, limit } = process;
  const detachesAtNs = background === true ? ctx.world.nowNs : ctx.world.nowNs + FOREGROUND_NS;
  const op = (ctx.world.nextOps[ns.machine] ?? FIRST_OP) - 1;
  const started: { -readonly [K in keyof Process]: Process[K] } = {
    app,
    argv,
    state,
    daemon,
    pid,
    output: NO_LINES,
    exitCode: null,
    op,
  };
  if (job !== undefined) started.job = job;
  if (shell !== undefined) started.shell = shell;
  if (netlink === true) started.netlink = true;
  if (endless === true || background === true) started.detachesAtNs = detachesAtNs;
  if (ctx.trace.on || pid !== FIRST_PID || !isPlain(process)) putProcess(ctx, ns, pid, started);
  else putFirstProcess(ns, onlyProcess(started));
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

const FIRST_PID = 1;
const NO_LINES: readonly string[] = Object.freeze([]);

/** Whether a process is the pod's own: nobody's job, and nobody waits for it. */
function isPlain({ endless, background, job, shell, netlink, limit, state }: NewProcess): boolean {
  const some = endless ?? background ?? job ?? shell ?? netlink ?? limit;
  return some === undefined && state === null;
}

/** The table of a netns with one process: pods that came by operations of the same number have one and the same. */
function onlyProcess(process: Process): Table<number, Process> {
  const known = ONLY.recall(process.op);
  const other = known?.entries.get(process.pid);
  if (known !== undefined && other !== undefined && isAlike(other, process)) return known;
  return ONLY.remember(process.op, { generation: SHARED, entries: new Map([[process.pid, process]]) });
}

const ONLY = new Alike<Table<number, Process>>();

function isAlike(a: Process, b: Process): boolean {
  return a.op === b.op && a.app === b.app && a.argv === b.argv && a.daemon === b.daemon;
}
