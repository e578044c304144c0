/** What says where one is and what is there. Texts: bash 5.2, GNU coreutils 9.1, debianutils, procps. */
import { KERNEL_RELEASE, KERNEL_VERSION } from '../../../cluster/controllers/kubelet/node';
import { failed, notYet, printed, type Command, type CommandIo } from '../../command';
import { readOptions } from '../../options';
import { badOption } from './text';
import { where } from './where';

const NS_PER_SEC = 1_000_000_000;

const UNAME: readonly (readonly [string, (io: CommandIo) => string])[] = [
  ['s', () => 'Linux'],
  ['n', (io) => io.hostname],
  ['r', () => KERNEL_RELEASE],
  ['v', () => KERNEL_VERSION],
  ['m', () => 'x86_64'],
  ['o', () => 'GNU/Linux'],
];

const uname: Command = {
  kind: 'uname',
  summary: 'print system information',
  usage: ['uname [ -a ] [ -s ] [ -n ] [ -r ] [ -v ] [ -m ] [ -o ]'],
  run(io, argv) {
    const { given, words, fault } = readOptions(argv.slice(1), { letters: 'asnrvmpio' });
    if (fault !== null) return badOption('uname', fault);
    if (words.length > 0) {
      return failed(
        1,
        `uname: extra operand '${words[0] ?? ''}'`,
        "Try 'uname --help' for more information.",
      );
    }
    const wanted = given.size === 0 ? ['s'] : [...given.keys()];
    const parts = UNAME.filter(([letter]) => wanted.includes(letter) || wanted.includes('a'));
    return printed(parts.map(([, text]) => text(io)).join(' ') || 'unknown');
  },
};

const id: Command = {
  kind: 'id',
  summary: 'print real and effective user and group IDs',
  usage: ['id [ -u ] [ -g ] [ -n ]'],
  run(_, argv) {
    const { given, words, fault } = readOptions(argv.slice(1), { letters: 'ugnG' });
    if (fault !== null) return badOption('id', fault);
    if (words.length > 0 && words[0] !== 'root') return failed(1, `id: '${words[0] ?? ''}': no such user`);
    if (given.size === 0) return printed('uid=0(root) gid=0(root) groups=0(root)');
    return printed(given.has('n') ? 'root' : '0');
  },
};

/** The root of a machine may do everything anyway. */
const sudo: Command = {
  kind: 'sudo',
  summary: 'execute a command as another user',
  usage: ['sudo COMMAND ...'],
  onlyOnMachines: true,
  run(io, argv) {
    const [, first] = argv;
    if (first === undefined) return failed(1, 'usage: sudo -h | -K | -k | -V');
    return first.startsWith('-') ? notYet(`sudo ${first}`) : io.exec(io.netns, argv.slice(1));
  },
};

/** The environment of a command. */
function variables({ vars, exported, hostname, cwd }: CommandIo): Readonly<Record<string, string>> {
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const own = Object.entries(vars).filter(([name]) => exported.includes(name) || name === 'OLDPWD');
  return {
    HOSTNAME: hostname,
    USER: 'root',
    HOME: '/root',
    PWD: cwd,
    PATH: path,
    ...Object.fromEntries(own),
  };
}

const env: Command = {
  kind: 'env',
  summary: 'run a program in a modified environment',
  usage: ['env [ COMMAND ... ]'],
  run(io, argv) {
    const [, first] = argv;
    if (first === undefined)
      return printed(...Object.entries(variables(io)).map(([name, value]) => `${name}=${value}`));
    return first.startsWith('-') || first.includes('=')
      ? notYet(argv.join(' '))
      : io.exec(io.netns, argv.slice(1));
  },
};

const printenv: Command = {
  kind: 'printenv',
  summary: 'print all or part of environment',
  usage: ['printenv [ NAME ... ]'],
  run(io, argv) {
    const names = argv.slice(1);
    const all = variables(io);
    if (names.length === 0) return printed(...Object.entries(all).map(([name, value]) => `${name}=${value}`));
    const found = names.flatMap((name) => all[name] ?? []);
    return { ...printed(...found), exitCode: found.length < names.length ? 1 : 0 };
  },
};

