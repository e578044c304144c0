/**
 * Runs commands of the shell's language. What is done at once is done at once; where a command starts a process and
 * something depends on its end (the next command, the next one of the pipe, a file, a word), what is left to do, the
 * agenda, is set aside as a job (`job.ts`) and goes on when the process prints or ends.
 *
 * Compound commands are unfolded onto the agenda step by step: so whatever waits, within however many loops, is a list.
 */
import { unfold } from './compound';
import { failed, type Outcome, type ShellDoor } from './command';
import type { ShellHost } from './host';
import { NOTHING_SHOWN, type ShellJob } from './job.types';
import { Budget, SPENT, tooLong } from './limits';
import { netnsNamed } from './netns';
import { firstOutput, withPrinted } from './outputs';
import { withCalls } from './functions';
import { parse, type Aliases } from './parse';
import { syntaxText } from './parse.text';
import { shownPid } from './pids';
import { redirected, redirectsOf, textOf } from './redirect';
import { NONE } from './remember';
import { runSimple, typedText, type HowRun, type Ran } from './simple';
import { isExpansionFault, surroundings, withPositional, type Shell } from './shell.types';
import { startJob } from './start';
import type { Agenda, CompoundCommand, Control, ListItem } from './syntax';
import { outcomeOf, Written, writtenBy } from './written';

/** Exit code of bash for what it cannot read. */
export const SYNTAX_ERROR = 2;

/** A process that needs no shell to wait for it: it is the last thing of the line. */
export interface Running {
  readonly netns: string;
  readonly pid: number;
}

type Stack = (ListItem | Control)[];

/** Runs an agenda. Answers what has to be waited for, null when all is done. */
export function runAgenda(shell: Shell, agenda: Agenda, text: string): Running | ShellJob | null {
  // The last one is next.
  const stack: Stack = [...agenda].reverse();
  let last: Running | null = null;
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    shell.budget.spend(1);
    shell.budget.spendLines(shell.printed.lines.length);
    if (shell.budget.isSpent) return spent(shell);
    try {
      const waiting = runStep(shell, stack, step, text);
      if (shell.jump !== null) jump(shell, stack);
      if (waiting === null) continue;
      if ('child' in waiting) return waiting;
      last = waiting;
    } catch (error) {
      if (!isExpansionFault(error)) throw error;
      shell.printed.err(error.message);
      shell.status = 1;
      return null;
    }
  }
  return last;
}

function spent(shell: Shell): null {
  if (!shell.budget.told) shell.printed.err(SPENT);
  shell.budget.told = true;
  shell.status = 1;
  return null;
}

function runStep(
  shell: Shell,
  stack: Stack,
  step: ListItem | Control,
  text: string,
): Running | ShellJob | null {
  if (step.kind !== undefined) {
    unfold.control(shell, stack, step);
    return null;
  }
  if (step.when === 'success' && shell.status !== 0) return null;
  if (step.when === 'failure' && shell.status === 0) return null;
  const waiting = fillWords(shell, stack, step, text);
  if ('child' in waiting) return waiting;
  const item = withCalls(shell, waiting.item);
  if (unfold.inline(shell, stack, item)) return null;
  if (!item.background) return runPipeline(shell, item, { from: 0, stdin: shell.stdin, stack, text });
  const behind: Shell = { ...inBackground(shell), own: true, leaves: true };
  const left = runPipeline(behind, item, { from: 0, stdin: null, stack: [], text });
  if (left !== null) {
    const pid = 'child' in left ? startJob(behind, left, false) : left.pid;
    shell.printed.err(`[1] ${shownPid(shell.host.world, netnsNamed(shell.host.world, shell.netns), pid)}`);
  }
  shell.status = 0;
  return null;
}

/** Runs what stands in `$(…)` of an item, and puts its output in its place. */
function fillWords(
  shell: Shell,
  stack: Stack,
  given: ListItem,
  text: string,
): ShellJob | { readonly item: ListItem } {
  let item = given;
  for (let found = firstOutput(item); found !== null; found = firstOutput(item)) {
    const inner: Shell = innerShell(shell, { stdin: shell.stdin });
    const waiting = runAgenda(inner, found.script, text);
    const outcome = outcomeOf(inner.printed.lines, inner.status, null);
    shell.printed.err(...outcome.stderr);
    const first = textOf({ ...outcome, unterminated: inner.printed.isOpen });
    if (waiting !== null && shell.host.adopt !== undefined) {
      const child =
        'child' in waiting ? { netns: shell.netns, pid: startJob(inner, waiting, true) } : waiting;
      return jobOf(shell, stack, { text, child, first, item, forWord: true });
    }
    item = withPrinted(item, first, inner.status);
    if (shell.budget.isSpent) break;
  }
  return { item };
}

