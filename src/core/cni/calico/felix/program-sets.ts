/** IP sets: made before the rules that ask them, filled and emptied by the member, all in one restore. Source: calico felix/ipsets/ipsets.go. */
import type { ControllerIo } from '../../../cluster/controller';
import type { IpSetCommand } from '../../../model/ipset';
import type { DesiredSet, ProgrammedSets } from './kept';

const MAXELEM = 1_048_576;
const HASHSIZE = 1024;
/** Sets of this prefix are felix's. */
const PREFIX = 'cali40';

export interface SetsProgrammed {
  readonly now: ProgrammedSets;
  /** To be called once no rule asks them. */
  readonly removeUnused: () => void;
}

export function programSets(
  io: ControllerIo,
  before: ProgrammedSets,
  wanted: readonly DesiredSet[],
  looks: (() => void) | null,
  fault: (text: string) => void,
): SetsProgrammed {
  const known = looks === null ? before : present(io);
  const names = new Set(wanted.map(({ name }) => name));
  const restore = (commands: readonly IpSetCommand[]): void => {
    if (commands.length === 0) return;
    looks?.();
    const error = io.op(io.netns, { kind: 'ipset', commands }, 'ipset restore');
    if (error !== null) fault(`Failed to update IP sets: ${error.message}`);
  };
  restore(wanted.flatMap((set) => commandsFor(known.get(set.name), set)));
  const gone = [...known.keys()].filter((name) => !names.has(name));
  return {
    now: new Map(wanted.map(({ name, type, members }) => [name, { type, members }])),
    removeUnused: () => {
      restore(gone.map((name) => ({ do: 'destroy', name })));
    },
  };
}

/** Those in the kernel. */
function present(io: ControllerIo): ProgrammedSets {
  const found = new Map<string, Pick<DesiredSet, 'type' | 'members'>>();
  for (const { name, type, members } of io.ctx.own(io.netns).ipsets.values()) {
    if (!name.startsWith(PREFIX) || (type !== 'hash:net' && type !== 'hash:ip,port')) continue;
    found.set(name, { type, members: [...members.keys()] });
  }
  return found;
}

/** Members that are the very same list, as on all nodes, lead to the very same commands. */
const filled = new WeakMap<readonly string[], Map<string, readonly IpSetCommand[]>>();

function commandsFor(
  known: Pick<DesiredSet, 'members'> | undefined,
  { name, type, members }: DesiredSet,
): readonly IpSetCommand[] {
  if (known?.members === members) return [];
  if (known === undefined || known.members.length === 0) {
    const byName = filled.get(members) ?? new Map<string, readonly IpSetCommand[]>();
    filled.set(members, byName);
    const adds = byName.get(name) ?? members.map((member) => memberOf('add', name, member));
    byName.set(name, adds);
    return known === undefined ? [createSet(name, type), ...adds] : adds;
  }
  const [had, has] = [new Set(known.members), new Set(members)];
  return [
    ...members.filter((member) => !had.has(member)).map((member) => memberOf('add', name, member)),
    ...known.members.filter((member) => !has.has(member)).map((member) => memberOf('del', name, member)),
  ];
}

function createSet(name: string, type: DesiredSet['type']): IpSetCommand {
  return {
    do: 'create',
    set: {
      ...{ name, type, range: null, hashsize: HASHSIZE, maxelem: MAXELEM, timeoutSec: null },
      ...{ comment: false, counters: false, skbinfo: false, netmask: 32 },
    },
    exist: true,
  };
}

function memberOf(verb: 'add' | 'del', name: string, member: string): IpSetCommand {
  return {
    ...{ do: verb, name, member, nomatch: false, comment: null, timeoutSec: null },
    ...{ skbinfo: '', beside: null, seen: null, exist: true },
  };
}