const uptime: Command = {
  kind: 'uptime',
  summary: 'tell how long the system has been running',
  usage: ['uptime'],
  run({ host }) {
    const minutes = Math.floor(host.world.nowNs / NS_PER_SEC / 60);
    const seconds = Math.floor(host.world.nowNs / NS_PER_SEC) % 60;
    const two = (value: number): string => String(value).padStart(2, '0');
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    const up = hours > 0 ? `${String(hours).padStart(2)}:${two(rest)}` : `${String(rest)} min`;
    return printed(
      ` ${two(hours % 24)}:${two(rest)}:${two(seconds)} up ${up},  0 user,  load average: 0.00, 0.00, 0.00`,
    );
  },
};

const seq: Command = {
  kind: 'seq',
  summary: 'print a sequence of numbers',
  usage: ['seq [ FIRST [ STEP ] ] LAST'],
  run(_, argv) {
    const numbers = argv.slice(1).map(Number);
    if (numbers.length > 3)
      return failed(1, `seq: extra operand '${argv[4] ?? ''}'`, "Try 'seq --help' for more information.");
    if (numbers.length === 0)
      return failed(1, 'seq: missing operand', "Try 'seq --help' for more information.");
    const bad = argv.slice(1).find((word) => !/^-?\d{1,9}$/.test(word));
    if (bad !== undefined) return notYet(argv.join(' '));
    const first = numbers.length === 1 ? 1 : (numbers[0] ?? 1);
    const step = numbers.length === 3 ? (numbers[1] ?? 1) : 1;
    const last = numbers.at(-1) ?? 1;
    if (step === 0) {
      return failed(
        1,
        `seq: invalid Zero increment value: '${argv[2] ?? ''}'`,
        "Try 'seq --help' for more information.",
      );
    }
    const length = Math.min(SEQ_MAX, Math.max(0, Math.floor((last - first) / step) + 1));
    return printed(...Array.from({ length }, (_, i) => String(first + i * step)));
  },
};
/** Lines it prints at most. */
const SEQ_MAX = 10_000;

const groups: Command = {
  kind: 'groups',
  summary: 'print the groups a user is in',
  usage: ['groups'],
  run(_, argv) {
    return argv.length > 1 ? notYet(argv.join(' ')) : printed('root');
  },
};

/** The last part of a path, without a suffix when one is named. */
const basename: Command = {
  kind: 'basename',
  summary: 'strip directory and suffix from filenames',
  usage: ['basename NAME [ SUFFIX ]'],
  run(_, argv) {
    const [, name, suffix = '', ...more] = argv;
    const help = "Try 'basename --help' for more information.";
    if (name === undefined) return failed(1, 'basename: missing operand', help);
    if (name.startsWith('-')) return notYet(argv.join(' '));
    if (more.length > 0) return failed(1, `basename: extra operand '${more[0] ?? ''}'`, help);
    const bare = name.replace(/\/+$/, '');
    const last = bare === '' && name !== '' ? '/' : bare.slice(bare.lastIndexOf('/') + 1);
    return printed(
      suffix !== '' && last !== suffix && last.endsWith(suffix) ? last.slice(0, -suffix.length) : last,
    );
  },
};

/** A path without its last part. */
const dirname: Command = {
  kind: 'dirname',
  summary: 'strip last component from file name',
  usage: ['dirname NAME ...'],
  run(_, argv) {
    const names = argv.slice(1);
    if (names.length === 0)
      return failed(1, 'dirname: missing operand', "Try 'dirname --help' for more information.");
    if (names[0]?.startsWith('-') === true) return notYet(argv.join(' '));
    return printed(
      ...names.map((name) => {
        const bare = name.replace(/\/+$/, '');
        const slash = bare.lastIndexOf('/');
        if (slash < 0) return bare === '' && name !== '' ? '/' : '.';
        return bare.slice(0, slash).replace(/\/+$/, '') || '/';
      }),
    );
  },
};

export const system: readonly Command[] = [
  groups,
  basename,
  dirname,
  uname,
  id,
  ...where,
  sudo,
  env,
  printenv,
  uptime,
  seq,
];
