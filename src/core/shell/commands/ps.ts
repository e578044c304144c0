/** `ps` of procps-ng 4.0: the processes one sees, the shell and ps among them. They take no time and no memory. */
import type { Process } from '../../model/process';
import { asKind, podNetnsName } from '../../model/cluster';
import type { Netns, World } from '../../model/world';
import { notYet, printed, type Command, type CommandIo } from '../command';
import { isPod } from '../identity';
import { machineOf, netnsList, netnsNamed } from '../netns';
import { containerPid, hostPid, SHELL_PID, shownPid } from '../pids';

interface Row {
  readonly pid: number;
  readonly ppid: number;
  readonly argv: readonly string[];
  /** It runs on the terminal where ps is typed. */
  readonly here: boolean;
  readonly state: 'S' | 'Ss' | 'R+';
}

export const ps: Command = {
  kind: 'ps',
  summary: 'report a snapshot of the current processes',
  usage: ['ps [ -e ] [ -f ]', 'ps aux'],
  forms: ['ps [ { -e | -ef | -A | aux } ]'],
  run(io, argv) {
    const options = argv.slice(1).join('').replaceAll('-', '');
    if (/[^aAuxefwW]/.test(options)) return notYet(argv.join(' '));
    const all = isPod(io.host.world, netnsNamed(io.host.world, io.netns))
      ? rowsOfPod(io, argv)
      : rowsOfMachine(io, argv);
    const isAll = /[aAex]/.test(options);
    const rows = isAll ? all : all.filter(({ here }) => here);
    // `ps -ef` and `ps aux` are two different tools in one.
    if (/u/.test(options)) return printed(...userTable(rows));
    return printed(...(/f/.test(options) ? fullTable(rows) : shortTable(rows)));
  },
};

function running(ns: Netns): readonly Process[] {
  return [...ns.processes.entries.values()].filter(({ exitCode }) => exitCode === null);
}

/** What its first container sees: its own command is number 1. */
function rowsOfPod({ host: { world }, netns }: CommandIo, argv: readonly string[]): readonly Row[] {
  const ns = netnsNamed(world, netns);
  const rows = running(ns).flatMap((process): Row[] => {
    const pid = containerPid(ns, process.pid);
    if (pid === null) return [];
    const isFirst = pid === 1;
    return [
      { pid, ppid: isFirst ? 0 : SHELL_PID, argv: process.argv, here: !isFirst, state: isFirst ? 'Ss' : 'S' },
    ];
  });
  const command = commandOf(world, netns);
  if (command.length > 0 && !rows.some(({ pid }) => pid === 1))
    rows.push({ pid: 1, ppid: 0, argv: command, here: false, state: 'Ss' });
  const shell: Row = { pid: SHELL_PID, ppid: 0, argv: ['bash'], here: true, state: 'Ss' };
  return sorted([...rows, shell, itself(shownPid(world, ns, ns.nextPid), SHELL_PID, argv)]);
}

/** What the pod says that its first container runs: a `sleep infinity` does nothing, and is no process of the simulator's. */
function commandOf(world: World, netns: string): readonly string[] {
  for (const object of world.cluster?.objects.entries.values() ?? []) {
    const pod = asKind(object, 'Pod');
    if (pod === null || podNetnsName(pod) !== netns) continue;
    const [container] = pod.spec.containers;
    return [...(container?.command ?? []), ...(container?.args ?? [])];
  }
  return [];
}

function rowsOfMachine({ host: { world }, netns }: CommandIo, argv: readonly string[]): readonly Row[] {
  const here = netnsNamed(world, netns);
  const all = [netnsNamed(world, machineOf(world, netns).name), ...netnsList(world, netns)];
  const rows = all.flatMap((ns) =>
    running(ns).map((process): Row => ({
      pid: hostPid(world, ns, process.pid),
      ppid: 0,
      argv: process.argv,
      here: process.shell !== undefined,
      state: 'S',
    })),
  );
  return sorted([...rows, itself(shownPid(world, here, here.nextPid), 0, argv)]);
}

function itself(pid: number, ppid: number, argv: readonly string[]): Row {
  return { pid, ppid, argv, here: true, state: 'R+' };
}

function sorted(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((a, b) => a.pid - b.pid);
}

function terminalOf({ here }: Row): string {
  return here ? 'pts/0' : '?    ';
}

function shortTable(rows: readonly Row[]): readonly string[] {
  const name = (argv: readonly string[]): string => (argv[0] ?? '').split('/').at(-1)?.slice(0, 15) ?? '';
  return [
    '    PID TTY          TIME CMD',
    ...rows.map((row) => `${String(row.pid).padStart(7)} ${terminalOf(row)}    00:00:00 ${name(row.argv)}`),
  ];
}

function fullTable(rows: readonly Row[]): readonly string[] {
  return [
    'UID          PID    PPID  C STIME TTY          TIME CMD',
    ...rows.map((row) => {
      const ids = `${String(row.pid).padStart(7)} ${String(row.ppid).padStart(7)}`;
      return `root     ${ids}  0 00:00 ${terminalOf(row)}    00:00:00 ${row.argv.join(' ')}`;
    }),
  ];
}

function userTable(rows: readonly Row[]): readonly string[] {
  return [
    'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND',
    ...rows.map((row) => {
      const state = row.state.padEnd(4);
      return `root     ${String(row.pid).padStart(7)}  0.0  0.0      0     0 ${terminalOf(row)}    ${state} 00:00   0:00 ${row.argv.join(' ')}`;
    }),
  ];
}
