/**
 * What a list of policy rules asks of a packet, found once for each list: nearly all are as the kernel makes them and ask
 * nothing. An index beside the World, found by the list, which is replaced and never changed.
 */
import type { IpRule } from '../model/route';

export interface RulesAsk {
  /** The tables to look in, one after the other, where no rule asks for anything; else null. */
  readonly tables: readonly number[] | null;
  /** Some rule asks for protocol or ports. Source: fib_rules.h fib4_rules_early_flow_dissect. */
  readonly ports: boolean;
  /** Some rule is not the kernel's. Source: fib_rules.c fib4_has_custom_rules. */
  readonly own: boolean;
}

const known = new WeakMap<readonly IpRule[], RulesAsk>();

export function rulesAsk(rules: readonly IpRule[]): RulesAsk {
  const before = known.get(rules);
  if (before !== undefined) return before;
  const asked: RulesAsk = {
    tables: rules.every(isPlain) ? rules.map(({ table }) => table) : null,
    ports: rules.some(({ ipproto, sport, dport }) => (ipproto ?? sport ?? dport) !== undefined),
    own: rules.some(({ protocol }) => protocol !== 'kernel'),
  };
  known.set(rules, asked);
  return asked;
}

/** What a rule that is for every packet has; any other field is a condition. */
const NO_CONDITION: ReadonlySet<string> = new Set(['pref', 'action', 'table', 'fwmask', 'protocol', 'op']);

function isPlain(rule: IpRule): boolean {
  return (
    rule.action === 'lookup' &&
    Object.entries(rule).every(([name, value]) => NO_CONDITION.has(name) || value === null)
  );
}
