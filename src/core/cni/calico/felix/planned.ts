/**
 * Chains on their way into the kernel: each is known by the hash of its last rule, which is one over all of them, so that
 * nobody compares rules. Source: calico felix/iptables/table.go (chainToDataplaneHashes, chainToFullRules).
 */
import { remembered, rememberedText } from '../../../base/remember';
import { parseRules } from '../../../kernel/netfilter/text.rules';
import { splitWords, Words } from '../../../kernel/netfilter/words';
import type { NfMatch, NfRule } from '../../../model/netfilter';
import type { Features } from './action';
import type { Table } from './hooks';
import { fragmentHashes, HASH_COMMENT_PREFIX, ruleFragment, textOfRule, type Chain, type Rule } from './rule';
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

export interface Texts {
  /** Each rule after `-A <chain>` and the comment with its hash. */
  readonly fragments: readonly string[];
  readonly hashes: readonly string[];
}

/** Of rules that are known by this name in their hashes. */
export function writtenTexts(hashedAs: string, rules: readonly Rule[]): Texts {
  const fragments = rules.map((each) => ruleFragment(textOfRule(each, FEATURES)));
  return { fragments, hashes: fragmentHashes(hashedAs, fragments) };
}

const textsOf = remembered(({ name, rules }: Chain) => writtenTexts(name, rules));

/** A chain that is new, or new for somebody. */
export function planned(table: Table, chain: Chain): Planned {
  const { name, rules } = chain;
  return {
    name,
    hash: textsOf(chain).hashes.at(-1) ?? '',
    leadsTo: some(targetsOf(rules)),
    asks: some(setsAsked(rules)),
    rules: once(() => writtenRules(table, name, textsOf(chain))),
  };
}

/** Of a chain that nodes have alike the rules are made once, and their conditions are one value in all kernels. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** One that was planned before: its rules are made again only where somebody wants them. */
export function plannedBefore(
  table: Table,
  { name, hash, leadsTo, asks }: PlannedChain,
  make: () => Chain,
): Planned {
  const rules = (): Written => {
    const chain = make();
    return writtenRules(table, name, textsOf(chain));
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

export function writtenRules(table: Table, chain: string, { fragments, hashes }: Texts): Written {
  const written: Omit<NfRule, 'id'>[] = [];
  for (const [i, fragment] of fragments.entries()) {
    // Only in the kernel's own chains it matters which one a rule stands in.
    const place = chain.startsWith('cali-') ? 'cali-' : chain;
    const read = readFragment(`${table} ${place} ${fragment}`);
    if (!read.ok) return { hashes, rules: [], fault: `${chain} ${fragment}: ${read.error.what}` };
    const own: readonly NfMatch[] = [{ kind: 'comment', text: `${HASH_COMMENT_PREFIX}${hashes[i] ?? ''}` }];
    for (const { src, dst, in: iif, out, proto, matches, target } of read.value) {
      // A list made by spreading another has room for a dozen more (V8), in each of a node's eight hundred rules.
      const all = own.concat(matches);
      written.push({ src, dst, in: iif, out, proto, matches: all, target });
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
