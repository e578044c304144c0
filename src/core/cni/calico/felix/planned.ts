/**
 * Chains on their way into the kernel: each is known by the hash of its last rule, which is one over all of them, so that
 * nobody compares rules. Source: calico felix/iptables/table.go (chainToDataplaneHashes, chainToFullRules).
 */
import { remembered, rememberedText } from '../../../base/remember';
import { parseRules } from '../../../kernel/netfilter/text.rules';
import { splitWords, Words } from '../../../kernel/netfilter/words';
import type { NfRule } from '../../../model/netfilter';
import type { Features } from './action';
import type { Table } from './hooks';
import { HASH_COMMENT_PREFIX, ruleFragment, ruleHashes, textOfRule, type Chain, type Rule } from './rule';
import { setsAsked, targetsOf } from './ruleset';

/** A kernel of these days and iptables 1.8. */
export const FEATURES: Features = { snatFullyRandom: true, masqueradeFullyRandom: true };

/** What is kept of a chain. Plain data. */
export interface PlannedChain {
  readonly name: string;
  /** Of its last rule; '' where it has none. */
  readonly hash: string;
  readonly leadsTo: readonly string[];
  /** Sets that its rules ask. */
  readonly asks: readonly string[];
}

export interface Planned extends PlannedChain {
  readonly rules: () => Written;
}

/** Rules as the kernel takes them, each with the hash in its comment. */
export interface Written {
  readonly hashes: readonly string[];
  readonly rules: readonly Omit<NfRule, 'id'>[];
  /** What could not be read of them, '' when nothing. */
  readonly fault: string;
}

const NOTHING: readonly string[] = [];
const some = (list: readonly string[]): readonly string[] =>
  list.length === 0 ? NOTHING : [...new Set(list)];

const hashesOf = remembered(({ name, rules }: Chain) =>
  ruleHashes(
    name,
    rules.map((each) => textOfRule(each, FEATURES)),
  ),
);

/** A chain that is new, or new for somebody. */
export function planned(table: Table, chain: Chain): Planned {
  const { name, rules } = chain;
  return {
    name,
    hash: hashesOf(chain).at(-1) ?? '',
    leadsTo: some(targetsOf(rules)),
    asks: some(setsAsked(rules)),
    rules: () => writtenRules(table, name, rules, hashesOf(chain)),
  };
}

/** One that was planned before: its rules are made again only where somebody wants them. */
export function plannedBefore(
  table: Table,
  { name, hash, leadsTo, asks }: PlannedChain,
  make: () => Chain,
): Planned {
  const rules = (): Written => {
    const chain = make();
    return writtenRules(table, name, chain.rules, hashesOf(chain));
  };
  return { name, hash, leadsTo, asks, rules };
}

export function keptOf({ name, hash, leadsTo, asks }: Planned): PlannedChain {
  return { name, hash, leadsTo, asks };
}

/** Many rules differ in nothing but their comment. */
const FRAGMENTS_MAX = 4096;
const readFragment = rememberedText(FRAGMENTS_MAX, (key: string) => {
  const [table = '', chain = '', ...words] = splitWords(key);
  return parseRules(table as Table, chain, (name) => name.startsWith('cali-'), new Words(words));
});

export function writtenRules(
  table: Table,
  chain: string,
  rules: readonly Rule[],
  hashes: readonly string[],
): Written {
  const written: Omit<NfRule, 'id'>[] = [];
  for (const [i, each] of rules.entries()) {
    const fragment = ruleFragment(textOfRule(each, FEATURES));
    // Only in the kernel's own chains it matters which one a rule stands in.
    const place = chain.startsWith('cali-') ? 'cali-' : chain;
    const read = readFragment(`${table} ${place} ${fragment}`);
    if (!read.ok) return { hashes, rules: [], fault: `${chain} ${fragment}: ${read.error.what}` };
    const text = `${HASH_COMMENT_PREFIX}${hashes[i] ?? ''}`;
    for (const spec of read.value) {
      written.push({ ...spec, matches: [{ kind: 'comment', text }, ...spec.matches] });
    }
  }
  return { hashes, rules: written, fault: '' };
}

/** The hash that a rule of felix's bears; null for anybody else's. */
export function hashIn({ matches }: Pick<NfRule, 'matches'>): string | null {
  for (const match of matches) {
    if (match.kind === 'comment' && match.text.startsWith(HASH_COMMENT_PREFIX))
      return match.text.slice(HASH_COMMENT_PREFIX.length);
  }
  return null;
}
