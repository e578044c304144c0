/** A shell that is running a line, and what surrounds the words it expands. */
import { ArithmeticFault } from './arithmetic';
import type { Jump } from './command';
import { ExpansionFault, type Surroundings } from './expand';
import { fileText, folder } from './files';
import { hostnameOf } from './identity';
import type { ShellHost } from './host';
import type { Asked } from './conditional';
import { type Budget, hasRoom } from './limits';
import { netnsNamed } from './netns';
import type { Written } from './written';

export interface Shell {
  readonly host: ShellHost;
  readonly netns: string;
  /** What commands may read, as far as it is not read; null without. */
  stdin: string | null;
  /** Printed so far by what ran. */
  readonly printed: Written;
  status: number;
  /** Names that are no names hold `$0`, `$1`, …, and `#` how many there are. */
  vars: Readonly<Record<string, string>>;
  /** Names of variables that commands see. */
  exported: readonly string[];
  /** A shell within a shell: what it sets goes with it. */
  readonly own: boolean;
  /** Whether a process that nothing depends on may be left to itself: the line ends with it. */
  leaves: boolean;
  readonly budget: Budget;
  /** Where it goes on instead of behind the command that said so. */
  jump: Jump | null;
  /** Loops that it is in. */
  loops: number;
}

/** What is there without anybody setting it. */
export function standardVariables(shell: Pick<Shell, 'host' | 'netns'>): Readonly<Record<string, string>> {
  return {
    // Looked up only when somebody asks.
    get HOSTNAME() {
      return hostnameOf(shell.host.world, shell.netns);
    },
    USER: 'root',
    HOME: '/root',
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    PWD: '/',
    // Bash's own (variables.c).
    ...{ SHELL: '/bin/bash', UID: '0', EUID: '0', BASH: '/usr/bin/bash', BASH_VERSION: '5.2.15(1)-release' },
    ...{
      HOSTTYPE: 'x86_64',
      OSTYPE: 'linux-gnu',
      MACHTYPE: 'x86_64-pc-linux-gnu',
      IFS: ' \t\n',
      OPTIND: '1',
    },
  };
}

/** Faults of an expansion end the line, with what they say. */
export function isExpansionFault(error: unknown): error is ExpansionFault | ArithmeticFault {
  return error instanceof ExpansionFault || error instanceof ArithmeticFault;
}

export function positionalOf(vars: Shell['vars']): readonly string[] {
  const count = Number(vars['#'] ?? '0');
  return Array.from({ length: count }, (_, i) => vars[String(i + 1)] ?? '');
}

/** Positional parameters of a shell. */
const POSITIONAL_MAX = 1000;

/** `vars` with other positional parameters. */
export function withPositional(vars: Shell['vars'], words: readonly string[]): Shell['vars'] {
  if (words.length > POSITIONAL_MAX) throw new ExpansionFault('packetwalk: so many parameters are not kept');
  const named = Object.entries(vars).filter(([name]) => !/^[1-9#]/.test(name));
  const numbered = words.map((word, index) => [String(index + 1), word] as const);
  return { ...Object.fromEntries([...named, ...numbered]), '#': String(words.length) };
}

export function setVariable(shell: Shell, name: string, value: string): void {
  if (!hasRoom(shell.vars, name, value))
    throw new ExpansionFault(`bash: xrealloc: cannot allocate ${String(value.length)} bytes`);
  shell.vars = { ...shell.vars, [name]: value };
}

export function surroundings(shell: Shell): Surroundings {
  const { host, netns } = shell;
  const ns = netnsNamed(host.world, netns);
  const standard = standardVariables(shell);
  const value = (name: string): string | undefined => {
    if (Object.hasOwn(shell.vars, name)) return shell.vars[name];
    return Object.hasOwn(standard, name) ? standard[name] : undefined;
  };
  return {
    world: host.world,
    ns,
    cwd: value('PWD') ?? '/',
    valueOf(name) {
      if (name === '?') return String(shell.status);
      if (name === '@' || name === '*') return positionalOf(shell.vars).join(' ');
      if (name === '#') return shell.vars['#'] ?? '0';
      if (name === '0') return shell.vars['0'] ?? 'bash';
      // The shell itself is no process here, and what it was started with it does not know.
      if (name === '$' || name === '!' || name === '-')
        throw new ExpansionFault(`packetwalk: '$${name}' is not in this shell`);
      return value(name) ?? '';
    },
    isSet: (name) => value(name) !== undefined,
    set: (name, text) => {
      setVariable(shell, name, text);
    },
    positional: positionalOf(shell.vars),
    spend: (cost) => {
      shell.budget.spend(cost);
    },
  };
}

/** What `test` asks. */
export function askedOf(shell: Shell): Asked {
  const around = surroundings(shell);
  const { world, ns, cwd } = around;
  const full = (path: string): string => (path.startsWith('/') ? path : `${cwd}/${path}`);
  return {
    isFile: (path) => path === '/dev/null' || fileText(world, ns, full(path)) !== null,
    isFolder: (path) => folder(world, ns, full(path)) !== null,
    size: (path) => fileText(world, ns, full(path))?.length ?? 0,
    isSet: (name) => around.isSet(name),
    variables: {
      get: (name) => around.valueOf(name),
      set: (name, text) => {
        around.set(name, text);
      },
    },
  };
}
