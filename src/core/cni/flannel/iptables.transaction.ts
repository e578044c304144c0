/**
 * How the daemon's rules get into the kernel and stay there: one iptables-restore without flushing, in which each rule
 * that is there already is first deleted, so that all stand together and in order.
 * Source: flannel pkg/trafficmngr/iptables/iptables.go ipTablesCleanAndBuild, ensureIPTables, teardownIPTables;
 * iptables_restore.go buildIPTablesRestorePayload.
 */
import { FWD, POSTRTG, type IptablesRule } from './iptables';

/** What iptables says is there. */
export interface RuleView {
  readonly chain: (table: string, name: string) => boolean;
  readonly rule: (rule: IptablesRule) => boolean;
}

/** Lines by table, in the order in which tables were first met. */
export type Transaction = ReadonlyMap<string, readonly (readonly string[])[]>;

type Draft = Map<string, (readonly string[])[]>;

function line(draft: Draft, action: '-A' | '-D', { table, chain, rulespec }: IptablesRule): void {
  const lines = draft.get(table) ?? [];
  lines.push([action, chain, ...rulespec]);
  draft.set(table, lines);
}

/** flannel's own chain that a rule stands in or leads to, null for neither. */
function ownChain({ chain, rulespec }: IptablesRule): string | null {
  return [FWD, POSTRTG].find((name) => name === chain || name === rulespec[rulespec.length - 1]) ?? null;
}

/** Own chains that must be made before the rules can be put in. */
export function missingChains(
  rules: readonly IptablesRule[],
  view: RuleView,
): readonly { readonly table: string; readonly name: string }[] {
  const missing = new Map<string, { readonly table: string; readonly name: string }>();
  for (const rule of rules) {
    const name = ownChain(rule);
    if (name !== null && !view.chain(rule.table, name))
      missing.set(`${rule.table} ${name}`, { table: rule.table, name });
  }
  return [...missing.values()];
}

/** Puts all rules at the ends of their chains. */
export function bootstrap(rules: readonly IptablesRule[], view: RuleView): Transaction {
  const draft: Draft = new Map();
  for (const rule of rules) {
    if (view.rule(rule)) line(draft, '-D', rule);
    line(draft, '-A', rule);
  }
  return draft;
}

/** Every five seconds: nothing as long as all rules are there, else all of them anew. */
export function ensure(rules: readonly IptablesRule[], view: RuleView): Transaction {
  const complete = missingChains(rules, view).length === 0 && rules.every((rule) => view.rule(rule));
  return complete ? new Map() : bootstrap(rules, view);
}

/** Takes away those that are there. */
export function teardown(rules: readonly IptablesRule[], view: RuleView): Transaction {
  const draft: Draft = new Map();
  for (const rule of rules) {
    const name = ownChain(rule);
    if ((name === null || view.chain(rule.table, name)) && view.rule(rule)) line(draft, '-D', rule);
  }
  return draft;
}

/** The text for `iptables-restore --noflush`. */
export function payload(transaction: Transaction): string {
  return [...transaction]
    .map(([table, lines]) => `*${table}\n${lines.map((words) => `${quoted(words)}\n`).join('')}COMMIT\n`)
    .join('');
}

/** Comments are quoted, and nothing else. */
function quoted(words: readonly string[]): string {
  return words.map((word, i) => (words[i - 1] === '--comment' ? `"${word}"` : word)).join(' ');
}
