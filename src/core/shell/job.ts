/** A shell that waits: what it does when the process it waits for prints, or ends. */
import { COMMANDS } from './commands';
import type { ShellHost, WrittenLine } from './host';
import { runAgenda, runPipeline } from './interpret';
import { NOTHING_SHOWN, type OwnVariables, type ShellJob, type Shown } from './job.types';
import { Budget } from './limits';
import { netnsNamed } from './netns';
import { withPrinted } from './outputs';
import { textOf } from './redirect';
import { leaveShell, NONE, remember } from './remember';
import type { Shell } from './shell.types';
import { adopt } from './start';
import type { Agenda, Command } from './syntax';
import { writeText } from './files.write';
import { textsOf, Written } from './written';

/** Exit code of a process that Ctrl-C killed: what follows it in the list does not run. */
const KILLED_BY_INTERRUPT = 130;

export interface JobStep {
  /** To be printed now. */
  readonly lines: readonly string[];
  /** What is waited for from now on; null when the job is done. */
  readonly job: ShellJob | null;
  readonly exitCode: number;
  /** What is left of a job that is done, for the shell that has this one within it. */
  readonly left: Pick<ShellJob, 'own' | 'budget'> | null;
}

/** Goes on with `job`, the state of process `pid` in a netns; `piped` when its output goes somewhere. */
export function resumeJob(
  host: ShellHost,
  netns: string,
  pid: number,
  job: ShellJob,
  piped: boolean,
): JobStep {
  const child = childOf(host, job);
  const ended = child.exitCode !== null;
  if (!ended && !streams(job) && !handsOn(job, piped)) return waits(job, []);
  const shell = shellOf(host, netns, job);
  shell.status = child.exitCode ?? 0;
  if (ended && child.shell !== null) comeBack(shell, job, child.shell);
  const { commands } = job.item.pipeline;
  const text = job.first + textOf({ stdout: child.output });
  if (job.sink !== null)
    writeText(host, netns, job.sink.path, text, { append: job.sink.append, typed: job.typed });
  if (job.forWord) {
    if (killed(child)) return over(shell, []);
    const item = withPrinted(job.item, text, shell.status);
    return goOn(shell, [{ ...item, when: 'always' }, ...job.after], job, pid, piped, []);
  }
  let before: readonly string[] = [];
  let { shown, handedOn } = job;
  if (job.at < commands.length) {
    const stdin = job.sink === null ? text : '';
    const stack = [...job.after].reverse();
    const waiting = runPipeline(shell, job.item, { from: job.at, stdin, stack, text: job.text });
    if (waiting !== null && 'child' in waiting) {
      adopt(shell, waiting, pid, piped);
      remember(shell);
      return waits(waiting, textsOf(shell.printed.lines));
    }
    const news = unseen(shell.printed.lines, job.shown);
    ({ shown } = news);
    before = news.lines;
  } else {
    if (job.item.pipeline.negated) shell.status = shell.status === 0 ? 1 : 0;
    if (piped && job.sink === null) {
      before = child.output.slice(job.handedOn);
      handedOn = child.output.length;
    }
  }
  if (!ended) {
    if (isClosed(job, text.split('\n').length - 1)) host.kill?.(job.child.netns, job.child.pid, 'PIPE');
    return waits(
      handedOn === job.handedOn && shown === job.shown ? job : { ...job, shown, handedOn },
      before,
    );
  }
  if (killed(child)) return over(shell, before);
  shell.printed.clear();
  return goOn(shell, job.after, job, pid, piped, before);
}

/** Runs what is left; `before` was printed before. */
function goOn(
  shell: Shell,
  agenda: Agenda,
  { text }: ShellJob,
  pid: number,
  piped: boolean,
  before: readonly string[],
): JobStep {
  const next = runAgenda(shell, agenda, text);
  const leaves = shell.jump?.kind === 'exit' && !shell.own;
  if (leaves) shell.printed.err('exit');
  const lines = [...before, ...textsOf(shell.printed.lines)];
  if (leaves) leaveShell(shell);
  else remember(shell);
  if (next === null || !('child' in next)) return { ...over(shell, lines), exitCode: shell.status };
  adopt(shell, next, pid, piped);
  return waits(next, lines);
}

function waits(job: ShellJob, lines: readonly string[]): JobStep {
  return { lines, job, exitCode: 0, left: null };
}

/** Done, or ended by Ctrl-C. */
function over(shell: Shell, lines: readonly string[]): JobStep {
  const own = shell.own ? { vars: shell.vars, exported: shell.exported } : null;
  return { lines, job: null, exitCode: KILLED_BY_INTERRUPT, left: { own, budget: shell.budget.left } };
}

function shellOf(host: ShellHost, netns: string, job: ShellJob): Shell {
  const { vars, exported = NONE }: Partial<OwnVariables> & Pick<OwnVariables, 'vars'> =
    job.own ?? netnsNamed(host.world, netns).shell;
  return {
    ...{ host, netns, stdin: job.stdin, printed: new Written(), status: 0, vars, exported },
    ...{ own: job.own !== null, leaves: false, budget: new Budget(job.budget), jump: null },
    loops: job.loops,
  };
}

/** What a shell within this one leaves behind when it has ended. */
function comeBack(shell: Shell, job: ShellJob, inner: ShellJob): void {
  shell.budget.left = Math.min(shell.budget.left, inner.budget);
  if (!job.keeps || inner.own === null) return;
  shell.vars = inner.own.vars;
  shell.exported = inner.own.exported;
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
  /** The state of a shell. */
  readonly shell: ShellJob | null;
}

/** The process; one that went with its netns was killed. */
function childOf({ world }: ShellHost, { child }: ShellJob): Child {
  const ns = world.netns.find((one) => one?.name === child.netns);
  const process = ns?.processes.entries.get(child.pid);
  if (process === undefined) return { output: [], exitCode: 137, shell: null };
  const { output, exitCode, app, state } = process;
  return { output, exitCode, shell: app === 'sh' ? (state as ShellJob) : null };
}

function killed({ exitCode }: Child): boolean {
  return exitCode === KILLED_BY_INTERRUPT;
}

/** Whether the next command of the pipe has stopped reading. */
function isClosed({ item, at, sink }: ShellJob, lines: number): boolean {
  const command = item.pipeline.commands[at];
  if (command === undefined || sink !== null) return false;
  const [name = '', ...words] = wordsOf(command);
  return COMMANDS.get(name)?.hasEnough?.(words, lines) === true;
}

/** Words of a command as far as they are text. */
function wordsOf(command: Command): readonly string[] {
  if (command.kind !== undefined) return [];
  return command.words.map((word) => word.map((part) => (part.kind === 'text' ? part.text : '')).join(''));
}

/** Whether what reads the child's output may run before the child has ended, over and over, and only ever print more. */
function streams({ item, at, sink, forWord }: ShellJob): boolean {
  if (forWord) return false;
  if (sink !== null) return !sink.append;
  const rest = item.pipeline.commands.slice(at);
  return rest.every((command) => {
    const [name = '', ...args] = wordsOf(command);
    return command.redirects.length === 0 && COMMANDS.get(name)?.streams?.(args) === true;
  });
}

/** Whether this shell passes on what the process prints. */
function handsOn({ item, at, sink, forWord }: ShellJob, piped: boolean): boolean {
  return piped && !forWord && sink === null && at >= item.pipeline.commands.length;
}
