/** Loading rules: whole tables at once, as iptables-restore does. Source: net/ipv4/netfilter/ip_tables.c do_replace. */
import type { NfChain, NfRule, NfTable, NfTableName } from '../../model/netfilter';
import type { NfTableSpec, OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { putNfTables } from '../write';
import { needsConntrack } from './text';

/** Replaces tables; the others stay. A chain that is missing or leads in a circle is refused. */
export function replaceTables(ctx: Ctx, ns: Netns, specs: readonly NfTableSpec[]): OpError | null {
  const tables = new Map<NfTableName, NfTable>(ns.nfTables);
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
    const numbered = rules.map((rule) => ({ ...rule, id: nextId() }));
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
  const calls = new Map(
    spec.chains.map(({ name, rules }) => [name, rules.flatMap(({ target }) => callOf(target))]),
  );
  for (const [chain, called] of calls) {
    const missing = called.find((name) => !calls.has(name));
    if (missing !== undefined) {
      return {
        errno: 'ENOENT',
        message: `iptables-restore: chain ${chain}: Couldn't load target \`${missing}'`,
      };
    }
    if (reaches(calls, called, chain)) {
      return { errno: 'ELOOP', message: 'iptables-restore: Too many levels of symbolic links' };
    }
  }
  return null;
}

function callOf(target: NfTableSpec['chains'][number]['rules'][number]['target']): readonly string[] {
  return target?.kind === 'jump' ? [target.chain] : [];
}

/** Whether a chain leads back to itself. */
function reaches(
  calls: ReadonlyMap<string, readonly string[]>,
  from: readonly string[],
  goal: string,
): boolean {
  const open = [...from];
  const known = new Set<string>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === goal) return true;
    if (known.has(name)) continue;
    known.add(name);
    open.push(...(calls.get(name) ?? []));
  }
  return false;
}
