/** Rules as iptables-save and iptables-restore write them. */
import type { Result } from '../../base/result';
import { err, ok } from '../../base/result';
import type { Negatable, NfMatch, NfTableName, NfTarget } from '../../model/netfilter';
import { NF_BUILT_IN, NF_TABLES } from '../../model/netfilter';
import type { NfTableSpec } from '../../model/op';
import { matchKinds } from './match';
import type { MatchKind } from './match/kind';
import { targetKinds } from './target';
import type { TargetKind } from './target/kind';
import { printJump } from './target/jump';
import type { RuleFault, RuleSpec } from './text.rule';
import { parseRules } from './text.rules';
import { printNetwork, printProtocol } from './values';
import { Words, splitWords } from './words';

/** What is wrong with a text: the line from 1, and the word that was not understood. */
export interface RestoreFault {
  readonly line: number;
  readonly what: string;
  readonly why: RuleFault['why'];
}

interface ChainDraft {
  readonly name: string;
  readonly policy: 'ACCEPT' | 'DROP' | null;
  readonly rules: RuleSpec[];
}

/** Longest name of a chain (XT_EXTENSION_MAXNAMELEN). */
const CHAIN_NAME_MAX = 28;

/** Reads the text of iptables-restore. Unknown matches and targets are refused by name and line. */
export function parseRestore(text: string): Result<readonly NfTableSpec[], RestoreFault> {
  const tables: NfTableSpec[] = [];
  let open: { readonly name: NfTableName; readonly chains: Map<string, ChainDraft> } | null = null;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    const fault = (what: string, why: RuleFault['why'] = 'unknown'): Result<never, RestoreFault> =>
      err({ line: index + 1, what, why });
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('*')) {
      const name = NF_TABLES.find((table) => table === line.slice(1));
      if (name === undefined || open !== null) return fault(line);
      open = { name, chains: new Map() };
    } else if (open === null) {
      return fault(line);
    } else if (line === 'COMMIT') {
      tables.push({ name: open.name, chains: [...open.chains.values()] });
      open = null;
    } else if (line.startsWith(':')) {
      const chain = parseChain(open.name, line);
      if (chain === null) return fault(line);
      open.chains.set(chain.name, chain);
    } else {
      const added = addRule(open.name, open.chains, line);
      if (added !== null) return fault(added.what, added.why);
    }
  }
  return open === null
    ? ok(tables)
    : err({ line: text.split('\n').length, what: `*${open.name}`, why: 'unknown' });
}

function parseChain(table: NfTableName, line: string): ChainDraft | null {
  const [name = '', policy = ''] = line.slice(1).split(/\s+/);
  const builtIn = NF_BUILT_IN[table].some((hook) => hook === name);
  if (policy === '-') return isChainName(name) && !builtIn ? { name, policy: null, rules: [] } : null;
  return builtIn && (policy === 'ACCEPT' || policy === 'DROP') ? { name, policy, rules: [] } : null;
}

/** Why a chain may not be called so, in iptables' words; null when it may. Source: iptables/xshared.c assert_valid_chain_name. */
export function chainNameFault(name: string): string | null {
  if (name.length > CHAIN_NAME_MAX) return `chain name \`${name}' too long (must be under 29 chars)`;
  if (/^[-!]/.test(name)) return `chain name not allowed to start with \`${name[0] ?? ''}'`;
  if (Object.hasOwn(targetKinds, name)) return 'chain name may not clash with target name';
  return name === '' || /\s/.test(name) ? `Invalid chain name \`${name}'` : null;
}

/** Whether a chain may be called so. */
export function isChainName(name: string): boolean {
  return chainNameFault(name) === null;
}

/** Null when the rule was understood. */
function addRule(
  table: NfTableName,
  chains: ReadonlyMap<string, ChainDraft>,
  line: string,
): RuleFault | null {
  const words = new Words(splitWords(line.replace(/^\[\d+:\d+\]\s*/, '')));
  const inserts = words.next === '-I' || words.next === '--insert';
  if (!inserts && words.next !== '-A' && words.next !== '--append') return { what: line, why: 'unknown' };
  words.take(1);
  const [name = ''] = words.take(1);
  const chain = chains.get(name);
  if (chain === undefined) return { what: name, why: 'no-chain' };
  const place = inserts && /^\d+$/.test(words.ahead()) ? Number(words.take(1)[0]) : 1;
  const rules = parseRules(table, name, (other) => chains.has(other), words);
  if (!rules.ok) return rules.error;
  for (const rule of rules.value) {
    if (inserts) chain.rules.splice(place - 1, 0, rule);
    else chain.rules.push(rule);
  }
  return null;
}

/** One rule as iptables-save prints it, from `-A` on. */
export function printRule(chain: string, rule: RuleSpec): string {
  return [`-A ${chain}`, printCondition(rule)].filter((part) => part !== '').join(' ');
}

/** Everything of a rule but its chain. */
export function printCondition(rule: RuleSpec): string {
  const parts = [
    printNegated('-s', rule.src, printNetwork),
    printNegated('-d', rule.dst, printNetwork),
    printNegated('-i', rule.in, String),
    printNegated('-o', rule.out, String),
    printNegated('-p', rule.proto, printProtocol),
    ...rule.matches.map(printMatch),
    rule.target === null ? '' : printTarget(rule.target),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function printNegated<T>(option: string, part: Negatable<T> | null, print: (value: T) => string): string {
  return part === null ? '' : `${part.invert ? '! ' : ''}${option} ${print(part.value)}`;
}

/** A match as iptables-save prints it. */
export function printMatch(match: NfMatch): string {
  return (matchKinds[match.kind] as MatchKind<typeof match.kind>).print(match);
}

/** A target as iptables-save prints it. */
export function printTarget(target: NfTarget): string {
  if (target.kind === 'jump') return printJump(target);
  return (targetKinds[target.kind] as TargetKind<typeof target.kind>).print(target);
}

/** Whether a rule makes its namespace track flows. */
export function needsConntrack({ matches, target }: RuleSpec): boolean {
  if (matches.some(({ kind }) => matchKinds[kind].needsConntrack === true)) return true;
  return target !== null && target.kind !== 'jump' && targetKinds[target.kind].needsConntrack === true;
}
