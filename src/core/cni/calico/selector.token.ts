/** Words of a selector. Source: calico libcalico-go/lib/selector/tokenizer/tokenizer.go. */
import { err, ok, type Result } from '../../base/result';

/** Signs and words that stand for themselves. */
const SIGNS = ['(', ')', '{', '}', ',', '==', '!=', '&&', '||', '!'] as const;
/** After a label only one of these may follow; blanks between their words may be missing. */
const WORD_OPERATORS = [
  ['contains', /^contains/],
  ['starts with', /^starts[ \t]*with/],
  ['ends with', /^ends[ \t]*with/],
  ['not in', /^not[ \t]*in/],
  ['in', /^in/],
] as const;

export type Sign = (typeof SIGNS)[number];
export type WordOperator = (typeof WORD_OPERATORS)[number][0];

export type Token =
  | { readonly kind: Sign | WordOperator | 'all' | 'global' | 'end' }
  | { readonly kind: 'label' | 'string' | 'has'; readonly value: string };

const IDENTIFIER = /^[\w./-]+/;
const MAX_LABEL_LENGTH = 512;

interface Step {
  readonly token: Token;
  /** Characters it takes. */
  readonly length: number;
}

function quoted(rest: string): Result<Step, string> {
  const end = rest.indexOf(rest.charAt(0), 1);
  if (end === -1) return err('unterminated string');
  return ok({ token: { kind: 'string', value: rest.slice(1, end) }, length: end + 1 });
}

function identifier(text: string): Result<string, string> {
  const [found] = IDENTIFIER.exec(text) ?? [];
  if (found === undefined) return err('expected identifier');
  return found.length > MAX_LABEL_LENGTH ? err(`label too long: ${found}`) : ok(found);
}

function wordOperator(rest: string, label: string): Result<Step, string> {
  for (const [kind, pattern] of WORD_OPERATORS) {
    const [found] = pattern.exec(rest) ?? [];
    if (found !== undefined && !IDENTIFIER.test(rest.slice(found.length))) {
      return ok({ token: { kind }, length: found.length });
    }
  }
  return err(`expected operator after label "${label}"`);
}

/** `has(label)`, `all()`, `global()`; null where none of them begins. */
function call(rest: string): Result<Step, string> | null {
  const [opening, name] = /^(has|all|global)\([ \t]*/.exec(rest) ?? [];
  if (opening === undefined) return null;
  let length = opening.length;
  let token: Token = { kind: name === 'global' ? 'global' : 'all' };
  if (name === 'has') {
    const label = identifier(rest.slice(length));
    if (!label.ok) return label;
    token = { kind: 'has', value: label.value };
    length += label.value.length;
  }
  const [closing] = /^[ \t]*\)/.exec(rest.slice(length)) ?? [];
  if (closing === undefined) return err(`no closing ')' after ${name ?? ''}(`);
  return ok({ token, length: length + closing.length });
}

function nextToken(rest: string, last: Token | undefined): Result<Step, string> {
  const first = rest.charAt(0);
  if (first === '"' || first === "'") return quoted(rest);
  const sign = SIGNS.find((each) => rest.startsWith(each));
  if (sign !== undefined) return ok({ token: { kind: sign }, length: sign.length });
  if ('=&|'.includes(first)) return err(`expected ${first}${first}`);
  if (last?.kind === 'label') return wordOperator(rest, last.value);
  const called = call(rest);
  if (called !== null) return called;
  const label = identifier(rest);
  if (!label.ok) return label;
  return ok({ token: { kind: 'label', value: label.value }, length: label.value.length });
}

/** The words, the last of which is `end`, or what is wrong, as Calico says it. */
export function selectorTokens(text: string): Result<readonly Token[], string> {
  const tokens: Token[] = [];
  let rest = text.replace(/^[ \t]+/, '');
  while (rest !== '') {
    const step = nextToken(rest, tokens.at(-1));
    if (!step.ok) return step;
    tokens.push(step.value.token);
    rest = rest.slice(step.value.length).replace(/^[ \t]+/, '');
  }
  tokens.push({ kind: 'end' });
  return ok(tokens);
}
