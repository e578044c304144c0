/** `ip netns`. Source: iproute2 6.1 ip/ipnetns.c. */
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';
import { OWN_ERROR, refused, unknown, USAGE_ERROR } from '../../iproute2/errors';
import { complete } from '../../iproute2/keywords';
import type { Words } from '../../iproute2/words';
import { isPod } from '../../identity';
import { cannotOpenNetns, findNetns, netnsList, netnsNamed, onMachine } from '../../netns';
import { hostPid, processWithPid } from '../../pids';
import { jsonLines } from '../../format/json';
import { netnsIds } from '../../format/netns-ids';
import type { IpIo } from './show';

export const NETNS_USAGE = [
  'ip netns [ list ]',
  'ip netns list-id',
  'ip netns add NAME',
  'ip netns delete NETNS',
  'ip netns exec NETNS COMMAND ...',
  'ip netns pids NETNS',
  'ip netns identify [ PID ]',
];

const COMMANDS = [
  'list',
  'show',
  'lst',
  'list-id',
  'add',
  'attach',
  'set',
  'delete',
  'identify',
  'pids',
  'exec',
  'monitor',
] as const;

export function runNetns(io: IpIo, words: Words): Outcome {
  const word = words.next() ?? 'list';
  const { world } = io.host;
  // A container has its own /run/netns, and may mount nothing there.
  if (isPod(world, netnsNamed(world, io.netns))) return insidePod(word, words);
  const command = complete(word, COMMANDS);
  switch (command) {
    case undefined:
      return unknown('Command', word, 'ip netns');
    case 'list':
    case 'show':
    case 'lst':
      return listed(io);
    case 'list-id':
      return listedIds(io, words);
    case 'add':
      return add(io, words.next());
    case 'delete':
      return remove(io, words.next());
    case 'exec':
      return exec(io, words);
    case 'pids':
      return pids(io, words.next());
    case 'identify':
      return identify(io, words.next());
    default:
      return notYet(`ip netns ${command}`);
  }
}

function insidePod(word: string, words: Words): Outcome {
  switch (complete(word, COMMANDS)) {
    case 'list':
    case 'show':
    case 'lst':
    case 'identify':
      return printed();
    case 'add':
      return failed(OWN_ERROR, 'mount --make-shared /run/netns failed: Operation not permitted');
    default:
      return cannotOpenNetns(words.next() ?? '(null)');
  }
}

/** The folder of their names tells the newest first; a number has whom a device here leads to. */
function listed(io: IpIo): Outcome {
  const { world } = io.host;
  const ids = netnsIds(world, netnsNamed(world, io.netns));
  const rows = netnsList(world, io.netns).toReversed();
  if (io.json) {
    return printed(
      ...jsonLines(
        rows.map(({ name, id }) => ({ name, id: ids.get(id) })),
        io.pretty,
      ),
    );
  }
  return printed(...rows.map(({ name, id }) => (ids.has(id) ? `${name} (id: ${ids.get(id) ?? 0})` : name)));
}

/** `ip netns list-id` */
function listedIds(io: IpIo, words: Words): Outcome {
  if (words.peek() !== undefined || io.json) return notYet('ip netns list-id …');
  const { world } = io.host;
  const names = new Map(netnsList(world, io.netns).map(({ id, name }) => [id, name]));
  const rows = [...netnsIds(world, netnsNamed(world, io.netns))];
  return printed(
    ...rows.map(([id, number]) => {
      const name = names.get(id);
      return `nsid ${number}${name === undefined ? ' ' : ` (iproute2 netns name: ${name})`}`;
    }),
  );
}

function add(io: CommandIo, name: string | undefined): Outcome {
  if (name === undefined) return failed(OWN_ERROR, 'No netns name specified');
  // `invalid_name`
  if (name === '' || name.length > 255 || name.includes('/') || name === '.' || name === '..') {
    return failed(USAGE_ERROR, `Invalid netns name "${name}"`);
  }
  const error = io.host.apply(io.netns, { kind: 'netns.add', name }, io.typed);
  if (!error) return printed();
  if (error.errno !== 'EEXIST') return refused(error, OWN_ERROR);
  return failed(OWN_ERROR, `Cannot create namespace file "/run/netns/${name}": File exists`);
}

function remove(io: CommandIo, name: string | undefined): Outcome {
  if (name === undefined) return failed(OWN_ERROR, 'No netns name specified');
  const netns = findNetns(io.host.world, io.netns, name);
  const runs = [...(netns?.processes.entries.values() ?? [])].some(({ exitCode }) => exitCode === null);
  // In life only the name goes, and the namespace lives on until its processes have ended.
  if (runs) return notYet('ip netns delete while processes run in it');
  const error = io.host.apply(io.netns, { kind: 'netns.del', name }, io.typed);
  return error ? failed(OWN_ERROR, error.message) : printed();
}

/** The processes in a netns, by the ids the machine knows them by. */
function pids({ host: { world }, netns }: CommandIo, name: string | undefined): Outcome {
  if (name === undefined) return failed(OWN_ERROR, 'No netns name specified');
  const ns = findNetns(world, netns, name);
  if (ns === null) return failed(OWN_ERROR, CANNOT_OPEN);
  const running = [...ns.processes.entries.values()].filter(({ exitCode }) => exitCode === null);
  return printed(...running.map(({ pid }) => String(hostPid(world, ns, pid))));
}

/** The name of the netns a process is in; a machine's own has none. */
function identify({ host: { world }, netns }: CommandIo, word: string | undefined): Outcome {
  const nameOf = (name: string): Outcome => (onMachine(world, name) ? printed() : printed(name));
  if (word === undefined) return nameOf(netns);
  if (!/^\d{1,9}$/.test(word)) return failed(OWN_ERROR, `Specified string '${word}' is not a pid`);
  const found = processWithPid(world, netns, Number(word));
  return found === null ? failed(OWN_ERROR, CANNOT_OPEN) : nameOf(found.ns.name);
}

const CANNOT_OPEN = 'Cannot open network namespace: No such file or directory';

function exec(io: CommandIo, words: Words): Outcome {
  const name = words.next();
  if (name === undefined) return failed(OWN_ERROR, 'No netns name specified');
  const argv = words.rest();
  if (argv.length === 0) return failed(OWN_ERROR, 'No command specified');
  const netns = findNetns(io.host.world, io.netns, name);
  if (!netns) return cannotOpenNetns(name);
  const outcome = io.exec(netns.name, argv);
  // The shell's 127 comes from bash; `ip netns exec` calls execvp itself.
  if (outcome.exitCode !== 127) return outcome;
  return failed(OWN_ERROR, `exec of "${argv[0] ?? ''}" failed: No such file or directory`);
}
