/** Wakes processes: runs the app, keeps its state, prints, closes what an ended process leaves open. */
import { Part } from '../base/part';
import type { Ctx } from '../kernel/ctx';
import { closeSocket } from '../kernel/sock/table';
import { sctp } from '../kernel/sock/sctp/part';
import { putProcess, putShell } from '../kernel/write';
import { LIMIT_TIMER, type Process, type Wake } from '../model/process';
import { isKernelSocket } from '../model/socket';
import type { Netns } from '../model/world';
import type { App, ProcessIo } from './app';
import { apps } from './index';

const tcp = new Part('TCP', () => import('../kernel/sock/tcp'));

/** Lines a process may print; what comes after is lost (a runaway process must not eat the memory). */
export const OUTPUT_LINES_MAX = 10_000;
/** A signal that ends a process. Of these only TERM lets it say good-bye. */
export type Signal = 'TERM' | 'PIPE' | 'KILL';

/** Exit codes of a process that a signal ended: 128 and its number. */
const SIGINT_EXIT = 130;
const SIGNAL_EXIT: Readonly<Record<Signal, number>> = { TERM: 143, PIPE: 141, KILL: 137 };

export function wakeProcess(ctx: Ctx, ns: Netns, pid: number, wake: Wake): void {
  if (wake.reason === 'timer' && wake.timer.startsWith(LIMIT_TIMER)) {
    outOfTime(ctx, ns, pid, wake.timer.slice(LIMIT_TIMER.length));
    return;
  }
  runProcess(ctx, ns, pid, (app, io, state) => app.run(io, state, wake));
}

/** SIGINT, as Ctrl-C sends it. */
export function interruptProcess(ctx: Ctx, ns: Netns, pid: number, exitCode: number | null = null): void {
  runProcess(ctx, ns, pid, (app, io, state) => {
    const own: ProcessIo = {
      ...io,
      exit: (code) => {
        io.exit(exitCode ?? code);
      },
    };
    if (app.interrupt !== undefined) return app.interrupt(own, state);
    own.exit(SIGINT_EXIT);
    return state;
  });
}

/** `timeout` sends its signal. */
function outOfTime(ctx: Ctx, ns: Netns, pid: number, told: string): void {
  const [signal = '', code = ''] = told.split(' ');
  const exitCode = code === '' ? null : Number(code);
  // A shell is no app that could be interrupted: it ends.
  const isShell = ns.processes.entries.get(pid)?.app === 'sh';
  // What the shell waits for goes with it, whatever the signal.
  if (isShell) {
    endProcesses(ctx, ns, [pid], 'TERM', signal === 'KILL' ? SIGNAL_EXIT.KILL : (exitCode ?? undefined));
    return;
  }
  if (signal === 'INT') interruptProcess(ctx, ns, pid, exitCode);
  else if (signal === 'KILL') endProcesses(ctx, ns, [pid], signal);
  else endProcesses(ctx, ns, [pid], 'TERM', exitCode ?? undefined);
}

function runProcess(
  ctx: Ctx,
  ns: Netns,
  pid: number,
  does: (app: App<unknown>, io: ProcessIo, state: unknown) => unknown,
): void {
  const process = ns.processes.entries.get(pid);
  const app = process === undefined ? undefined : apps.get(process.app);
  if (process === undefined || app === undefined || process.exitCode !== null) return;
  const detachesAtNs = process.detachesAtNs ?? Infinity;
  const lines: string[] = [];
  const ended: { code: number | null } = { code: null };
  const io = ioOf(ctx, ns, pid, detachesAtNs, lines, ended);
  const state = does(app, io, process.state);
  const output = [...process.output, ...lines].slice(0, OUTPUT_LINES_MAX);
  if (ended.code !== null) {
    closeAll(ctx, ns, pid);
    ctx.forgetWakes(ns.id, pid);
  }
  if (state !== process.state || lines.length > 0 || ended.code !== null) {
    putProcess(ctx, ns, pid, { ...process, state, output, exitCode: ended.code });
  }
  if (lines.length > 0 || ended.code !== null) report(ctx, process, ended.code);
  if (!ctx.trace.on || (lines.length === 0 && ended.code === null)) return;
  const verdict = ended.code === null ? 'print' : 'exit';
  const { app: name, argv } = process;
  const detail = { pid, app: name, argv, lines, exitCode: ended.code };
  ctx.emit('process', verdict, ns.id, 0, null, process.piped === true ? { ...detail, piped: true } : detail);
}

function ioOf(
  ctx: Ctx,
  ns: Netns,
  pid: number,
  detachesAtNs: number,
  lines: string[],
  ended: { code: number | null },
): ProcessIo {
  return {
    ctx,
    ns,
    pid,
    print: (line: string) => void lines.push(line),
    exit: (code: number) => {
      ended.code = code;
    },
    after: (timer: string, delayNs: number, background?: boolean) => {
      ctx.schedule(
        { kind: 'process.wake', netns: ns.id, pid, wake: { reason: 'timer', timer } },
        delayNs,
        background,
        ctx.world.nowNs + delayNs > detachesAtNs ? true : undefined,
      );
    },
  };
}

/** Whoever waits for the process hears of it: a shell that goes on, or the one whose `$?` it is. */
function report(ctx: Ctx, { reportsTo, shell }: Process, exitCode: number | null): void {
  if (reportsTo !== undefined) {
    const { netns, pid } = reportsTo;
    ctx.schedule({ kind: 'process.wake', netns, pid, wake: { reason: 'timer', timer: 'child' } }, 0);
  } else if (exitCode !== null && shell !== undefined && ctx.world.netns[shell] !== undefined) {
    const ns = ctx.own(shell);
    if (ns.shell.status !== exitCode) putShell(ctx, ns, { ...ns.shell, status: exitCode });
  }
}

/** Ends processes that still run, all of the netns or some, as a signal does; the kernel closes their sockets. */
export function endProcesses(
  ctx: Ctx,
  ns: Netns,
  pids: readonly number[] | null,
  signal: Signal = 'TERM',
  ended = SIGNAL_EXIT[signal],
): void {
  for (const process of [...ns.processes.entries.values()]) {
    const { pid, app, argv } = process;
    if (process.exitCode !== null || pids?.includes(pid) === false) continue;
    if (signal === 'TERM') {
      apps.get(app)?.terminate?.(ioOf(ctx, ns, pid, Infinity, [], { code: null }), process.state);
    }
    closeAll(ctx, ns, pid);
    ctx.forgetWakes(ns.id, pid);
    putProcess(ctx, ns, pid, { ...process, exitCode: ended });
    report(ctx, process, ended);
    if (!ctx.trace.on) continue;
    ctx.emit('process', 'exit', ns.id, 0, null, { pid, app, argv, lines: [], exitCode: ended });
  }
}

function closeAll(ctx: Ctx, ns: Netns, pid: number): void {
  for (const socket of [...ns.sockets.entries.values()]) {
    if (isKernelSocket(socket) || socket.pid !== pid) continue;
    if (socket.kind === 'sctp' || socket.kind === 'sctp-listen') sctp.content.sctpClose(ctx, ns, socket.id);
    else if (socket.kind === 'tcp' || socket.kind === 'tcp-listen') tcp.content.tcpClose(ctx, ns, socket.id);
    else closeSocket(ctx, ns, socket.id);
  }
}
