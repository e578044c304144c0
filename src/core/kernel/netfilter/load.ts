/** Loading rules: whole tables at once, as iptables-restore does. Source: net/ipv4/netfilter/ip_tables.c do_replace. */
import type { NfChain, NfRule, NfTable, NfTableName } from '../../model/netfilter';
import type { NfTableSpec, OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { putNfTables } from '../write';
import { refused } from './refusal';
import { numberedRule } from './rule-list';
import { needsConntrack } from './text';
import { invalidity } from './validate';

/** Rules a namespace may hold; the kernel's only bound is its memory. */
const RULES_MAX = 100_000;
/** In iptables' words. */
export const NO_ROOM: OpError = { errno: 'ENOSPC', message: 'iptables: Memory allocation problem.' };

/** Whether a namespace would hold more rules than it may. */
function tooMany(ns: Netns, specs: readonly NfTableSpec[]): boolean {
  const kept = [...ns.nfTables.values()].filter(({ name }) => specs.every((spec) => spec.name !== name));
  return (
    [...kept, ...specs].reduce((sum, { chains }) => {
      for (const { rules } of chains.values()) sum += rules.length;
      return sum;
    }, 0) > RULES_MAX
  );
}

/** Whether a namespace has no room for one more rule. */
export function isFull(ns: Netns): boolean {
  return ns.nextRule > RULES_MAX && tooMany(ns, []);
}

/** Replaces tables; the others stay. A chain that is missing or leads in a circle is refused. */
export function replaceTables(ctx: Ctx, ns: Netns, specs: readonly NfTableSpec[]): OpError | null {
  const tables = new Map<NfTableName, NfTable>(ns.nfTables);
  if (tooMany(ns, specs)) return NO_ROOM;
  for (const spec of specs) {
    const fault =
      faultOf(spec) ??
      missingSet(
        ns,
        spec.chains.flatMap(({ rules }) => rules),
      );
    if (fault !== null) return fault;
    tables.set(spec.name, makeTable(ns, spec));
  }
  putNfTables(ctx, ns, tables);
  return null;
}

function makeTable(ns: Netns, spec: NfTableSpec): NfTable {
  const nextId = (): number => {
    const id = ns.nextRule;
    ns.nextRule = id + 1;
    return id;
  };
  const chains = new Map<string, NfChain>();
  for (const { name, policy, rules } of spec.chains) {
    const numbered = rules.map((rule) => numberedRule(rule, nextId()));
    chains.set(name, { name, policy, policyId: nextId(), rules: numbered });
  }
  return { name: spec.name, chains, needsConntrack: [...chains.values()].some(chainNeedsConntrack) };
}

/** Rules may only name sets that are there. Source: net/netfilter/xt_set.c set_match_v4_checkentry. */
export function missingSet(ns: Netns, rules: readonly Pick<NfRule, 'matches'>[]): OpError | null {
  for (const { matches } of rules) {
    for (const match of matches) {
      if (match.kind !== 'set' || ns.ipsets.has(match.set)) continue;
      return { errno: 'ENOENT', message: `iptables: Set ${match.set} doesn't exist.` };
    }
  }
  return null;
}

function chainNeedsConntrack({ rules }: NfChain): boolean {
  return rules.some(needsConntrack);
}

function faultOf(spec: NfTableSpec): OpError | null {
  const chains = new Map(spec.chains.map((chain) => [chain.name, chain]));
  for (const { rules } of spec.chains) {
    for (const { target } of rules) {
      if (target?.kind !== 'jump' || chains.has(target.chain)) continue;
      return {
        errno: 'ENOENT',
        message: `iptables v1.8.11 (nf_tables): Chain '${target.chain}' does not exist`,
      };
    }
  }
  const invalid = invalidity(spec.name, chains);
  return invalid === null ? null : refused('RULE_APPEND', invalid.errno, invalid.chain);
}
