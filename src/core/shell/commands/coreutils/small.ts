/** Commands of a line or two. Texts: bash 5.2, GNU coreutils 9.1. */
import { unixSeconds } from '../../../base/clock';
import { failed, notYet, printed, type Command, type Outcome } from '../../command';
import { folder, normal } from '../../files';
import { isPod } from '../../identity';
import { netnsNamed } from '../../netns';
import { processWithPid } from '../../pids';
import { resolveHost } from '../../resolve';
import { formatIpv4 } from '../../../wire/addr';
import { pathOf, readPath } from './text';

const NS_PER_SEC = 1_000_000_000;

const succeed: Command = {
  kind: 'true',
  summary: 'do nothing, successfully',
  usage: ['true'],
  run: () => printed(),
};

const fail: Command = {
  kind: 'false',
  summary: 'do nothing, unsuccessfully',
  usage: ['false'],
  run: () => failed(1),
};

const colon: Command = { ...succeed, kind: ':', summary: 'null command', usage: [':'] };

const pwd: Command = {
  kind: 'pwd',
  summary: 'print the name of the current working directory',
  usage: ['pwd'],
  run: ({ cwd }) => printed(cwd),
};

/** Home of the one who types. */
const HOME = '/root';

const cd: Command = {
  kind: 'cd',
  summary: 'change the shell working directory',
  usage: ['cd [ FOLDER | - ]'],
  run(io, argv) {
    const [, given = HOME] = argv;
    const word = given === '-' ? io.vars['OLDPWD'] : given;
    if (word === undefined) return failed(1, 'bash: cd: OLDPWD not set');
    const path = normal(pathOf(io, word));
    const isFolder =
      path === '/' || folder(io.host.world, netnsNamed(io.host.world, io.netns), path) !== null;
    if (!isFolder) return failed(1, `bash: cd: ${word}: No such file or directory`);
    io.setVars({ PWD: path, OLDPWD: io.cwd });
    return given === '-' ? printed(path) : printed();
  },
};

const exportVariable: Command = {
  kind: 'export',
  summary: 'set export attribute for shell variables',
  usage: ['export NAME=VALUE ...'],
  run(io, argv) {
    for (const word of argv.slice(1)) {
      const [, name = ''] = /^([A-Za-z_]\w*)(=|$)/.exec(word) ?? [];
      if (name === '') return failed(1, `bash: export: \`${word}': not a valid identifier`);
      if (word.includes('=')) io.setVars({ [name]: word.slice(name.length + 1) });
      io.shell.export?.([name]);
    }
    return printed();
  },
};

const hostname: Command = {
  kind: 'hostname',
  summary: "show or set the system's host name",
  usage: ['hostname [ -I ] [ -i ] [ -s ] [ -f ]'],
  run(io, argv) {
    const [, option, ...more] = argv;
    if (option === undefined) return printed(io.hostname);
    if (more.length > 0 || !/^-[Iisf]$/.test(option)) return notYet(argv.join(' '));
    if (option === '-s' || option === '-f') return printed(io.hostname);
    if (option === '-i') {
      const found = resolveHost(io, io.hostname);
      return found === null || found.lookup !== undefined
        ? failed(1, 'hostname: Temporary failure in name resolution')
        : printed(formatIpv4(found.dst));
    }
    // Neither the loopback's nor those of devices that are down.
    const links = netnsNamed(io.host.world, io.netns).links.filter(
      (link) => link?.up && link.kind !== 'loopback',
    );
    return printed(
      links
        .flatMap((link) => link?.addrs ?? [])
        .map(({ local }) => `${formatIpv4(local)} `)
        .join(''),
    );
  },
};

const whoami: Command = {
  kind: 'whoami',
  summary: 'print effective user name',
  usage: ['whoami'],
  run: (_, argv) =>
    argv.length > 1
      ? failed(1, `whoami: extra operand '${argv[1] ?? ''}'`, "Try 'whoami --help' for more information.")
      : printed('root'),
};

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The clock of the simulation: a lab begins with the year. */
const date: Command = {
  kind: 'date',
  summary: 'print or set the system date and time',
  usage: ['date [ FORMAT ]'],
  run(io, argv): Outcome {
    const [, format = '+%a %b %e %H:%M:%S UTC %Y', ...more] = argv;
    if (!format.startsWith('+') || more.length > 0) return notYet(argv.join(' '));
    const { nowNs } = io.host.world;
    const seconds = unixSeconds(nowNs);
    const two = (value: number): string => String(value).padStart(2, '0');
    const day = Math.floor(seconds / 86_400);
    const { year, month, dayOfMonth } = civil(day);
    const [hours, minutes, rest] = [
      Math.floor(seconds / 3600) % 24,
      Math.floor(seconds / 60) % 60,
      seconds % 60,
    ];
    const fields: Readonly<Record<string, string>> = {
      a: DAYS[(day + 4) % 7] ?? '',
      b: MONTHS[month - 1] ?? '',
      d: two(dayOfMonth),
      e: String(dayOfMonth).padStart(2),
      m: two(month),
      Y: String(year),
      H: two(hours),
      M: two(minutes),
      S: two(rest),
      s: String(seconds),
      N: String(nowNs % NS_PER_SEC).padStart(9, '0'),
      T: `${two(hours)}:${two(minutes)}:${two(rest)}`,
      F: `${year}-${two(month)}-${two(dayOfMonth)}`,
      Z: 'UTC',
      '%': '%',
    };
    return printed(format.slice(1).replace(/%(.)/g, (whole, letter: string) => fields[letter] ?? whole));
  },
};