type JobSeed = Pick<ShellJob, 'text' | 'child' | 'first' | 'item'> & Partial<ShellJob>;

/** What a shell remembers while it waits. */
function jobOf(shell: Shell, stack: Stack, seed: JobSeed): ShellJob {
  return {
    at: 0,
    forWord: false,
    keeps: false,
    sink: null,
    typed: '',
    shown: NOTHING_SHOWN,
    handedOn: 0,
    after: [...stack].reverse(),
    stdin: shell.stdin,
    own: shell.own ? { vars: shell.vars, exported: shell.exported } : null,
    budget: shell.budget.left,
    loops: shell.loops,
    ...seed,
  };
}

/** Where in a pipeline a shell is. */
export interface PipePlace {
  /** The command that runs next. */
  readonly from: number;
  /** What it reads. */
  readonly stdin: string | null;
  /** What comes after the pipeline, the last one first. */
  readonly stack: Stack;
  readonly text: string;
}

export function runPipeline(shell: Shell, item: ListItem, place: PipePlace): Running | ShellJob | null {
  const { pipeline, background } = item;
  const { commands } = pipeline;
  const { stack, text } = place;
  const beyond = tooLong(surroundings(shell), shell.vars, pipeline);
  if (beyond !== null) {
    shell.printed.err(...beyond.stderr);
    shell.status = beyond.exitCode;
    return null;
  }
  const typed = typedText(shell, pipeline);
  const isPipe = commands.length > 1;
  let { stdin } = place;
  for (let at = place.from; at < commands.length; at += 1) {
    const command = commands[at];
    if (command === undefined) break;
    const isLast = at === commands.length - 1;
    // Each command of a pipe has a shell of its own.
    const inner = isPipe ? { ...shell, jump: null } : shell;
    const around = background ? inBackground(inner) : inner;
    const how = { stdin, typed, toTerminal: isLast };
    const ran =
      command.kind === undefined
        ? runSimple(around, command, how, item.told ?? 0, scriptDoor(around))
        : runNested(around, command, how, isPipe || background, text);
    if (!isPipe && around !== inner) continueAs(shell, around);
    const { outcome, child, sink } = ran;
    const written = writtenBy(outcome);
    const alone = shell.leaves && isLast && sink === null && !pipeline.negated && stack.length === 0;
    const waits = child !== null && !alone && shell.host.adopt !== undefined;
    const seen = isLast && !(waits && sink !== null);
    shell.printed.add(
      seen ? written : written.filter(({ to }) => to === 'stderr'),
      seen && outcome.unterminated === true,
    );
    shell.status = outcome.exitCode;
    if (child !== null) {
      if (!waits) {
        // What the tools of a machine are tried out by does not wait: the process is what there is to see.
        if (isLast && stack.length === 0 && shell.leaves) return child;
      } else {
        const first = seen ? '' : textOf(outcome);
        const keeps = command.kind !== undefined && command.kind !== 'subshell' && !isPipe;
        return jobOf(shell, stack, { text, child, first, item, at: at + 1, sink, typed, keeps });
      }
    }
    stdin = textOf(outcome);
  }
  if (pipeline.negated) shell.status = shell.status === 0 ? 1 : 0;
  return null;
}

function continueAs(shell: Shell, { vars, exported, stdin }: Shell): void {
  shell.vars = vars;
  shell.exported = exported;
  shell.stdin = stdin;
}

