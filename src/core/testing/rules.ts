/** iptables rules for tests, loaded as iptables-restore would. */
import { parseRestore } from '../kernel/netfilter/text';
import type { NfTableName } from '../model/netfilter';
import { NF_BUILT_IN } from '../model/netfilter';
import type { Net } from './net';

/** Loads one table into a netns: its built-in chains, then `lines` (rules, and chains as `:NAME -`). */
export function loadRules(lab: Net, netns: string, table: NfTableName, ...lines: readonly string[]): Net {
  const own = lines.filter((line) => line.startsWith(':')).map((line) => line.split(' ')[0]);
  const chains = NF_BUILT_IN[table].map((chain) => `:${chain} ACCEPT`);
  const others = chains.filter((line) => !own.includes(line.split(' ')[0]));
  const tables = parseRestore([`*${table}`, ...others, ...lines, 'COMMIT'].join('\n'));
  if (!tables.ok) throw new Error(`line ${String(tables.error.line)}: ${tables.error.what}`);
  return lab.apply(netns, { kind: 'nf.replace', tables: tables.value });
}

/** Rules and policies met so far, as `chain number verdict`. */
export function ruleHits(lab: Net, netns?: string): readonly string[] {
  return lab
    .records('nf.rule', netns)
    .map(({ detail, verdict }) => `${detail.chain} ${String(detail.number)} ${verdict}`);
}

/** Packets the rules of a chain have seen, in their order. */
export function ruleCounts(lab: Net, netns: string, table: NfTableName, chain: string): readonly number[] {
  const ns = lab.ns(netns);
  const rules = ns.nfTables.get(table)?.chains.get(chain)?.rules ?? [];
  return rules.map(({ id }) => ns.nfCounters.entries.get(id)?.packets ?? 0);
}
