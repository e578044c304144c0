/**
 * Bringing sets and rules of a node to what they ought to be: sets before the rules that ask them, chains before the rules
 * that jump to them, what is no longer wanted last. Source: calico felix/ipsets/ipsets.go, felix/iptables/table.go.
 */
import type { ControllerIo } from '../../../cluster/controller';
import { parseRules } from '../../../kernel/netfilter/text.rules';
import { splitWords, Words } from '../../../kernel/netfilter/words';
import type { NfTableName } from '../../../model/netfilter';
import type { NfEdit } from '../../../model/op';
import type { IpSetCommand } from '../../../model/ipset';
import type { Features } from './action';
import type { Desired, DesiredSet } from './desired';
import { restoreLines, type TableRules } from './ruleset';

/** What felix believes is there. Plain data. */
export interface ProgrammedRules {
  /** Lines of each chain, by `table chain`; those it put into the kernel's own chains by `table`. */
  readonly chains: Readonly<Record<string, string>>;
  readonly sets: Readonly<Record<string, { readonly type: string; readonly members: readonly string[] }>>;
}

export const NOTHING_PROGRAMMED: ProgrammedRules = { chains: {}, sets: {} };

/** A kernel of these days and iptables 1.8. */
const FEATURES: Features = { snatFullyRandom: true, masqueradeFullyRandom: true };
const MAXELEM = 1_048_576;
const HASHSIZE = 1024;

export interface Programmed {
  readonly now: ProgrammedRules;
  /** What was refused, empty when nothing. */
  readonly faults: readonly string[];
  readonly changes: number;
}

export function programRules(io: ControllerIo, before: ProgrammedRules, desired: Desired): Programmed {
  const faults: string[] = [];
  const commands = setCommands(before.sets, desired.sets);
  const fault = (text: string): void => void faults.push(text);
  setOp(io, commands.first, fault);
  const chains: Record<string, string> = {};
  let changes = commands.first.length + commands.last.length;
  for (const table of desired.tables) changes += programTable(io, table, before.chains, chains, fault);
  setOp(io, commands.last, fault);
  const sets = Object.fromEntries(desired.sets.map(({ name, type, members }) => [name, { type, members }]));
  return { now: { chains, sets }, faults, changes };
}

function setOp(io: ControllerIo, commands: readonly IpSetCommand[], fault: (text: string) => void): void {
  if (commands.length === 0) return;
  const error = io.op(io.netns, { kind: 'ipset', commands }, 'ipset restore');
  if (error !== null) fault(`Failed to update IP sets: ${error.message}`);
}

function setCommands(
  before: ProgrammedRules['sets'],
  wanted: readonly DesiredSet[],
): { readonly first: readonly IpSetCommand[]; readonly last: readonly IpSetCommand[] } {
  const names = new Set(wanted.map(({ name }) => name));
  const first = wanted.flatMap(({ name, type, members }): readonly IpSetCommand[] => {
    const known = before[name];
    const had = known?.members ?? [];
    return [
      ...(known === undefined ? [createSet(name, type)] : []),
      ...members.filter((member) => !had.includes(member)).map((member) => memberOf('add', name, member)),
      ...had.filter((member) => !members.includes(member)).map((member) => memberOf('del', name, member)),
    ];
  });
  const gone = Object.keys(before).filter((name) => !names.has(name));
  return { first, last: gone.map((name) => ({ do: 'destroy', name })) };
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

/** Answers how many steps it took. */
function programTable(
  io: ControllerIo,
  rules: TableRules,
  before: ProgrammedRules['chains'],
  now: Record<string, string>,
  fault: (text: string) => void,
): number {
  const table: NfTableName = rules.table;
  let steps = 0;
  const hasChain = (name: string): boolean =>
    io.ctx.own(io.netns).nfTables.get(table)?.chains.has(name) === true;
  const edit = (step: NfEdit, words: string): void => {
    steps += 1;
    const error = io.op(io.netns, { kind: 'nf.edit', table, edit: step }, `iptables -t ${table} ${words}`);
    if (error !== null) fault(`iptables -t ${table} ${words}: ${error.message}`);
  };
  const lines = restoreLines(rules, FEATURES);
  const byChain = new Map<string, string[]>(rules.chains.map(({ name }) => [name, []]));
  const hooks: string[] = [];
  for (const line of lines) {
    const chain = line.split(' ')[1] ?? '';
    if (line.startsWith(':')) continue;
    (byChain.get(chain) ?? hooks).push(line);
  }
  for (const chain of byChain.keys()) {
    if (!hasChain(chain)) edit({ do: 'new-chain', chain }, `-N ${chain}`);
  }
  const write = (line: string, as?: 'delete'): void => {
    const [action, chain = '', ...words] = splitWords(line);
    const parsed = parseRules(table, chain, hasChain, new Words(words));
    if (!parsed.ok) {
      fault(`iptables-restore: ${line}: ${parsed.error.what}`);
      return;
    }
    for (const rule of parsed.value) {
      edit(
        { do: as ?? (action === '-I' ? 'insert' : 'append'), chain, rule },
        (as === undefined ? line : line.replace(/^-[AI]/, '-D')).replace(
          / -m comment --comment "cali:[^"]*"/,
          '',
        ),
      );
    }
  };
  for (const [chain, own] of byChain) {
    const key = `${table} ${chain}`;
    const text = own.join('\n');
    now[key] = text;
    if (before[key] === text) continue;
    if ((before[key] ?? '') !== '') edit({ do: 'flush', chain }, `-F ${chain}`);
    for (const line of own) write(line);
  }
  now[table] = hooks.join('\n');
  if (before[table] !== now[table]) {
    const old = before[table] ?? '';
    for (const line of old === '' ? [] : old.split('\n')) write(line, 'delete');
    for (const line of hooks) write(line);
  }
  const gone = Object.keys(before).filter((key) => key.startsWith(`${table} `) && now[key] === undefined);
  const names = gone.map((key) => key.slice(table.length + 1));
  for (const chain of names) edit({ do: 'flush', chain }, `-F ${chain}`);
  for (const chain of names) edit({ do: 'delete-chain', chain }, `-X ${chain}`);
  return steps;
}
