/** The words of one rule → the rule. Source: iptables/xshared.c do_parse, as iptables and iptables-restore share it. */
import type { Result } from '../../base/result';
import { err, ok } from '../../base/result';
import type { NfMatch, NfRule, NfTableName, NfTarget } from '../../model/netfilter';
import { matchKinds } from './match';
import type { MatchKind } from './match/kind';
import type { Read } from './seen';
import { targetKinds } from './target';
import type { TargetKind } from './target/kind';
import { parseNetwork, parseProtocol, printProtocol, readNegatable, readWord } from './values';
import type { Words } from './words';

export type RuleSpec = Omit<NfRule, 'id'>;

export type FaultKind =
  | 'unknown'
  | 'bad-value'
  | 'missing-option'
  | 'missing-value'
  /** A second time what may stand once. */
  | 'twice'
  | 'wrong-table'
  | 'wrong-protocol'
  /** A device where the chain has none, as `-o` in INPUT. */
  | 'wrong-hook'
  /** `!` before several addresses. */
  | 'not-several'
  | 'no-chain';

/** What of a rule was not understood: its words, and what is the matter with them. */
export interface RuleFault {
  readonly what: string;
  readonly why: FaultKind;
}

const LONG: Readonly<Record<string, string>> = {
  '--source': '-s',
  '--src': '-s',
  '--destination': '-d',
  '--dst': '-d',
  '--in-interface': '-i',
  '--out-interface': '-o',
  '--protocol': '-p',
  '--match': '-m',
  '--jump': '-j',
  '--goto': '-g',
  '--fragment': '-f',
};
const IFNAME_MAX = 15;

type AnyMatch = MatchKind<NfMatch['kind']>;
type PlainTarget = Exclude<NfTarget, { kind: 'jump' }>;
type AnyTarget = TargetKind<PlainTarget['kind']>;

/** `-f` is no match to be named, and is judged as one. */
const FRAGMENT = matchKinds.fragment as AnyMatch;

interface OpenMatch {
  readonly kind: AnyMatch;
  draft: NfMatch | null;
}

/** A rule in the making. */
interface Draft {
  rule: RuleSpec;
  readonly matches: OpenMatch[];
  /** Options that were there and may not come again. */
  readonly given: Set<string>;
  target: { readonly kind: AnyTarget; draft: PlainTarget | null } | null;
}

function fault(what: string, why: RuleFault['why']): Result<never, RuleFault> {
  return err({ what, why });
}

/** Reads all words. `isChain` says which names are chains of the table. */
export function parseRule(
  table: NfTableName,
  isChain: (name: string) => boolean,
  words: Words,
): Result<RuleSpec, RuleFault> {
  const draft: Draft = {
    rule: { src: null, dst: null, in: null, out: null, proto: null, matches: [], target: null },
    matches: [],
    given: new Set(),
    target: null,
  };
  while (words.next !== undefined) {
    const invert = words.skip('!');
    words.splitLong();
    const [option = '!'] = words.take(1);
    const name = Object.hasOwn(LONG, option) ? (LONG[option] ?? option) : option;
    const value = words.ahead();
    const text = [...(invert ? ['!'] : []), option, ...(value === '' ? [] : [value])].join(' ');
    const outcome = readOption(table, isChain, draft, name, invert, words);
    if (outcome === 'unknown') return fault(/^-[mjg]$/.test(name) ? text : option, 'unknown');
    if (outcome === 'bad') return fault(text, value === '' && !invert ? 'missing-value' : 'bad-value');
    if (outcome !== 'done') return fault(text, outcome);
  }
  return finish(draft);
}

type Outcome = 'done' | 'unknown' | 'bad' | 'twice' | 'wrong-table' | 'no-chain';

/** Options that may stand once. */
const ONCE = ['-s', '-d', '-i', '-o', '-p', '-j', '-g', '-f'];

function readOption(
  table: NfTableName,
  isChain: (name: string) => boolean,
  draft: Draft,
  name: string,
  invert: boolean,
  words: Words,
): Outcome {
  if (ONCE.includes(name)) {
    if (draft.given.has(name)) return 'twice';
    draft.given.add(name);
  }
  switch (name) {
    case '-f':
      draft.matches.unshift({ kind: FRAGMENT, draft: { kind: 'fragment', invert } });
      return 'done';
    case '-m': {
      if (words.next === undefined) return 'bad';
      const kind = matchNamed(words.take(1)[0] ?? '');
      if (kind === null || invert) return 'unknown';
      // Naming it again begins another one, as for two sets.
      draft.matches.push({ kind, draft: kind.start });
      return 'done';
    }
    case '-j':
    case '-g':
      return invert ? 'bad' : readTarget(table, isChain, draft, words, name === '-g');
    default: {
      const base = readBase(name, invert, words);
      if (base === 'unknown') return readExtension(draft, name, invert, words);
      if (base === 'bad') return 'bad';
      draft.rule = { ...draft.rule, ...base };
      return 'done';
    }
  }
}

