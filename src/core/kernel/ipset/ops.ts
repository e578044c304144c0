/** Making, filling and removing sets. Source: net/netfilter/ipset/ip_set_core.c; ipset lib/errcode.c for the words. */
import { nextU32 } from '../../base/prng';
import { rememberedText } from '../../base/remember';
import type { IpSet, IpSetCommand, IpSetMember } from '../../model/ipset';
import type { Errno, OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { putIpsets, putNfState } from '../write';
import { lengthsOf, memberFault, parseMember } from './member';
import { counterKey, isPresent } from './present';

type Sets = Map<string, IpSet>;

const NS_PER_SEC = 1_000_000_000;

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
      return change(ctx, ns, sets, touched, command);
    case 'flush':
      return each(sets, command.name, (set) => {
        const members = membersOf(sets, touched, set);
        for (const text of members.keys()) forgetSeen(ctx, ns, set, text);
        members.clear();
        return null;
      });
    case 'destroy':
      settle(sets, touched);
      return each(sets, command.name, (set) => destroy(ctx, ns, sets, set));
    case 'rename':
    case 'swap':
      settle(sets, touched);
      return exchange(ctx, ns, sets, command);
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

type ChangeCommand = IpSetCommand & { do: 'add' | 'del' };

/** Options a set was not made for; null when it takes them all. */
function unfit(set: IpSet, { timeoutSec, comment, seen, skbinfo }: ChangeCommand): OpError | null {
  const without = (what: string, support: string): OpError =>
    refuse('EINVAL', `${what} cannot be used: set was created without ${support} support`);
  if (timeoutSec !== null && set.timeoutSec === null) return without('Timeout', 'timeout');
  if (seen !== null && !set.counters) return without('Packet/byte counters', 'counter');
  if (comment !== null && !set.comment) return without('Comment', 'comment');
  return skbinfo !== '' && !set.skbinfo ? without('Skbinfo mapping', 'skbinfo') : null;
}

const networks = rememberedText(4096, (text) =>
  parseMember({ type: 'hash:net', range: null, netmask: 32 }, text),
);

function change(ctx: Ctx, ns: Netns, sets: Sets, touched: Touched, command: ChangeCommand): OpError | null {
  const set = sets.get(command.name);
  if (set === undefined) return noSet();
  const unfitting = unfit(set, command);
  if (unfitting !== null) return unfitting;
  const texts = set.type === 'hash:net' ? networks(command.member) : parseMember(set, command.member);
  if (texts === null) return refuse('EINVAL', memberFault(set, command.member));
  if (set.type === 'list:set') {
    const other = sets.get(command.member);
    if (other === undefined)
      return refuse('ENOENT', 'Set to be added/deleted/tested as element does not exist.');
    if (other.type === 'list:set')
      return refuse('EINVAL', 'Sets with list:set type cannot be added to the set.');
  }
  const members = membersOf(sets, touched, set);
  for (const text of texts) {
    const fault =
      command.do === 'del'
        ? remove(ctx, ns, set, members, text, command.exist)
        : add(ctx, ns, set, members, text, command);
    if (fault !== null) return fault;
  }
  return null;
}

function remove(
  ctx: Ctx,
  ns: Netns,
  set: IpSet,
  members: Map<string, IpSetMember>,
  text: string,
  exist: boolean,
): OpError | null {
  const known = members.get(text);
  const there = known !== undefined && isPresent(known, ctx.world.nowNs);
  members.delete(text);
  forgetSeen(ctx, ns, set, text);
  return there || exist ? null : refuse('ENOENT', "Element cannot be deleted from the set: it's not added");
}

/** Of a thousand nodes each has a set with the addresses of all: those that say nothing but an address are one value. */
const plainMember = rememberedText(4096, (text): IpSetMember => ({
  ...{ text, nomatch: false, comment: null, timeoutSec: null, untilNs: null, skbinfo: '' },
}));

function add(
  ctx: Ctx,
  ns: Netns,
  set: IpSet,
  members: Map<string, IpSetMember>,
  text: string,
  command: ChangeCommand,
): OpError | null {
  const { nowNs } = ctx.world;
  const known = members.get(text);
  const there = known !== undefined && isPresent(known, nowNs);
  if (there && !command.exist)
    return refuse('EEXIST', "Element cannot be added to the set: it's already added");
  if (!there && set.type !== 'list:set' && !set.type.startsWith('bitmap:')) {
    if (members.size >= set.maxelem) dropOver(ctx, ns, set, members);
    if (members.size >= set.maxelem) return refuse('ENOSPC', 'Hash is full, cannot add more elements');
  }
  const { nomatch, comment, skbinfo, seen, beside } = command;
  const timeoutSec = command.timeoutSec ?? set.timeoutSec;
  const untilNs = timeoutSec === null || timeoutSec === 0 ? null : nowNs + timeoutSec * NS_PER_SEC;
  const isPlain = !nomatch && comment === null && timeoutSec === null && skbinfo === '';
  const member = isPlain ? plainMember(text) : { text, nomatch, comment, timeoutSec, untilNs, skbinfo };
  if (!there) forgetSeen(ctx, ns, set, text);
  if (seen !== null) putNfState(ctx, ns, counterKey(set.name, text), [seen.packets, seen.bytes]);
  if (beside !== null) return putBeside(members, member, beside);
  members.set(text, member);
  return null;
}

/** A member of a list before or after another one. */
function putBeside(
  members: Map<string, IpSetMember>,
  member: IpSetMember,
  { where, name }: NonNullable<ChangeCommand['beside']>,
): OpError | null {
  if (!members.has(name))
    return refuse('ENOENT', 'Set to be added/deleted/tested as element does not exist.');
  const before = [...members].filter(([text]) => text !== member.text);
  members.clear();
  for (const [text, other] of before) {
    if (text === name && where === 'before') members.set(member.text, member);
    members.set(text, other);
    if (text === name && where === 'after') members.set(member.text, member);
  }
  return null;
}

/** Members whose time is over make room. */
function dropOver(ctx: Ctx, ns: Netns, set: IpSet, members: Map<string, IpSetMember>): void {
  for (const [text, member] of [...members]) {
    if (isPresent(member, ctx.world.nowNs)) continue;
    members.delete(text);
    forgetSeen(ctx, ns, set, text);
  }
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
function destroy(ctx: Ctx, ns: Netns, sets: Sets, set: IpSet): OpError | null {
  if (isUsed(ns, sets, set.name)) {
    return refuse('EBUSY', 'Set cannot be destroyed: it is in use by a kernel component');
  }
  for (const text of set.members.keys()) forgetSeen(ctx, ns, set, text);
  sets.delete(set.name);
  return null;
}

/** A member is gone, and what it counted with it. */
function forgetSeen(ctx: Ctx, ns: Netns, set: IpSet, text: string): void {
  const key = counterKey(set.name, text);
  if (set.counters && ns.nfState.entries.has(key)) putNfState(ctx, ns, key, undefined);
}

/** A set has another name: what its members counted goes along. */
function renameSeen(ctx: Ctx, ns: Netns, { counters, members }: IpSet, from: string, to: string): void {
  if (!counters) return;
  for (const text of members.keys()) {
    const seen = ns.nfState.entries.get(counterKey(from, text));
    if (seen === undefined) continue;
    putNfState(ctx, ns, counterKey(from, text), undefined);
    putNfState(ctx, ns, counterKey(to, text), seen);
  }
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
  ctx: Ctx,
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
      return refuse('EBUSY', 'Set cannot be renamed: it is in use by another system');
    renameSeen(ctx, ns, first, from, to);
    sets.delete(from);
    sets.set(to, { ...first, name: to });
    return null;
  }
  if (second === undefined) return refuse('ENOENT', 'Sets cannot be swapped: the second set does not exist');
  if (first.type !== second.type) {
    return refuse('EINVAL', 'The sets cannot be swapped: their type does not match');
  }
  const aside = `${from} ${to}`;
  renameSeen(ctx, ns, first, from, aside);
  renameSeen(ctx, ns, second, to, from);
  renameSeen(ctx, ns, first, aside, to);
  sets.set(from, { ...second, name: from });
  sets.set(to, { ...first, name: to });
  return null;
}
