/** Making, filling and removing sets. Source: net/netfilter/ipset/ip_set_core.c; ipset lib/errcode.c for the words. */
import { nextU32 } from '../../base/prng';
import type { IpSet, IpSetCommand, IpSetMember } from '../../model/ipset';
import type { Errno, OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { putIpsets } from '../write';
import { lengthsOf, parseMember } from './member';

type Sets = Map<string, IpSet>;

function refuse(errno: Errno, text: string): OpError {
  return { errno, message: `ipset v7.17: ${text}` };
}

/** Carries out commands one after the other; those before a refused one stay done, as with `ipset restore`. */
export function ipsetOp(ctx: Ctx, ns: Netns, commands: readonly IpSetCommand[]): OpError | null {
  const sets: Sets = new Map(ns.ipsets);
  const touched: Touched = new Map();
  let fault: OpError | null = null;
  for (const [index, command] of commands.entries()) {
    fault = apply(ctx, ns, sets, touched, command);
    if (fault === null) continue;
    if (commands.length > 1) {
      fault = { ...fault, message: fault.message.replace(': ', `: Error in line ${String(index + 1)}: `) };
    }
    break;
  }
  settle(sets, touched);
  putIpsets(ctx, ns, sets);
  return fault;
}

type Touched = Map<string, Map<string, IpSetMember>>;

/** Members are copied once for a whole batch; what was written becomes the set's. */
function settle(sets: Sets, touched: Touched): void {
  for (const [name, members] of touched) {
    const set = sets.get(name);
    if (set !== undefined) sets.set(name, { ...set, members, lengths: lengthsOf(set.type, members.keys()) });
  }
  touched.clear();
}

function membersOf(sets: Sets, touched: Touched, set: IpSet): Map<string, IpSetMember> {
  const open = touched.get(set.name) ?? new Map(sets.get(set.name)?.members);
  touched.set(set.name, open);
  return open;
}

function apply(ctx: Ctx, ns: Netns, sets: Sets, touched: Touched, command: IpSetCommand): OpError | null {
  switch (command.do) {
    case 'create':
      return create(ctx, ns, sets, command);
    case 'add':
    case 'del':
      return change(sets, touched, command);
    case 'flush':
      return each(sets, command.name, (set) => {
        membersOf(sets, touched, set).clear();
        return null;
      });
    case 'destroy':
      settle(sets, touched);
      return each(sets, command.name, (set) => destroy(ns, sets, set));
    case 'rename':
    case 'swap':
      settle(sets, touched);
      return exchange(ns, sets, command);
  }
}

function create(
  ctx: Ctx,
  ns: Netns,
  sets: Sets,
  { set, exist }: IpSetCommand & { do: 'create' },
): OpError | null {
  const there = sets.get(set.name);
  if (there !== undefined) {
    if (exist && there.type === set.type) return null;
    return refuse('EEXIST', 'Set cannot be created: set with the same name already exists');
  }
  const initval = nextU32(ctx.random(ns.id, 'ipset'));
  sets.set(set.name, { ...set, initval, members: new Map(), lengths: lengthsOf(set.type, []) });
  return null;
}

function change(sets: Sets, touched: Touched, command: IpSetCommand & { do: 'add' | 'del' }): OpError | null {
  const set = sets.get(command.name);
  if (set === undefined) return noSet();
  const texts = parseMember(set, command.member);
  if (texts === null) {
    return refuse('EINVAL', `Syntax error: cannot parse ${command.member}: resolving to IPv4 address failed`);
  }
  if (set.type === 'list:set' && !sets.has(command.member)) {
    return refuse('ENOENT', 'Set to be added/deleted/tested as element does not exist.');
  }
  const members = membersOf(sets, touched, set);
  for (const text of texts) {
    const known = members.has(text);
    if (command.do === 'del') {
      if (!known && !command.exist)
        return refuse('ENOENT', "Element cannot be deleted from the set: it's not added");
      members.delete(text);
      continue;
    }
    if (known && !command.exist)
      return refuse('EEXIST', "Element cannot be added to the set: it's already added");
    if (!known && members.size >= set.maxelem)
      return refuse('ENOSPC', 'Hash is full, cannot add more elements');
    const { nomatch, comment, timeoutSec } = command;
    members.set(text, { text, nomatch, comment, timeoutSec: timeoutSec ?? set.timeoutSec });
  }
  return null;
}

function noSet(): OpError {
  return refuse('ENOENT', 'The set with the given name does not exist');
}

function each(sets: Sets, name: string | null, act: (set: IpSet) => OpError | null): OpError | null {
  if (name !== null) {
    const set = sets.get(name);
    return set === undefined ? noSet() : act(set);
  }
  for (const set of [...sets.values()]) {
    const fault = act(set);
    if (fault !== null) return fault;
  }
  return null;
}

/** A set that a rule or a list names cannot go. */
function destroy(ns: Netns, sets: Sets, set: IpSet): OpError | null {
  if (isUsed(ns, sets, set.name)) {
    return refuse('EBUSY', 'Set cannot be destroyed: it is in use by a kernel component');
  }
  sets.delete(set.name);
  return null;
}

function isUsed(ns: Netns, sets: Sets, name: string): boolean {
  for (const other of sets.values()) if (other.type === 'list:set' && other.members.has(name)) return true;
  return setReferences(ns, name) > 0;
}

/** How many rules ask a set. */
export function setReferences(ns: Netns, name: string): number {
  let count = 0;
  for (const { chains } of ns.nfTables.values()) {
    for (const { rules } of chains.values()) {
      for (const { matches } of rules) {
        count += matches.filter((match) => match.kind === 'set' && match.set === name).length;
      }
    }
  }
  return count;
}

function exchange(
  ns: Netns,
  sets: Sets,
  { do: what, from, to }: IpSetCommand & { do: 'rename' | 'swap' },
): OpError | null {
  const first = sets.get(from);
  const second = sets.get(to);
  if (first === undefined) return noSet();
  if (what === 'rename') {
    if (second !== undefined)
      return refuse('EEXIST', 'Set cannot be renamed: a set with the new name already exists');
    if (isUsed(ns, sets, from))
      return refuse('EBUSY', 'Set cannot be renamed: it is in use by a kernel component');
    sets.delete(from);
    sets.set(to, { ...first, name: to });
    return null;
  }
  if (second === undefined) return refuse('ENOENT', 'Sets cannot be swapped: the second set does not exist');
  if (first.type !== second.type) {
    return refuse('EINVAL', 'The sets cannot be swapped: their type does not match');
  }
  sets.set(from, { ...second, name: from });
  sets.set(to, { ...first, name: to });
  return null;
}