/** A compound command that is not unfolded: its outputs go somewhere together, or it is a shell of its own. */
function runNested(
  shell: Shell,
  command: CompoundCommand,
  { stdin, typed }: HowRun,
  apart: boolean,
  text: string,
): Ran {
  const around = surroundings(shell);
  const redirects = redirectsOf(shell, around, command.redirects);
  if ('exitCode' in redirects) return { outcome: redirects, child: null, sink: null };
  const isPart = !apart && command.kind !== 'subshell';
  const made = innerShell(shell, { stdin: redirects.stdin ?? stdin });
  const inner: Shell = isPart ? { ...made, own: shell.own } : made;
  const body =
    command.kind === 'subshell' || command.kind === 'group'
      ? command.body
      : [
          {
            pipeline: { commands: [{ ...command, redirects: [] }], negated: false },
            when: 'always',
            background: false,
          } as const,
        ];
  const waiting = runAgenda(inner, body, text);
  if (isPart) {
    continueAs(shell, { ...inner, stdin: shell.stdin });
    shell.jump = inner.jump;
  }
  const child =
    waiting === null
      ? null
      : 'child' in waiting
        ? { netns: shell.netns, pid: startJob(inner, waiting, redirects.stdout !== null) }
        : waiting;
  const unterminated = inner.printed.isOpen;
  const outcome: Outcome = {
    ...outcomeOf(inner.printed.lines, inner.status, child?.pid ?? null),
    ...(unterminated && { unterminated }),
  };
  if (child === null) return { outcome: redirected(shell, outcome, redirects, '', typed), child, sink: null };
  const rest = { ...redirects, stdout: null };
  return { outcome: redirected(shell, outcome, rest, '', typed), child, sink: redirects.stdout };
}

/** A shell within this one. */
function innerShell(shell: Shell, { stdin }: Pick<Shell, 'stdin'>): Shell {
  return { ...shell, stdin, printed: new Written(), own: true, leaves: true, jump: null, loops: 0 };
}

export function inBackground(shell: Shell): Shell {
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

/** `sh -c`: a shell that knows only what was exported. */
function scriptDoor(shell: Shell): ShellDoor['script'] {
  return (around, netns, text, positional = []) => {
    const names = new Set(['PWD', 'OLDPWD', ...around.exported]);
    const environment = Object.entries(around.vars).filter(([name]) => names.has(name));
    const [name = 'bash', ...words] = positional;
    const vars = withPositional({ ...Object.fromEntries(environment), '0': name }, words);
    const { host, exported } = around;
    const inner: Shell = { ...innerShell(shell, around), host, netns, vars, exported, status: 0 };
    return runIn(inner, text);
  };
}

/** Runs a text in a shell: its outcome, as that of a command. */
export function runIn(shell: Shell, text: string, aliases: Aliases = {}): Outcome {
  const script = parse(text, aliases);
  if (!script.ok)
    return failed(script.error.code === 'not-a-name' ? 1 : SYNTAX_ERROR, syntaxText(script.error));
  const begun = runAgenda(shell, script.value, text);
  const pid = begun === null ? null : 'child' in begun ? startJob(shell, begun, false) : begun.pid;
  const exitCode = pid === null && script.value.length > 0 ? shell.status : 0;
  const outcome = outcomeOf(shell.printed.lines, exitCode, pid);
  return shell.printed.isOpen ? { ...outcome, unterminated: true } : outcome;
}

/** Goes on where a command of the shell itself said. */
function jump(shell: Shell, stack: Stack): void {
  const { jump: to } = shell;
  shell.jump = null;
  if (to === null) return;
  if (to.kind === 'script') {
    const script = parse(to.text);
    if (script.ok) stack.push(...[...script.value].reverse());
    else {
      shell.printed.err(syntaxText(script.error));
      shell.status = SYNTAX_ERROR;
    }
    return;
  }
  if (to.kind === 'return') {
    shell.status = to.status;
    // Whoever has this shell within it goes on looking for the function.
    if (!unfold.leaveCall(shell, stack)) shell.jump = to;
    return;
  }
  if (to.kind === 'exit') {
    stack.length = 0;
    shell.status = to.status;
    // Whoever has this shell within it sees that it left.
    shell.jump = to;
    return;
  }
  unfold.leave(shell, stack, to);
}

/** The shell that types a line in a netns. */
export function shellOf(host: ShellHost, netns: string, stdin: string | null): Shell {
  const { status, vars, exported = NONE } = netnsNamed(host.world, netns).shell;
  return {
    ...{ host, netns, stdin, printed: new Written(), status, vars, exported },
    ...{ own: false, leaves: true, budget: new Budget(), jump: null, loops: 0 },
  };
}
