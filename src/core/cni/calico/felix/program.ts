/**
 * Bringing sets and rules of a node to what they ought to be: sets before the rules that ask them, then each table in one
 * transaction, what is no longer wanted last. What is right already is left alone.
 * Source: calico felix/ipsets/ipsets.go, felix/iptables/table.go applyUpdates.
 */
import type { ControllerIo } from '../../../cluster/controller';
import type { NfChain } from '../../../model/netfilter';
import type { NfStep } from '../../../model/op';
import type { Desired, PlannedTable } from './desired';
import { hookSteps } from './hook-steps';
import type { ProgrammedRules } from './kept';
import { hashIn, type Written } from './planned';
import { programSets } from './program-sets';

export interface Programmed {
  readonly now: ProgrammedRules;
  /** What was refused, empty when nothing. */
  readonly faults: readonly string[];
}

/** What is in the kernel is read, and not believed to be as it was left. */
export interface Looks {
  /** Of what: the rest is believed. */
  readonly at: readonly ('iptables' | 'ipsets')[];
  /** Called before anything is mended. */
  readonly mends: () => void;
}

export function programRules(
  io: ControllerIo,
  before: ProgrammedRules,
  desired: Desired,
  looks: Looks | null = null,
): Programmed {
  const faults: string[] = [];
  const fault = (text: string): void => void faults.push(text);
  const lookAt = (what: Looks['at'][number]): Looks['mends'] | null =>
    looks?.at.includes(what) === true ? looks.mends : null;
  const sets = programSets(io, before.sets, desired.sets, lookAt('ipsets'), fault);
  const chains = { ...before.chains };
  const hooks = { ...before.hooks };
  for (const table of desired.tables) {
    const { table: name } = table;
    if (!programTable(io, table, before, lookAt('iptables'), fault)) continue;
    chains[name] = new Map(table.chains.map((chain) => [chain.name, chain.hash]));
    hooks[name] = table.hooksHash;
  }
  sets.removeUnused();
  const { endpoints, dispatch } = desired;
  return { now: { chains, hooks, sets: sets.now, endpoints, dispatch }, faults };
}

/** False when the kernel refused it, or a line could not be read, for which nothing of it is done: it is tried again with the next change. */
function programTable(
  io: ControllerIo,
  { table, chains, hooks, hooksHash }: PlannedTable,
  before: ProgrammedRules,
  looks: (() => void) | null,
  fault: (text: string) => void,
): boolean {
  const known = before.chains[table];
  const changed = chains.filter(({ name, hash }) => looks !== null || known.get(name) !== hash);
  const wanted = new Set(chains.map(({ name }) => name));
  const present = io.ctx.own(io.netns).nfTables.get(table)?.chains;
  const gone = [...(looks === null ? known.keys() : ownChains(present))].filter((name) => !wanted.has(name));
  const steps: NfStep[] = [];
  for (const { name } of changed)
    if (present?.has(name) !== true) steps.push({ do: 'new-chain', chain: name });
  let readable = true;
  for (const chain of changed) {
    const written = chain.rules();
    if (written.fault !== '') {
      fault(`iptables-restore: ${written.fault}`);
      readable = false;
    } else steps.push(...chainSteps(chain.name, written, present?.get(chain.name)));
  }
  if (!readable) return false;
  if (looks !== null || before.hooks[table] !== hooksHash) steps.push(...hookSteps(table, hooks, present));
  const removed = gone.filter((name) => present?.has(name) === true);
  for (const chain of removed) steps.push({ do: 'flush', chain });
  for (const chain of removed) steps.push({ do: 'delete-chain', chain });
  if (steps.length === 0) return true;
  looks?.();
  const words = io.ctx.trace.on
    ? `iptables-restore --noflush --verbose # *${table}, ${String(steps.length)} lines`
    : '';
  const error = io.op(io.netns, { kind: 'nf.restore', table, steps }, words);
  if (error !== null) fault(`Failed to program iptables table ${table}: ${error.message}`);
  return error === null;
}

/** Rules up to the first that is another one stay, and go on counting. */
function chainSteps(chain: string, written: Written, present: NfChain | undefined): readonly NfStep[] {
  const there = present?.rules ?? [];
  let same = 0;
  while (same < there.length && same < written.rules.length) {
    const rule = there[same];
    if (rule === undefined || hashIn(rule) !== written.hashes[same]) break;
    same += 1;
  }
  const steps: NfStep[] = [];
  for (let number = there.length; number > same; number -= 1)
    steps.push({ do: 'delete-number', chain, number });
  for (const rule of written.rules.slice(same)) steps.push({ do: 'append', chain, rule });
  return steps;
}

/** Chains by whose name felix knows its own. */
function ownChains(present: ReadonlyMap<string, NfChain> | undefined): readonly string[] {
  return [...(present?.keys() ?? [])].filter((name) => name.startsWith('cali-'));
}
