/** `sysctl`: kernel settings of a netns. Source: procps-ng 4.0 sysctl.c, checked against the tool. */
import { readSysctl } from '../../kernel/ops/sysctl';
import { failed, notYet, printed, type Command, type CommandIo, type Outcome } from '../command';
import { netnsNamed } from '../netns';

const USAGE = ['sysctl [ -n ] [ -e ] KEY ...', 'sysctl [ -w ] [ -q ] [ -n ] [ -e ] KEY=VALUE ...'];

interface Options {
  readonly quiet: boolean;
  readonly valuesOnly: boolean;
  readonly ignoreUnknown: boolean;
}

const OPTIONS: Readonly<Record<string, keyof Options | 'write'>> = {
  '-w': 'write',
  '--write': 'write',
  '-q': 'quiet',
  '--quiet': 'quiet',
  '-n': 'valuesOnly',
  '--values': 'valuesOnly',
  '-e': 'ignoreUnknown',
  '--ignore': 'ignoreUnknown',
};

export const sysctl: Command = {
  kind: 'sysctl',
  summary: 'configure kernel parameters at runtime',
  usage: USAGE,
  about: {
    '-w': 'enable writing a value to variable',
    '-q': 'do not echo variable set',
    '-n': 'print only values of the given variable(s)',
    '-e': 'ignore unknown variables errors',
  },
  run(io, argv) {
    const set = new Set<string>();
    const settings: string[] = [];
    for (const word of argv.slice(1)) {
      const option = OPTIONS[word];
      if (option !== undefined) set.add(option);
      else if (word.startsWith('-')) return notYet(`sysctl ${word}`);
      else settings.push(word);
    }
    if (settings.length === 0) return failed(1, '', ...USAGE.map((line) => `Usage: ${line}`));
    const options = {
      quiet: set.has('quiet'),
      valuesOnly: set.has('valuesOnly'),
      ignoreUnknown: set.has('ignoreUnknown'),
    };
    const outcomes = settings.map((setting) => one(io, setting, set.has('write'), options));
    return {
      exitCode: outcomes.some(({ exitCode }) => exitCode !== 0) ? 1 : 0,
      stdout: outcomes.flatMap(({ stdout }) => stdout),
      stderr: outcomes.flatMap(({ stderr }) => stderr),
      pid: null,
    };
  },
};

function one(io: CommandIo, setting: string, write: boolean, options: Options): Outcome {
  const equals = setting.indexOf('=');
  if (equals < 0) {
    return write
      ? failed(1, 'sysctl: command line(0): invalid syntax, continuing...')
      : read(io, setting, options);
  }
  const key = keyPath(setting.slice(0, equals).trim());
  const text = setting.slice(equals + 1).trim();
  const name = dotted(key);
  if (!isInt32(text)) return failed(1, `sysctl: setting key "${name}": Invalid argument`);
  const error = io.host.apply(io.netns, { kind: 'sysctl.set', key, value: Number(text) }, io.typed);
  if (error?.errno === 'ENOENT') {
    return unknownKey(key, options);
  }
  if (error) return failed(1, `sysctl: setting key "${name}": ${REASONS[error.errno] ?? 'Invalid argument'}`);
  if (options.quiet) return printed();
  return printed(options.valuesOnly ? text : `${name} = ${text}`);
}

function read(io: CommandIo, setting: string, options: Options): Outcome {
  const key = keyPath(setting);
  const number = readSysctl(netnsNamed(io.host.world, io.netns), key);
  if (number === null) return unknownKey(key, options);
  return printed(options.valuesOnly ? String(number) : `${dotted(key)} = ${number}`);
}

function unknownKey(key: string, { ignoreUnknown }: Options): Outcome {
  if (ignoreUnknown) return printed();
  return failed(1, `sysctl: cannot stat /proc/sys/${key}: No such file or directory`);
}

const REASONS: Readonly<Record<string, string>> = {
  EINVAL: 'Invalid argument',
  EACCES: 'Permission denied',
  ERANGE: 'Numerical result out of range',
};

/** `slashdot`: the first separator tells which one parts the names; the other then stands for itself. */
export function keyPath(key: string): string {
  const dot = key.indexOf('.');
  const slash = key.indexOf('/');
  if (dot < 0 || (slash >= 0 && slash < dot)) return key;
  return swapped(key);
}

const dotted = swapped;

function swapped(key: string): string {
  return key.replace(/[./]/g, (char) => (char === '.' ? '/' : '.'));
}

/** What the settings here hold: a C int. */
function isInt32(text: string): boolean {
  return /^-?\d{1,10}$/.test(text) && Math.abs(Number(text)) <= 0x7fff_ffff;
}
