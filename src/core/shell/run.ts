/**
 * Runs a command line in a netns: expands words, finds commands, feeds pipes, redirects, collects what is printed.
 *
 * What is done at once is done at once. Where a command starts a process and something depends on its end (the next
 * command of the list, the next one of the pipe, a file), the rest is set aside as a job (`job.ts`) and goes on when the
 * process prints or ends.
 */
import { Part } from '../base/part';
import type { ProcessLimit } from '../model/process';
import type { CommandOutcome, ShellHost, WrittenLine } from './host';
import type { CommandIo, Outcome } from './command';
import { isAbsent } from './absent';
import { commandName, failed, notYet, printed } from './command';
import { COMMANDS } from './commands';
import { expand, expandWhole, type Surroundings } from './expand';
import { fileText, hostnameOf } from './files';
import type { WriteFault } from './files.write';
import { NOTHING_SHOWN, type ChildProcess, type ShellJob, type Sink } from './job.types';
import { BOTH_OUTPUTS } from './lex';
import { ASSIGNMENT, noFork, textBefore, tooLong } from './limits';
import { netnsNamed } from './netns';
import { shownPid } from './pids';
import { parse, type ListItem, type Script, type SimpleCommand } from './parse';
import { syntaxText } from './parse.text';
import { typedText } from './typed';
import { outcomeOf, textsOf, withErrors, Writing, writtenBy } from './written';

const files = new Part('writing of files', () => import('./files.write'));

/** Exit codes of bash itself. */
const SYNTAX_ERROR = 2;
const NOT_FOUND = 127;

/** A shell that is running a line. */
export interface Shell {
  readonly host: ShellHost;
  readonly netns: string;
  /** What the first command of each pipeline may read; null without. */
  readonly stdin: string | null;
  /** Printed so far by what ran. */
  readonly printed: Writing;
  status: number;
  vars: Readonly<Record<string, string>>;
  /** Whether a process that nothing depends on may be left to itself: the line ends with it. */
  leaves: boolean;
}

/**
 * Runs `text` in the netns named `netns`; the exit code is that of the last command. `stdin` is what the first command
 * of each pipeline may read. `pid` is the process that now runs, or the shell that waits for one.
 */
export function runCommand(
  host: ShellHost,
  netns: string,
  text: string,
  stdin: string | null = null,
  again = false,
): CommandOutcome {
  const script = parse(text);
  if (!script.ok) return failed(SYNTAX_ERROR, syntaxText(script.error));
  const { status, vars } = netnsNamed(host.world, netns).shell;
  const shell: Shell = { host, netns, stdin, printed: new Writing(), status, vars, leaves: true };
  // What goes on without end is no last thing of a line, for another follows.
  if (again) shell.leaves = false;
  const begun = runScript(shell, script.value, text);
  const waiting = again && begun !== null && !('pid' in begun) ? { ...begun, again: script.value } : begun;
  const pid = waiting === null ? null : 'pid' in waiting ? waiting.pid : startJob(shell, waiting);
  remember(shell);
  const exitCode = pid === null && script.value.length > 0 ? shell.status : 0;
  return shell.printed.outcome(exitCode, pid);
}

/** The shell's memory is kept where something changed. */
export function remember({ host, netns, status, vars }: Shell): void {
  const before = host.world.netns.find((ns) => ns?.name === netns)?.shell;
  // The line may have removed the netns it was typed in.
  if (before === undefined) return;
  if (before.status !== status || before.vars !== vars) host.remember?.(netns, { status, vars });
}

/** A process that needs no shell to wait for it: it is the last thing of the line. */
interface Running {
  readonly pid: number;
}

