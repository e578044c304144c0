/** Reading selectors. Source: calico libcalico-go/lib/selector/parser/parser.go. */
import { err, ok, type Result } from '../../base/result';
import type { Comparison, Selector } from './selector';
import { selectorTokens, type Token } from './selector.token';

const END: Token = { kind: 'end' };
const COMPARISONS: readonly string[] = ['==', '!=', 'contains', 'starts with', 'ends with'];

function isComparison(kind: string): kind is Comparison {
  return COMPARISONS.includes(kind);
}

/** What is wrong with a text; never leaves this file. */
class SelectorFault extends Error {}

class Parser {
  private at = 0;
  constructor(private readonly tokens: readonly Token[]) {}

  peek(): Token {
    return this.tokens[this.at] ?? END;
  }

  private next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  /** `||` binds least. A single operand stays as it is. */
  or(): Selector {
    return this.operands('||', 'or', () => this.operands('&&', 'and', () => this.operation()));
  }

  private operands(sign: '||' | '&&', kind: 'or' | 'and', operand: () => Selector): Selector {
    const first = operand();
    const operands = [first];
    while (this.peek().kind === sign) {
      this.next();
      operands.push(operand());
    }
    return operands.length === 1 ? first : { kind, operands };
  }

  private operation(): Selector {
    let negated = false;
    while (this.peek().kind === '!') {
      this.next();
      negated = !negated;
    }
    const operand = this.plain();
    return negated ? { kind: 'not', operand } : operand;
  }

  private plain(): Selector {
    const token = this.next();
    switch (token.kind) {
      case 'has':
        return { kind: 'has', label: token.value };
      case 'all':
      case 'global':
        return { kind: token.kind };
      case 'label':
        return this.labelled(token.value);
      case '(': {
        const inner = this.or();
        if (this.next().kind !== ')') throw new SelectorFault('expected )');
        return inner;
      }
      default:
        throw new SelectorFault(`unexpected token: ${token.kind}`);
    }
  }

  private labelled(label: string): Selector {
    const { kind } = this.next();
    if (isComparison(kind)) {
      const literal = this.next();
      if (literal.kind !== 'string') throw new SelectorFault('expected string');
      return { kind: 'compare', label, operator: kind, value: literal.value };
    }
    if (kind === 'in' || kind === 'not in') return { kind, label, values: this.set() };
    throw new SelectorFault(`expected == or != not: ${kind}`);
  }

  private set(): readonly string[] {
    if (this.next().kind !== '{') throw new SelectorFault('expected set literal');
    const values = new Set<string>();
    for (let token = this.peek(); token.kind === 'string'; token = this.peek()) {
      values.add(token.value);
      this.next();
      if (this.peek().kind !== ',') break;
      this.next();
    }
    if (this.next().kind !== '}') throw new SelectorFault('expected }');
    return [...values].sort();
  }
}

/** An empty selector selects everything. */
export function parseSelector(text: string): Result<Selector, string> {
  const tokens = selectorTokens(text);
  if (!tokens.ok) return tokens;
  if (tokens.value[0]?.kind === 'end') return ok({ kind: 'all' });
  const parser = new Parser(tokens.value);
  try {
    const selector = parser.or();
    if (parser.peek().kind !== 'end') return err('unexpected content at end of selector');
    return ok(selector);
  } catch (fault) {
    if (fault instanceof SelectorFault) return err(fault.message);
    throw fault;
  }
}
