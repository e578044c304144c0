/** `sysctl`: kernel settings of a netns. Source: procps-ng 4.0 sysctl.c, checked against the tool. */
import { readSysctl, sysctlKeys } from '../../kernel/ops/sysctl';
import { failed, notYet, printed, type Command, type CommandIo, type Outcome } from '../command';
import { fileText } from '../files';
import { textSetting } from '../files.virtual';
import { isRealSetting } from '../real-files';
import { finder, translate } from './coreutils/regex';
import { netnsNamed } from '../netns';
import { outcomeOf, writtenBy } from '../written';

const USAGE = [
  'sysctl [ -n ] [ -N ] [ -e ] KEY ...',
  'sysctl [ -w ] [ -q ] [ -n ] [ -e ] KEY=VALUE ...',
  'sysctl -a [ -n ] [ -N ] [ -r PATTERN ]',
  'sysctl -p [ FILE ]',
];
/** What `-p` reads when nothing is named. */
const SYSCTL_CONF = '/etc/sysctl.conf';

interface Options {
  readonly quiet: boolean;
  readonly valuesOnly: boolean;
  readonly ignoreUnknown: boolean;
  readonly namesOnly: boolean;
}

const OPTIONS: Readonly<Record<string, keyof Options | 'write' | 'all' | 'load'>> = {
  '-w': 'write',
  '--write': 'write',
  '-q': 'quiet',
  '--quiet': 'quiet',
  '-n': 'valuesOnly',
  '--values': 'valuesOnly',
  '-e': 'ignoreUnknown',
  '--ignore': 'ignoreUnknown',
  '-N': 'namesOnly',
  '--names': 'namesOnly',
  '-a': 'all',
  '-A': 'all',
  '-X': 'all',
  '--all': 'all',
  '-p': 'load',
  '-f': 'load',
  '--load': 'load',
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
    '-a': 'display all variables',
    '-N': 'print variable names without values',
    '-p': 'read values from file',
    '-r': 'select setting that match expression',
  },
  run(io, argv) {
    const set = new Set<string>();
    const settings: string[] = [];
    let pattern: string | null = null;
    const words = argv.slice(1);
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at] ?? '';
      const option = OPTIONS[word];
      if (option !== undefined) set.add(option);
      else if (word === '-r' || word === '--pattern') pattern = words[(at += 1)] ?? '';
      else if (word.startsWith('-')) return notYet(`sysctl ${word}`);
      else settings.push(word);
    }
    const options = {
      quiet: set.has('quiet'),
      valuesOnly: set.has('valuesOnly'),
      ignoreUnknown: set.has('ignoreUnknown'),
      namesOnly: set.has('namesOnly'),
    };
    if (set.has('all')) return everything(io, pattern, options);
    if (set.has('load')) {
      const [file = SYSCTL_CONF] = settings;
      const text = fileText(io.host.world, netnsNamed(io.host.world, io.netns), file);
      if (text === null) return failed(1, `sysctl: cannot open "${file}": No such file or directory`);
      settings.splice(0, settings.length, ...settingsIn(text));
      if (settings.length === 0) return printed();
    }
    if (settings.length === 0) return failed(1, '', ...USAGE.map((line) => `Usage: ${line}`));
    const outcomes = settings.map((setting) => one(io, setting, set.has('write'), options));
    const failedAny = outcomes.some(({ exitCode }) => exitCode !== 0);
    return outcomeOf(outcomes.flatMap(writtenBy), failedAny ? 1 : 0, null);
  },
};

/** Every setting there is, by name. Which of them match is decided by the whole name, with dots. */
function everything(io: CommandIo, pattern: string | null, options: Options): Outcome {
  const source = translate(pattern ?? '', true);
  const fits = source.ok ? finder(source.value) : source;
  if (!fits.ok) return failed(1, `sysctl: failed to compile pattern \`${pattern ?? ''}'`);
  const ns = netnsNamed(io.host.world, io.netns);
  const shown = sysctlKeys(ns).filter((key) => fits.value.find(dotted(key)) !== null);
  return printed(...shown.flatMap((key) => read(io, key, options).stdout));
}

/** Lines `key = value` of a sysctl.conf; `#` and `;` begin comments. */
function settingsIn(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[#;]/.test(line));
}

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
  const ns = netnsNamed(io.host.world, io.netns);
  if (readSysctl(ns, key) === null && isRealSetting(ns, key)) return notYet(`sysctl -w ${name}`);
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
  const ns = netnsNamed(io.host.world, io.netns);
  const number = readSysctl(ns, key) ?? textSetting(io.host.world, ns, key);
  if (number === null) {
    // The name of a folder stands for all that is in it.
    const below = sysctlKeys(ns).filter((one) => one.startsWith(`${key}/`));
    if (below.length === 0)
      return isRealSetting(ns, key) ? notYet(`sysctl ${dotted(key)}`) : unknownKey(key, options);
    return printed(...below.flatMap((one) => read(io, one, options).stdout));
  }
  if (options.namesOnly) return printed(dotted(key));
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