/** Runs a list. Answers what has to be waited for, null when all is done. */
export function runScript(shell: Shell, script: Script, text: string): Running | ShellJob | null {
  let last: Running | null = null;
  for (const [index, item] of script.entries()) {
    if (item.when === 'success' && shell.status !== 0) continue;
    if (item.when === 'failure' && shell.status === 0) continue;
    const after = item.background ? [] : script.slice(index + 1);
    const waiting = runPipeline(shell, item, { from: 0, stdin: shell.stdin, after, text });
    if (item.background) {
      if (waiting !== null) {
        const pid = 'pid' in waiting ? waiting.pid : startJob(inBackground(shell), waiting);
        shell.printed.err(
          `[1] ${shownPid(shell.host.world, netnsNamed(shell.host.world, shell.netns), pid)}`,
        );
      }
      shell.status = 0;
    } else if (waiting !== null && !('pid' in waiting)) {
      return waiting;
    } else {
      last = waiting ?? last;
    }
  }
  return last;
}

/** Where in a pipeline a shell is. */
export interface PipePlace {
  /** The command that runs next. */
  readonly from: number;
  /** What it reads. */
  readonly stdin: string | null;
  /** What comes after the pipeline. */
  readonly after: Script;
  readonly text: string;
}

export function runPipeline(shell: Shell, item: ListItem, place: PipePlace): Running | ShellJob | null {
  const { pipeline, background } = item;
  const { commands } = pipeline;
  const beyond = tooLong(surroundings(shell), shell.vars, pipeline);
  if (beyond !== null) {
    shell.printed.err(...beyond.stderr);
    shell.status = beyond.exitCode;
    return null;
  }
  const typed = typedText(surroundings(shell), pipeline);
  let { stdin } = place;
  for (let at = place.from; at < commands.length; at += 1) {
    const command = commands[at];
    if (command === undefined) break;
    const isLast = at === commands.length - 1;
    const { outcome, child, sink } = runSimple(background ? inBackground(shell) : shell, command, {
      stdin,
      typed,
      toTerminal: isLast,
    });
    const written = writtenBy(outcome);
    const alone = shell.leaves && isLast && sink === null && !pipeline.negated && place.after.length === 0;
    const waits = child !== null && !alone && shell.host.adopt !== undefined;
    const seen = isLast && !(waits && sink !== null);
    shell.printed.lines.push(...(seen ? written : written.filter(({ to }) => to === 'stderr')));
    shell.status = outcome.exitCode;
    if (child !== null) {
      if (!waits) {
        // What the tools of a machine are tried out by does not wait: the process is what there is to see.
        if (isLast && place.after.length === 0 && shell.leaves) return { pid: child.pid };
      } else {
        return {
          text: place.text,
          child,
          first: seen ? '' : textOf(outcome),
          item,
          at: at + 1,
          sink,
          after: place.after,
          typed,
          shown: NOTHING_SHOWN,
        };
      }
    }
    stdin = textOf(outcome);
  }
  if (pipeline.negated) shell.status = shell.status === 0 ? 1 : 0;
  return null;
}

/** What a pipe carries: lines, each with its newline. */
export function textOf({ stdout, unterminated }: Pick<Outcome, 'stdout' | 'unterminated'>): string {
  return stdout.join('\n') + (stdout.length > 0 && unterminated !== true ? '\n' : '');
}

/** Starts the shell that waits for a process; answers its pid. */
function startJob(shell: Shell, job: ShellJob): number {
  const { host, netns } = shell;
  const endless = job.again !== undefined;
  const pid = host.spawn(netns, { app: 'sh', argv: [job.text], state: job, daemon: false, endless });
  adopt(shell, job, pid);
  return pid;
}

/** The process tells the shell with that pid what it prints, and that it has ended. */
export function adopt({ host, netns }: Shell, job: ShellJob, pid: number): void {
  const piped = job.at < job.item.pipeline.commands.length || job.sink !== null;
  host.adopt?.(job.child, { netns, pid }, piped);
}

function inBackground(shell: Shell): Shell {
  const { host } = shell;
  return {
    ...shell,
    host: {
      ...host,
      world: host.world,
      spawn: (netns, process) => host.spawn(netns, { ...process, background: true }),
    },
  };
}

