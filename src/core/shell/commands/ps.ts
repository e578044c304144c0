/** `ps` of procps-ng 4.0: the processes one sees. They take no time and no memory. */
import type { Process } from '../../model/process';
import type { Netns } from '../../model/world';
import { notYet, printed, type Command, type CommandIo } from '../command';
import { isPod } from '../files';
import { machineOf, netnsList, netnsNamed } from '../netns';
import { shownPid } from '../pids';

interface Row {
  readonly pid: number;
  readonly argv: readonly string[];
}

export const ps: Command = {
  kind: 'ps',
  summary: 'report a snapshot of the current processes',
  usage: ['ps [ -e ] [ -f ]', 'ps aux'],
  forms: ['ps [ { -e | -ef | aux } ]'],
  run(io, argv) {
    const options = argv.slice(1).join('').replaceAll('-', '');
    if (/[^aAuxefwW]/.test(options)) return notYet(argv.join(' '));
    const rows = processesOf(io);
    // `ps -ef` and `ps aux` are two different tools in one.
    if (/u/.test(options)) return printed(...userTable(rows));
    return printed(...(/f/.test(options) ? fullTable(rows) : shortTable(rows)));
  },
};

function processesOf({ host: { world }, netns }: CommandIo): readonly Row[] {
  const here = netnsNamed(world, netns);
  const all: readonly Netns[] = isPod(world, here)
    ? [here]
    : [netnsNamed(world, machineOf(world, netns).name), ...netnsList(world, netns)];
  const running = (ns: Netns): readonly Process[] =>
    [...ns.processes.entries.values()].filter(({ exitCode }) => exitCode === null);
  return all
    .flatMap((ns) =>
      running(ns).map(({ pid, argv }) => ({
        pid: shownPid(world, isPod(world, here) ? here : ns, pid),
        argv,
      })),
    )
    .sort((a, b) => a.pid - b.pid);
}

function shortTable(rows: readonly Row[]): readonly string[] {
  const name = (argv: readonly string[]): string => (argv[0] ?? '').split('/').at(-1)?.slice(0, 15) ?? '';
  return [
    '    PID TTY          TIME CMD',
    ...rows.map(({ pid, argv }) => `${String(pid).padStart(7)} ?        00:00:00 ${name(argv)}`),
  ];
}

function fullTable(rows: readonly Row[]): readonly string[] {
  return [
    'UID          PID    PPID  C STIME TTY          TIME CMD',
    ...rows.map(
      ({ pid, argv }) =>
        `root     ${String(pid).padStart(7)}       0  0 00:00 ?        00:00:00 ${argv.join(' ')}`,
    ),
  ];
}

function userTable(rows: readonly Row[]): readonly string[] {
  return [
    'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND',
    ...rows.map(
      ({ pid, argv }) =>
        `root     ${String(pid).padStart(7)}  0.0  0.0      0     0 ?        S    00:00   0:00 ${argv.join(' ')}`,
    ),
  ];
}
