/** Runs a simple command: assignments, redirections, words, then what they name. */
import { failed, printed, type CommandIo, type Outcome, type ShellDoor } from './command';
import { exec, type Surrounding } from './exec';
import { expand, expandWhole } from './expand';
import { depthOf, makeLocal } from './functions';
import type { ShellHost } from './host';
import type { ChildProcess, Sink } from './job.types';
import { ASSIGNMENT } from './limits';
import { withoutDenials } from './real-options';
import { redirected, redirectsOf, type Redirects } from './redirect';
import { askedOf, positionalOf, setVariable, surroundings, withPositional, type Shell } from './shell.types';
import type { CompoundCommand, Pipeline, SimpleCommand, Word } from './syntax';

export interface Ran {
  readonly outcome: Outcome;
  readonly child: ChildProcess | null;
  /** What the child prints goes there. */
  readonly sink: Sink | null;
}

export type HowRun = Pick<CommandIo, 'stdin' | 'typed' | 'toTerminal'>;

export function runSimple(
  shell: Shell,
  command: SimpleCommand,
  { stdin, typed, toTerminal }: HowRun,
  told: number,
  script: ShellDoor['script'],
): Ran {
  const around = surroundings(shell);
  const redirects = redirectsOf(shell, around, command.redirects);
  if ('exitCode' in redirects) return { outcome: redirects, child: null, sink: null };
  const first = command.words.findIndex((word) => !isAssignment(word));
  const [assignments, words] =
    first < 0 ? [command.words, []] : [command.words.slice(0, first), command.words.slice(first)];
  const argv = words.flatMap((word) => expand(around, word));
  if (argv.length === 0) {
    for (const word of assignments) assign(shell, word);
    return {
      outcome: redirected(shell, { ...printed(), exitCode: told }, redirects, '', typed),
      child: null,
      sink: null,
    };
  }
  // In front of a command they are there for it alone.
  const environment: Shell = { ...shell };
  const names = assignments.map((word) => assign(environment, word));
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
    vars: environment.vars,
    exported: [...shell.exported, ...names],
    lastStatus: shell.status,
    setVars: (vars) => {
      for (const [name, value] of Object.entries(vars)) setVariable(shell, name, value);
    },
    door: doorOf(shell, script, redirects.stdin),
  };
  const outcome = withoutDenials(exec(io, shell.netns, argv));
  shell.budget.spendText(lengthOf(outcome) + (io.stdin?.length ?? 0));
  if (outcome.pid === null)
    return { outcome: redirected(shell, outcome, redirects, argv[0] ?? '', typed), child: null, sink: null };
  // Its stdout goes where that of the process goes (`ShellJob.first`).
  const { stdout } = redirects;
  const same = stdout !== null && redirects.stderr?.path === stdout.path;
  const merged: Partial<Redirects> = same ? { stderr: null, merged: 'stderr-to-stdout' } : {};
  const rest: Redirects = { ...redirects, stdout: null, ...merged };
  return { outcome: redirected(shell, outcome, rest, argv[0] ?? '', typed), child, sink: stdout };
}

function isAssignment([first]: Word): boolean {
  return first?.kind === 'text' && !first.quoted && ASSIGNMENT.test(first.text);
}

/** Sets the variable of a word `NAME=…` or `NAME+=…`; answers its name. */
function assign(shell: Shell, word: Word): string {
  const whole = expandWhole(surroundings(shell), word);
  const [sign = '', name = '', adds] = ASSIGNMENT.exec(whole) ?? [];
  const value = whole.slice(sign.length);
  setVariable(shell, name, adds === '+' ? (shell.vars[name] ?? '') + value : value);
  return name;
}

function lengthOf({ stdout }: Outcome): number {
  let length = 0;
  for (const line of stdout) length += line.length;
  return length;
}

function doorOf(shell: Shell, script: ShellDoor['script'], ownInput: string | null): ShellDoor {
  let input = ownInput;
  return {
    script,
    refuse: () => {
      shell.budget.spend(1);
      // What ends a line that ran too much says so itself.
      return shell.budget.isSpent ? failed(1) : null;
    },
    jump: (to) => {
      shell.jump = to;
    },
    loops: shell.loops,
    calls: depthOf(shell),
    local: (name, value) => {
      makeLocal(shell, name, value);
    },
    readLine: () => {
      const text = ownInput === null ? shell.stdin : input;
      if (text === null || text === '') return null;
      const end = text.indexOf('\n');
      const rest = end < 0 ? '' : text.slice(end + 1);
      if (ownInput === null) shell.stdin = rest;
      else input = rest;
      return end < 0 ? text : text.slice(0, end);
    },
    unset: (names) => {
      const kept = Object.entries(shell.vars).filter(([name]) => !names.includes(name));
      shell.vars = Object.fromEntries(kept);
      shell.exported = shell.exported.filter((name) => !names.includes(name));
    },
    export: (names) => {
      shell.exported = [...new Set([...shell.exported, ...names])];
    },
    positional: positionalOf(shell.vars),
    setPositional: (words) => {
      shell.vars = withPositional(shell.vars, words);
    },
    // Made only for who asks.
    get asked() {
      return askedOf(shell);
    },
  };
}

/** A pipeline as one would have to type it, its parameters replaced by their values. */
export function typedText(shell: Shell, { commands }: Pipeline): string {
  // Nothing that an expansion sets is kept: the command itself is expanded again.
  const around = surroundings({ ...shell });
  return commands
    .map((command) =>
      command.kind === undefined || command.kind === 'call'
        ? wordsOf(command)
            .flatMap((word) => expand(around, word))
            .map(quoted)
            .join(' ')
        : (COMPOUND_TEXT[command.kind] ?? command.kind),
    )
    .join(' | ');
}

function wordsOf(command: SimpleCommand | (CompoundCommand & { kind: 'call' })): readonly Word[] {
  if (command.kind === undefined) return command.words;
  return [[{ kind: 'text', text: command.name, quoted: false }], ...command.words];
}

const COMPOUND_TEXT: Readonly<Record<string, string>> = {
  ...{ group: '{ … }', subshell: '( … )', count: 'for ((…))', arithmetic: '((…))', test: '[[ … ]]' },
  ...{ if: 'if …', for: 'for …', while: 'while …', case: 'case …', function: 'function …' },
};

/** A word as one would have to type it. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./^~*?[\]{}!-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
