/**
 * The rules that one line of iptables makes: several where it names several addresses.
 * Source: iptables/xshared.c do_parse (xtables_ipparse_multiple), check_inverse.
 */
import type { Result } from '../../base/result';
import { err, ok } from '../../base/result';
import type { NfTableName } from '../../model/netfilter';
import { NF_BUILT_IN } from '../../model/netfilter';
import type { RuleFault, RuleSpec } from './text.rule';
import { parseRule } from './text.rule';
import { Words } from './words';

const ADDRESS_OPTIONS = ['-s', '--source', '--src', '-d', '--destination', '--dst'];
/** Hooks before routing knows a way out, and after the way in is no longer of interest. */
const NO_OUT = ['PREROUTING', 'INPUT'];
const NO_IN = ['OUTPUT', 'POSTROUTING'];

/**
 * The rules in the order in which they are added: for each source all destinations. `chain` is the one they are for:
 * `-o` makes no sense in INPUT.
 */
export function parseRules(
  table: NfTableName,
  chain: string,
  isChain: (name: string) => boolean,
  words: Words,
): Result<readonly RuleSpec[], RuleFault> {
  const rules: RuleSpec[] = [];
  const variants = spread(words.rest());
  if (variants === null) return err({ what: '!', why: 'not-several' });
  for (const each of variants) {
    const rule = parseRule(table, isChain, new Words(each));
    if (!rule.ok) return rule;
    const wrong = wrongDevice(table, chain, rule.value);
    if (wrong !== null) return err({ what: `${wrong} ${chain}`, why: 'wrong-hook' });
    rules.push(rule.value);
  }
  return ok(rules);
}

/** The words once for every combination of addresses; null when `!` stands before several. */
function spread(words: readonly string[]): readonly (readonly string[])[] | null {
  // Sources vary slowest, whichever stands first.
  const lists: { readonly at: number; readonly addrs: readonly string[]; readonly source: boolean }[] = [];
  for (const [at, word] of words.entries()) {
    if (at === 0 || !ADDRESS_OPTIONS.includes(words[at - 1] ?? '') || !word.includes(',')) continue;
    if (words[at - 2] === '!') return null;
    const option = words[at - 1] ?? '';
    lists.push({ at, addrs: word.split(','), source: option === '-s' || option.startsWith('--s') });
  }
  if (lists.length === 0) return [words];
  let variants: readonly (readonly string[])[] = [words];
  for (const { at, addrs } of [...lists].sort((a, b) => Number(b.source) - Number(a.source))) {
    variants = variants.flatMap((each) =>
      addrs.map((addr) => [...each.slice(0, at), addr, ...each.slice(at + 1)]),
    );
  }
  return variants;
}

function wrongDevice(table: NfTableName, chain: string, rule: RuleSpec): '-i' | '-o' | null {
  if (!NF_BUILT_IN[table].some((hook) => hook === chain)) return null;
  if (rule.out !== null && NO_OUT.includes(chain)) return '-o';
  return rule.in !== null && NO_IN.includes(chain) ? '-i' : null;
}
