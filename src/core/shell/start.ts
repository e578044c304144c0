/** Starts the shell that waits for a process, and tells processes whom they report to. */
import { isAlways } from './compound';
import type { ShellHost } from './host';
import type { ChildProcess, ShellJob } from './job.types';
import { isWaitingShell } from './job.waiting';
import type { Shell } from './shell.types';
import type { Agenda, Script } from './syntax';

/** How long a loop that may end by itself is waited for, ns: a minute. */
const LOOP_NS = 60_000_000_000;

/** Answers its pid. `piped`: what it prints goes somewhere. */
export function startJob(shell: Shell, job: ShellJob, piped: boolean): number {
  const { host, netns } = shell;
  const state: ShellJob = { ...job, budget: shell.budget.left };
  const ends = endOf([job.item, ...job.after]);
  const pid = host.spawn(netns, {
    ...{ app: 'sh', argv: [job.text], state, daemon: false, endless: ends === 'never' },
    ...(ends === 'perhaps' && { foregroundNs: LOOP_NS }),
  });
  adopt(shell, state, pid, piped);
  return pid;
}

/** The process tells the shell with that pid what it prints, and that it has ended. */
export function adopt({ host, netns }: Shell, job: ShellJob, pid: number, piped: boolean): void {
  const isPiped = piped || job.forWord || job.at < job.item.pipeline.commands.length || job.sink !== null;
  report(host, job.child, { netns, pid }, isPiped);
}

/** What a shell prints into a pipe is what it waits for prints into that pipe. */
function report(host: ShellHost, child: ChildProcess, by: ChildProcess, piped: boolean): void {
  host.adopt?.(child, by, piped);
  if (!piped) return;
  const process = host.world.netns.find((ns) => ns?.name === child.netns)?.processes.entries.get(child.pid);
  if (process === undefined || !isWaitingShell(process)) return;
  const { child: inner } = process.state as ShellJob;
  report(host, inner, child, true);
}

type End = 'surely' | 'perhaps' | 'never';

/** Whether what is left to do ends by itself. */
function endOf(agenda: Agenda): End {
  const ends: End[] = [];
  const worse = (one: End): void => void ends.push(one);
  const scripts = (all: readonly Script[]): void => {
    for (const script of all) worse(endOf(script));
  };
  for (const step of agenda) {
    if (step.kind === 'loop' || step.kind === 'turn') worse(isAlways(step) ? 'never' : 'perhaps');
    if (step.kind !== undefined) continue;
    for (const command of step.pipeline.commands) {
      switch (command.kind) {
        case 'while':
          worse(isAlways({ kind: 'loop', of: command, ran: 'condition', status: 0 }) ? 'never' : 'perhaps');
          break;
        case 'count':
          worse(isAlways({ kind: 'turn', of: command }) ? 'never' : 'perhaps');
          break;
        case 'if':
          scripts(command.arms.map(({ body }) => body));
          break;
        case 'for':
        case 'group':
        case 'subshell':
          scripts([command.body]);
          break;
        default:
      }
    }
  }
  return ends.includes('never') ? 'never' : ends.includes('perhaps') ? 'perhaps' : 'surely';
}
