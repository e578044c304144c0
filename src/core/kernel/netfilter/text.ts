/** Rules as iptables-save and iptables-restore write them. */
import type { Result } from '../../base/result';
import { err, ok } from '../../base/result';
import type { Negatable, NfMatch, NfRule, NfTableName, NfTarget } from '../../model/netfilter';
import { NF_BUILT_IN, NF_TABLES } from '../../model/netfilter';
import type { NfTableSpec } from '../../model/op';
import { formatCidr4, networkOf, parseCidr4 } from '../../wire/addr';
import type { Cidr4 } from '../../wire/addr';
import { PROTO_ICMP, PROTO_TCP, PROTO_UDP } from '../../wire/ipv4';
import { matchKinds } from './match';
import type { MatchKind } from './match/kind';
import { targetKinds } from './target';
import type { TargetKind } from './target/kind';
import { printJump } from './target/jump';
import { Words, splitWords } from './words';

/** What is wrong with a text: the line from 1, and the word that was not understood. */
export interface RestoreFault {
  readonly line: number;
  readonly what: string;
}

const PROTOCOLS: Readonly<Record<string, number>> = {
  icmp: PROTO_ICMP,
  tcp: PROTO_TCP,
  udp: PROTO_UDP,
  all: 0,
};

type RuleSpec = Omit<NfRule, 'id'>;
interface ChainDraft {
  readonly name: string;
  readonly policy: 'ACCEPT' | 'DROP' | null;
  readonly rules: RuleSpec[];
}

/** Reads the text of iptables-restore. Unknown matches and targets are refused by name and line. */
export function parseRestore(text: string): Result<readonly NfTableSpec[], RestoreFault> {
  const tables: NfTableSpec[] = [];
  let open: { readonly name: NfTableName; readonly chains: Map<string, ChainDraft> } | null = null;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    const fault = (what: string): Result<never, RestoreFault> => err({ line: index + 1, what });
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
      if (added !== null) return fault(added);
    }
  }
  return open === null ? ok(tables) : err({ line: text.split('\n').length, what: `*${open.name}` });
}

function parseChain(table: NfTableName, line: string): ChainDraft | null {
  const [name = '', policy = ''] = line.slice(1).split(/\s+/);
  const builtIn = NF_BUILT_IN[table].some((hook) => hook === name);
  if (policy === '-') return name === '' || builtIn ? null : { name, policy: null, rules: [] };
  return builtIn && (policy === 'ACCEPT' || policy === 'DROP') ? { name, policy, rules: [] } : null;
}

/** Null when the rule was understood, else the word that was not. */
function addRule(table: NfTableName, chains: ReadonlyMap<string, ChainDraft>, line: string): string | null {
  const words = new Words(splitWords(line.replace(/^\[\d+:\d+\]\s*/, '')));
  if (!words.skip('-A')) return line;
  const [name = ''] = words.take(1);
  const chain = chains.get(name);
  if (chain === undefined) return name;
  const rule = parseRule(table, chains, words);
  if (typeof rule === 'string') return rule;
  chain.rules.push(rule);
  return null;
}

/** Chains a rule may jump to, by name. */
type ChainNames = Pick<ReadonlySet<string>, 'has'>;

/** A rule from the word after its chain on; a text is the word that was not understood. */
export function parseRule(table: NfTableName, chains: ChainNames, words: Words): RuleSpec | string {
  let rule: RuleSpec = { src: null, dst: null, in: null, out: null, proto: null, matches: [], target: null };
  while (words.next !== undefined) {
    const invert = words.skip('!');
    const [option = ''] = words.take(1);
    const part = parsePart(table, chains, option, invert, words);
    if (typeof part === 'string') return part;
    rule = { ...rule, ...part, matches: [...rule.matches, ...(part.matches ?? [])] };
  }
  return rule;
}

function parsePart(
  table: NfTableName,
  chains: ChainNames,
  option: string,
  invert: boolean,
  words: Words,
): Partial<RuleSpec> | string {
  const [word = ''] = words.take(1);
  switch (option) {
    case '-s':
    case '-d': {
      const cidr = parseCidr4(word);
      if (!cidr.ok) return `${option} ${word}`;
      const value = { addr: networkOf(cidr.value.addr, cidr.value.len), len: cidr.value.len };
      return option === '-s' ? { src: { value, invert } } : { dst: { value, invert } };
    }
    case '-i':
      return { in: { value: word, invert } };
    case '-o':
      return { out: { value: word, invert } };
    case '-p': {
      const value = PROTOCOLS[word] ?? (/^\d{1,3}$/.test(word) ? Number(word) : -1);
      return value >= 0 && value <= 255 ? { proto: value === 0 ? null : { value, invert } } : `-p ${word}`;
    }
    case '-m': {
      const match = parseMatch(word, words);
      return match === null ? `-m ${word}` : { matches: [match] };
    }
    case '-j':
    case '-g': {
      const target = parseTarget(table, chains, word, option === '-g', words);
      return target === null ? `${option} ${word}` : { target };
    }
    default:
      return option;
  }
}

function parseMatch(name: string, words: Words): NfMatch | null {
  const kind = (matchKinds as Readonly<Record<string, MatchKind<NfMatch['kind']>>>)[name];
  return Object.hasOwn(matchKinds, name) && kind !== undefined ? kind.parse(words) : null;
}

type PlainTarget = Exclude<NfTarget, { kind: 'jump' }>;

function parseTarget(
  table: NfTableName,
  chains: ChainNames,
  name: string,
  goto: boolean,
  words: Words,
): NfTarget | null {
  if (chains.has(name)) return { kind: 'jump', chain: name, goto };
  if (goto || !Object.hasOwn(targetKinds, name)) return null;
  const kind = (targetKinds as Readonly<Record<string, TargetKind<PlainTarget['kind']>>>)[name];
  if (kind === undefined || kind.tables?.includes(table) === false) return null;
  return kind.parse(words);
}

/** One rule as iptables-save prints it, from `-A` on. */
export function printRule(chain: string, rule: RuleSpec): string {
  const parts = [
    `-A ${chain}`,
    printNegatable('-s', rule.src, printCidr),
    printNegatable('-d', rule.dst, printCidr),
    printNegatable('-i', rule.in, String),
    printNegatable('-o', rule.out, String),
    printNegatable('-p', rule.proto, printProtocol),
    ...rule.matches.map(printMatch),
    rule.target === null ? '' : printTarget(rule.target),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function printNegatable<T>(option: string, part: Negatable<T> | null, print: (value: T) => string): string {
  return part === null ? '' : `${part.invert ? '! ' : ''}${option} ${print(part.value)}`;
}

function printCidr(cidr: Cidr4): string {
  return formatCidr4(cidr);
}

function printProtocol(proto: number): string {
  const name = Object.entries(PROTOCOLS).find(([, number]) => number === proto)?.[0];
  return name ?? String(proto);
}

function printMatch(match: NfMatch): string {
  return (matchKinds[match.kind] as MatchKind<typeof match.kind>).print(match);
}

function printTarget(target: NfTarget): string {
  if (target.kind === 'jump') return printJump(target);
  return (targetKinds[target.kind] as TargetKind<typeof target.kind>).print(target);
}