interface Ran {
  readonly outcome: Outcome;
  readonly child: ChildProcess | null;
  /** What the child prints goes there. */
  readonly sink: Sink | null;
}

function runSimple(
  shell: Shell,
  command: SimpleCommand,
  { stdin, typed, toTerminal }: Pick<CommandIo, 'stdin' | 'typed' | 'toTerminal'>,
): Ran {
  const around = surroundings(shell);
  const redirects = redirectsOf(shell, around, command);
  if ('exitCode' in redirects) return { outcome: redirects, child: null, sink: null };
  const assignments = command.words.filter((_, index) =>
    command.words.slice(0, index + 1).every((one) => ASSIGNMENT.test(textBefore(one))),
  );
  const argv = command.words.slice(assignments.length).flatMap((word) => expand(around, word));
  if (argv.length === 0) {
    for (const word of assignments) {
      const whole = expandWhole(around, word);
      const [, name = ''] = ASSIGNMENT.exec(whole) ?? [];
      shell.vars = { ...shell.vars, [name]: whole.slice(name.length + 1) };
    }
    return { outcome: printed(), child: null, sink: null };
  }
  let child: ChildProcess | null = null;
  const { host } = shell;
  const watched: ShellHost = {
    ...host,
    world: host.world,
    spawn: (netns, process) => {
      const pid = host.spawn(netns, process);
      child = { netns, pid };
      return pid;
    },
  };
  const io: Surrounding = {
    host: watched,
    typed,
    stdin: redirects.stdin ?? stdin,
    cwd: around.cwd,
    toTerminal: toTerminal && redirects.stdout === null,
    vars: shell.vars,
    setVars: (vars) => {
      shell.vars = { ...shell.vars, ...vars };
    },
  };
  const outcome = exec(io, shell.netns, argv);
  if (outcome.pid === null)
    return { outcome: redirected(shell, outcome, redirects, argv[0] ?? '', typed), child: null, sink: null };
  // Its stdout goes where that of the process goes (`ShellJob.first`).
  const { stdout } = redirects;
  const same = stdout !== null && redirects.stderr?.path === stdout.path;
  const merged: Partial<Redirects> = same ? { stderr: null, merged: 'stderr-to-stdout' } : {};
  const rest: Redirects = { ...redirects, stdout: null, ...merged };
  return { outcome: redirected(shell, outcome, rest, argv[0] ?? '', typed), child, sink: stdout };
}

interface Redirects {
  readonly stdin: string | null;
  readonly stdout: Sink | null;
  readonly stderr: Sink | null;
  /** `2>&1` and `1>&2`: one output goes where the other one goes. */
  readonly merged: 'stderr-to-stdout' | 'stdout-to-stderr' | null;
}

/** Opens what a command is redirected to, from left to right; a refusal is an outcome, and the command does not run. */
function redirectsOf(shell: Shell, around: Surroundings, command: SimpleCommand): Redirects | Outcome {
  let stdin: string | null = null;
  let stdout: Sink | null = null;
  let stderr: Sink | null = null;
  let merged: Redirects['merged'] = null;
  for (const { text, fd, target } of command.redirects) {
    const word = expandWhole(around, target);
    const path = word.startsWith('/') ? word : `${around.cwd}/${word}`;
    const refused = (why: string): Outcome => failed(1, `bash: ${word}: ${why}`);
    if (text === '>&') {
      if (word !== '1' && word !== '2') return failed(1, `bash: ${word}: Bad file descriptor`);
      if (fd === 2 && word === '1') {
        if (stdout === null) merged = 'stderr-to-stdout';
        else stderr = stdout;
      }
      if (fd === 1 && word === '2') merged = 'stdout-to-stderr';
      continue;
    }
    if (text === '<') {
      const content = fileText(shell.host.world, around.ns, path);
      if (content === null) return refused('No such file or directory');
      stdin = content;
      continue;
    }
    const fault = files.content.openFault(shell.host, shell.netns, path);
    if (fault !== null) return refused(fault.text);
    const sink = { path, append: text === '>>' };
    if (fd === 1 || fd === BOTH_OUTPUTS) stdout = sink;
    if (fd === 2 || fd === BOTH_OUTPUTS) stderr = sink;
  }
  return { stdin, stdout, stderr, merged };
}