function readBase(name: string, invert: boolean, words: Words): Read<Partial<RuleSpec>> {
  switch (name) {
    case '-s':
    case '-d': {
      const network = readNegatable(words, invert, parseNetwork);
      if (network === null) return 'bad';
      // 0.0.0.0/0 asks nothing, and is not printed.
      const part = network.value.len === 0 && !invert ? null : network;
      return name === '-s' ? { src: part } : { dst: part };
    }
    case '-i':
    case '-o': {
      const dev = readNegatable(words, invert, (text) =>
        text !== '' && text.length <= IFNAME_MAX ? text : null,
      );
      if (dev === null) return 'bad';
      return name === '-i' ? { in: dev } : { out: dev };
    }
    case '-p': {
      const proto = readNegatable(words, invert, parseProtocol);
      if (proto === null || (proto.value === 0 && invert)) return 'bad';
      return { proto: proto.value === 0 ? null : proto };
    }
    default:
      return 'unknown';
  }
}

function matchNamed(name: string): AnyMatch | null {
  if (!Object.hasOwn(matchKinds, name) || name === 'fragment') return null;
  return (matchKinds as unknown as Readonly<Record<string, AnyMatch>>)[name] ?? null;
}

/** An option of a match that was named, of the target, or of the protocol's own match, which loads itself. */
function readExtension(draft: Draft, name: string, invert: boolean, words: Words): Outcome {
  for (const open of [...draft.matches].reverse()) {
    const read = open.kind.option(open.draft, name, invert, words);
    if (read === 'unknown') continue;
    if (read === 'bad') return 'bad';
    open.draft = read;
    return 'done';
  }
  if (draft.target !== null && !invert) {
    const read = draft.target.kind.option(draft.target.draft, name, words);
    if (read === 'bad') return 'bad';
    if (read !== 'unknown') {
      draft.target.draft = read;
      return 'done';
    }
  }
  const kind = draft.rule.proto === null ? null : matchNamed(printProtocol(draft.rule.proto.value));
  if (kind?.protos === undefined || draft.matches.some((open) => open.kind === kind)) return 'unknown';
  const read = kind.option(kind.start, name, invert, words);
  if (read === 'unknown' || read === 'bad') return read;
  draft.matches.push({ kind, draft: read });
  return 'done';
}

function readTarget(
  table: NfTableName,
  isChain: (name: string) => boolean,
  draft: Draft,
  words: Words,
  goto: boolean,
): Outcome {
  const name = readWord(words, String);
  if (name === null) return 'bad';
  if (isChain(name)) {
    draft.rule = { ...draft.rule, target: { kind: 'jump', chain: name, goto } };
    return 'done';
  }
  if (goto) return 'no-chain';
  const plain = name === 'NOTRACK' ? 'CT' : name;
  if (!Object.hasOwn(targetKinds, plain)) return 'unknown';
  const kind = (targetKinds as unknown as Readonly<Record<string, AnyTarget>>)[plain];
  if (kind === undefined) return 'unknown';
  if (kind.tables?.includes(table) === false) return 'wrong-table';
  const start: PlainTarget | null =
    name === 'NOTRACK' ? { kind: 'CT', notrack: true, alias: true } : kind.start;
  draft.target = { kind, draft: start };
  return 'done';
}

function finish({ rule, matches, target }: Draft): Result<RuleSpec, RuleFault> {
  const finished: NfMatch[] = [];
  for (const { kind, draft } of matches) {
    if (draft === null || !isComplete(draft)) return fault(`-m ${kind.kind}`, 'missing-option');
    if (kind.protos !== undefined && !protoFits(rule, kind.protos)) {
      return fault(`-m ${kind.kind}`, 'wrong-protocol');
    }
    finished.push(draft);
  }
  if (target === null) return ok({ ...rule, matches: finished });
  const { kind, draft } = target;
  if (draft === null) return fault(`-j ${kind.kind}`, 'missing-option');
  const protos = kind.protosOf?.(draft) ?? null;
  if (protos !== null && !protoFits(rule, protos)) return fault(`-j ${kind.kind}`, 'wrong-protocol');
  return ok({ ...rule, matches: finished, target: draft });
}

/** What needs a second option before it says anything. */
function isComplete(match: NfMatch): boolean {
  if (match.kind === 'connlimit') return match.limit >= 0;
  if (match.kind === 'hashlimit') return match.cost > 0 && match.name !== '';
  if (match.kind === 'string') return match.pattern !== null && match.algo !== null;
  if (match.kind !== 'statistic') return true;
  return match.mode === 'random' ? match.probability >= 0 : match.every > 0;
}

function protoFits({ proto }: RuleSpec, protos: readonly number[]): boolean {
  return proto !== null && !proto.invert && protos.includes(proto.value);
}
