/** A shell that waits: what it does when the process it waits for prints, or ends. */
import { COMMANDS } from './commands';
import type { ShellHost, WrittenLine } from './host';
import { NOTHING_SHOWN, type ShellJob, type Shown } from './job.types';
import { netnsNamed } from './netns';
import type { SimpleCommand } from './parse';
import { adopt, remember, runPipeline, runScript, type Shell } from './run';
import { writeText } from './files.write';
import { textsOf, Writing } from './written';

/** Exit code of a process that Ctrl-C killed: what follows it in the list does not run. */
const KILLED_BY_INTERRUPT = 130;

export interface JobStep {
  /** To be printed now. */
  readonly lines: readonly string[];
  /** What is waited for from now on; null when the job is done. */
  readonly job: ShellJob | null;
  readonly exitCode: number;
}

/** Goes on with `job`, the state of process `pid` in a netns. */
export function resumeJob(host: ShellHost, netns: string, pid: number, job: ShellJob): JobStep {
  const ns = netnsNamed(host.world, netns);
  const shell: Shell = {
    host,
    netns,
    stdin: null,
    printed: new Writing(),
    status: 0,
    vars: ns.shell.vars,
    leaves: false,
  };
  const child = childOf(host, job);
  const ended = child.exitCode !== null;
  const { commands } = job.item.pipeline;
  const text = job.first + (child.output.length > 0 ? `${child.output.join('\n')}\n` : '');
  if (!ended && !streams(job)) return { lines: [], job, exitCode: 0 };
  shell.status = child.exitCode ?? 0;
  if (job.sink !== null) {
    writeText(host, netns, job.sink.path, text, { append: job.sink.append, typed: job.typed });
  }
  if (job.at < commands.length) {
    const stdin = job.sink === null ? text : '';
    const waiting = runPipeline(shell, job.item, { from: job.at, stdin, after: job.after, text: job.text });
    if (waiting !== null && !('pid' in waiting)) {
      adopt(shell, waiting, pid);
      return { lines: textsOf(shell.printed.lines), job: onAndOn(waiting, job), exitCode: 0 };
    }
  } else if (job.item.pipeline.negated) {
    shell.status = shell.status === 0 ? 1 : 0;
  }
  const { lines, shown } = unseen(shell.printed.lines, job.shown);
  if (!ended) {
    if (isClosed(job, text.split('\n').length - 1)) host.kill?.(job.child.netns, job.child.pid, 'PIPE');
    return { lines, job: { ...job, shown }, exitCode: 0 };
  }
  if (child.exitCode === KILLED_BY_INTERRUPT) return { lines, job: null, exitCode: KILLED_BY_INTERRUPT };
  shell.printed.lines.length = 0;
  // What begins anew waits for something each time: if not, it is over.
  const next =
    runScript(shell, job.after, job.text) ??
    (job.again === undefined ? null : runScript(shell, job.again, job.text));
  lines.push(...textsOf(shell.printed.lines));
  if (next === null) {
    remember(shell);
    return { lines, job: null, exitCode: shell.status };
  }
  if ('pid' in next) return { lines, job: null, exitCode: 0 };
  adopt(shell, next, pid);
  return { lines, job: onAndOn(next, job), exitCode: 0 };
}

function onAndOn(next: ShellJob, { again }: ShellJob): ShellJob {
  return again === undefined ? next : { ...next, again };
}

/** What was not printed before; a pipeline that is run again with more input prints the same from its beginning. */
function unseen(written: readonly WrittenLine[], before: Shown): { lines: string[]; shown: Shown } {
  const shown = { ...NOTHING_SHOWN };
  const lines: string[] = [];
  for (const { to, text } of written) {
    shown[to] += 1;
    if (shown[to] > before[to]) lines.push(text);
  }
  return { lines, shown };
}

interface Child {
  readonly output: readonly string[];
  readonly exitCode: number | null;
}

/** The process; one that went with its netns was killed. */
function childOf({ world }: ShellHost, { child }: ShellJob): Child {
  const ns = world.netns.find((one) => one?.name === child.netns);
  return ns?.processes.entries.get(child.pid) ?? { output: [], exitCode: 137 };
}

/** Whether the next command of the pipe has stopped reading. */
function isClosed({ item, at, sink }: ShellJob, lines: number): boolean {
  const command = item.pipeline.commands[at];
  if (command === undefined || sink !== null) return false;
  const [name = '', ...words] = wordsOf(command);
  return COMMANDS.get(name)?.hasEnough?.(words, lines) === true;
}

/** Words of a command as far as they are text. */
function wordsOf({ words }: SimpleCommand): readonly string[] {
  return words.map((word) => word.map((part) => (part.kind === 'text' ? part.text : '')).join(''));
}

/** Whether what reads the child's output may run before the child has ended, over and over, and only ever print more. */
function streams({ item, at, sink }: ShellJob): boolean {
  if (sink !== null) return !sink.append;
  const rest = item.pipeline.commands.slice(at);
  return rest.every((command) => {
    const [name = '', ...args] = wordsOf(command);
    return command.redirects.length === 0 && COMMANDS.get(name)?.streams?.(args) === true;
  });
}