/** Day of the calendar by days since the epoch; years of four digits. */
function civil(days: number): { year: number; month: number; dayOfMonth: number } {
  let year = 1970;
  let rest = days;
  const isLeap = (y: number): boolean => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  while (rest >= (isLeap(year) ? 366 : 365)) {
    rest -= isLeap(year) ? 366 : 365;
    year += 1;
  }
  const lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  let month = 1;
  for (const length of lengths) {
    if (rest < length) break;
    rest -= length;
    month += 1;
  }
  return { year, month, dayOfMonth: rest + 1 };
}

const SIGNALS: Readonly<Record<string, 'INT' | 'TERM'>> = {
  '2': 'INT',
  INT: 'INT',
  SIGINT: 'INT',
  '9': 'TERM',
  KILL: 'TERM',
  SIGKILL: 'TERM',
  '15': 'TERM',
  TERM: 'TERM',
  SIGTERM: 'TERM',
};

const kill: Command = {
  kind: 'kill',
  summary: 'send a signal to a job',
  usage: ['kill [ -2 | -9 | -15 | -INT | -TERM | -KILL ] PID ...'],
  run(io, argv) {
    const usage =
      'kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]';
    const words = argv.slice(1);
    const first = words[0] ?? '';
    const word = first.startsWith('-') ? first.slice(1) : 'TERM';
    const pids = first.startsWith('-') ? words.slice(1) : words;
    if (pids.length === 0) return failed(2, usage);
    const signal = SIGNALS[word];
    if (signal === undefined) return failed(1, `bash: kill: ${word}: invalid signal specification`);
    const stderr: string[] = [];
    for (const pid of pids) {
      if (pid.startsWith('%')) return notYet('kill %JOB');
      if (!/^\d{1,9}$/.test(pid)) stderr.push(`bash: kill: ${pid}: arguments must be process or job IDs`);
      else {
        const found = processWithPid(io.host.world, io.netns, Number(pid));
        // A container's command that does nothing is no process here; number 1 heeds no signal that it does not catch.
        if (found === null && pid === '1' && isPod(io.host.world, netnsNamed(io.host.world, io.netns)))
          continue;
        if (found === null || io.host.kill?.(found.ns.name, found.process.pid, signal) !== true) {
          stderr.push(`bash: kill: (${pid}) - No such process`);
        }
      }
    }
    return { exitCode: stderr.length > 0 ? 1 : 0, stdout: [], stderr, pid: null };
  },
};

/** `sh -c TEXT`, `sh FILE`, a text that is piped in; a shell that nobody types into ends at once. */
const sh: Command = {
  kind: 'sh',
  summary: 'command interpreter',
  usage: ['sh -c TEXT [ NAME WORD ... ]', 'sh FILE [ WORD ... ]'],
  run(io, argv) {
    const [name = 'sh', option, text, ...positional] = argv;
    if (option === undefined) return io.stdin === null ? printed() : io.script(io.stdin, [name]);
    if (option === '-c') {
      if (text === undefined) return failed(2, `${name}: -c: option requires an argument`);
      return io.script(text, positional.length > 0 ? positional : [name]);
    }
    if (option.startsWith('-')) return notYet(argv.join(' '));
    const read = readPath(io, option);
    if ('text' in read) return io.script(read.text, argv.slice(1));
    return failed(read.fault === 'Is a directory' ? 126 : 127, `${name}: ${option}: ${read.fault}`);
  },
};
const bash: Command = {
  ...sh,
  kind: 'bash',
  summary: 'GNU Bourne-Again SHell',
  usage: ['bash -c TEXT [ NAME WORD ... ]', 'bash FILE [ WORD ... ]'],
};

export const small: readonly Command[] = [
  succeed,
  fail,
  colon,
  pwd,
  cd,
  exportVariable,
  hostname,
  whoami,
  date,
  kill,
  sh,
  bash,
];