/** What is left to be seen of an outcome once its outputs went where they were sent. */
function redirected(
  { host, netns }: Shell,
  outcome: Outcome,
  { stdout, stderr, merged }: Redirects,
  name: string,
  typed: string,
): Outcome {
  let written = writtenBy(outcome);
  if (merged === 'stderr-to-stdout') written = written.map(({ text }) => ({ to: 'stdout', text }));
  if (merged === 'stdout-to-stderr') written = written.map(({ text }) => ({ to: 'stderr', text }));
  const same = stdout !== null && stderr !== null && stdout.path === stderr.path;
  const write = ({ path, append }: Sink, to?: WrittenLine['to']): WriteFault | null => {
    const lines = textsOf(written, to);
    const unterminated = to !== 'stderr' && outcome.unterminated === true;
    return files.content.writeText(host, netns, path, textOf({ stdout: lines, unterminated }), {
      append,
      typed,
    });
  };
  const answer = stdout === null ? null : write(stdout, same ? undefined : 'stdout');
  if (stderr !== null && !same) write(stderr, 'stderr');
  const seen = written.filter(({ to }) => (to === 'stdout' ? stdout : stderr) === null);
  const { exitCode, pid, unterminated } = outcome;
  const left = { ...outcomeOf(seen, exitCode, pid), ...(unterminated === true && { unterminated }) };
  if (answer === null) return left;
  const fault = `${name === 'echo' ? 'bash: echo' : name}: write error: ${answer.text}`;
  return withErrors({ ...left, exitCode: 1 }, fault);
}

export function surroundings({ host, netns, status, vars }: Shell): Surroundings {
  const ns = netnsNamed(host.world, netns);
  const own: Readonly<Record<string, string>> = {
    HOSTNAME: hostnameOf(host.world, netns),
    USER: 'root',
    HOME: '/root',
    PWD: '/',
    ...vars,
  };
  return {
    world: host.world,
    ns,
    cwd: own['PWD'] ?? '/',
    valueOf: (name) => (name === '?' ? String(status) : (own[name] ?? '')),
  };
}

type Surrounding = Pick<CommandIo, 'host' | 'typed' | 'stdin' | 'cwd' | 'vars' | 'setVars' | 'toTerminal'>;

function exec(around: Surrounding, netns: string, argv: readonly string[]): Outcome {
  const name = argv[0] ?? '';
  const command = COMMANDS.get(commandName(name));
  if (!command && isAbsent(name)) return notYet(name);
  if (!command)
    return failed(
      NOT_FOUND,
      `bash: ${name}: ${name.includes('/') ? 'No such file or directory' : 'command not found'}`,
    );
  const refused = noFork(around.host, netns, name);
  if (refused !== null) return refused;
  const io: CommandIo = {
    ...around,
    netns,
    hostname: hostnameOf(around.host.world, netns),
    commands: COMMANDS,
    exec: (inner, words, limit) => exec(limit === undefined ? around : limited(around, limit), inner, words),
    script: (text, again) => runCommand(around.host, netns, text, around.stdin, again),
  };
  return command.run(io, argv);
}

/** Every process that is started has so much time, and therefore an end; of two limits the nearer one. */
function limited(around: Surrounding, limit: ProcessLimit): Surrounding {
  const { host } = around;
  const spawn: ShellHost['spawn'] = (netns, process) => {
    const nearer =
      process.limit !== undefined && process.limit.afterNs < limit.afterNs ? process.limit : limit;
    return host.spawn(netns, { ...process, limit: nearer, endless: false });
  };
  return { ...around, host: { ...host, world: host.world, spawn } };
}
