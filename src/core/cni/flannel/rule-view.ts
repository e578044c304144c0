/** What of flannel's rules a node has: the answers of `iptables -C` and `iptables -L`. */
import { parseRestore, printRule } from '../../kernel/netfilter/text';
import { NF_BUILT_IN, NF_TABLES } from '../../model/netfilter';
import type { Netns } from '../../model/world';
import type { IptablesRule } from './iptables';
import { payload, type RuleView } from './iptables.transaction';

export function ruleView(ns: Netns): RuleView {
  return {
    chain: (table, name) => chainsOf(ns, table)?.has(name) === true,
    rule: (rule) => {
      const wanted = normal(rule);
      const rules = chainsOf(ns, rule.table)?.get(rule.chain)?.rules ?? [];
      return wanted !== null && rules.some((present) => printRule(rule.chain, present) === wanted);
    },
  };
}

/** A view in which some chains have just been made or emptied. */
export function afterFlush(view: RuleView, ...names: readonly string[]): RuleView {
  return {
    chain: (table, name) => names.includes(name) || view.chain(table, name),
    rule: (rule) => !names.includes(rule.chain) && view.rule(rule),
  };
}

/** Chains of a table, by name; undefined for a table nobody has touched. */
export function chainsOf(ns: Netns, table: string) {
  const name = NF_TABLES.find((known) => known === table);
  return name === undefined ? undefined : ns.nfTables.get(name)?.chains;
}

/** A rule as iptables-save prints it, null when the kernel here does not know its words. */
function normal(rule: IptablesRule): string | null {
  const parsed = parseRestore(restoreText([rule]));
  const chains = parsed.ok ? parsed.value.flatMap((table) => table.chains) : [];
  const spec = chains.find(({ name }) => name === rule.chain)?.rules[0];
  return spec === undefined ? null : printRule(rule.chain, spec);
}

/** Rules as whole tables, with their chains: what a node without other rules has, for iptables-restore. */
export function restoreText(rules: readonly IptablesRule[]): string {
  const tables = new Map<string, IptablesRule[]>();
  for (const rule of rules) tables.set(rule.table, [...(tables.get(rule.table) ?? []), rule]);
  return [...tables].map(([table, own]) => tableText(table, own)).join('');
}

function tableText(table: string, rules: readonly IptablesRule[]): string {
  const name = NF_TABLES.find((known) => known === table);
  const builtIn: readonly string[] = name === undefined ? [] : NF_BUILT_IN[name];
  const named = rules.flatMap(({ chain, rulespec }) => {
    const target = rulespec[rulespec.indexOf('-j') + 1] ?? '';
    return [chain, ...(target.startsWith('FLANNEL-') ? [target] : [])];
  });
  const own = [...new Set(named)].filter((chain) => !builtIn.includes(chain));
  const chains = [...builtIn.map((chain) => `:${chain} ACCEPT`), ...own.map((chain) => `:${chain} -`)];
  const lines = rules.map(({ chain, rulespec }) => ['-A', chain, ...rulespec]);
  const [head = '', ...rest] = payload(new Map([[table, lines]])).split('\n');
  return [head, ...chains, ...rest].join('\n');
}
