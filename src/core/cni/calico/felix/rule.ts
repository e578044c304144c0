/**
 * A rule as felix holds it, its text and the hash in its comment, by which felix knows its own rules again.
 * Source: calico felix/generictables/rules.go, felix/iptables/renderer.go.
 */
import { toBase64Url } from '../../../base/base64';
import { joinBytes, utf8Encode } from '../../../base/bytes';
import { sha224Bytes } from '../../../base/digest';
import { actionText, type Action, type Features } from './action';

export interface Rule {
  /** Fragments as `match` makes them, all of which must hold. */
  readonly match: readonly string[];
  /** Null only counts the packet and carries a comment. */
  readonly action: Action | null;
  readonly comments: readonly string[];
}

export interface Chain {
  readonly name: string;
  readonly rules: readonly Rule[];
}

export function rule(match: readonly string[], action: Action | null, ...comments: readonly string[]): Rule {
  return { match, action, comments };
}

/** A rule whose words are there already. */
export interface RuleText {
  readonly match: string;
  readonly action: string;
  readonly comments: readonly string[];
}

export function textOfRule({ match, action, comments }: Rule, features: Features): RuleText {
  return {
    match: match.join(' '),
    action: action === null ? '' : actionText(action, features),
    comments,
  };
}

/** What of a hash stands in the comment, in bytes: 16 characters. */
const HASH_BYTES = 12;
const MAX_COMMENT_LENGTH = 256;
export const HASH_COMMENT_PREFIX = 'cali:';

/** Everything but letters, digits and a few marks becomes `_`: iptables-restore knows no way to quote a quote. */
function safeComment(text: string): string {
  return text.replace(/[^\w @%+=:,./-]/g, '_').slice(0, MAX_COMMENT_LENGTH);
}

const comment = (text: string): string => `-m comment --comment "${text}"`;

/** The rule after `-A <chain>` and the comment with its hash. */
export function ruleFragment({ match, action, comments }: RuleText): string {
  return [...comments.map((text) => comment(safeComment(text))), match, action]
    .filter((part) => part !== '')
    .join(' ');
}

/**
 * The hash of each rule of a chain: over the hash before it and the rule's text, so that a rule's place counts. For rules
 * appended to a chain of the kernel's `chain` is their {@link appendsName}.
 */
export function ruleHashes(chain: string, rules: readonly RuleText[]): readonly string[] {
  return fragmentHashes(chain, rules.map(ruleFragment));
}

/** The same of rules whose fragments are made. */
export function fragmentHashes(chain: string, fragments: readonly string[]): readonly string[] {
  let hash = sha224Bytes(utf8Encode(chain));
  return fragments.map((fragment) => {
    const text = ['-A', chain, 'HASH', fragment].filter((part) => part !== '').join(' ');
    hash = sha224Bytes(joinBytes(hash, utf8Encode(text)));
    return toBase64Url(hash.subarray(0, HASH_BYTES));
  });
}

/**
 * What a chain of the kernel's is called in the hashes of rules appended to it: felix inserts there as well, and the
 * same rule must not have the same hash twice. Source: felix/iptables/table.go expectedHashesForInsertAppendChain.
 */
export function appendsName(chain: string): string {
  return `${chain}*appends*`;
}

/** A line for iptables-restore; `command` is `-A` or `-I`. */
export function ruleLine(command: '-A' | '-I', chain: string, hash: string, each: RuleText): string {
  return [command, chain, comment(HASH_COMMENT_PREFIX + hash), ruleFragment(each)]
    .filter((part) => part !== '')
    .join(' ');
}

/** The lines of a chain of felix's own. */
export function chainLines({ name, rules }: Chain, features: Features): readonly string[] {
  const texts = rules.map((each) => textOfRule(each, features));
  const hashes = ruleHashes(name, texts);
  return texts.map((each, i) => ruleLine('-A', name, hashes[i] ?? '', each));
}
