/**
 * Selectors over labels: what they mean, their canonical text, the ID of the IP set that holds whoever they select.
 * Source: calico libcalico-go/lib/selector/parser/ast.go.
 */
import { uniqueId } from './unique-id';

export type Comparison = '==' | '!=' | 'contains' | 'starts with' | 'ends with';

export type Selector =
  | { readonly kind: 'all' }
  /** Whatever belongs to no namespace; in itself as all(). */
  | { readonly kind: 'global' }
  | { readonly kind: 'has'; readonly label: string }
  | {
      readonly kind: 'compare';
      readonly label: string;
      readonly operator: Comparison;
      readonly value: string;
    }
  /** The values are sorted, each once. */
  | { readonly kind: 'in' | 'not in'; readonly label: string; readonly values: readonly string[] }
  | { readonly kind: 'not'; readonly operand: Selector }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Selector[] };

/** There is no way to escape a quote, so the other one is taken. */
function quote(value: string): string {
  return value.includes('"') ? `'${value}'` : `"${value}"`;
}

/** One text for selectors that mean the same in the same order. */
export function selectorText(selector: Selector): string {
  switch (selector.kind) {
    case 'all':
    case 'global':
      return `${selector.kind}()`;
    case 'has':
      return `has(${selector.label})`;
    case 'compare':
      return `${selector.label} ${selector.operator} ${quote(selector.value)}`;
    case 'in':
    case 'not in':
      return `${selector.label} ${selector.kind} {${selector.values.map(quote).join(', ')}}`;
    case 'not':
      return `!${selectorText(selector.operand)}`;
    case 'and':
      return `(${selector.operands.map(selectorText).join(' && ')})`;
    case 'or':
      return `(${selector.operands.map(selectorText).join(' || ')})`;
  }
}

export function selectorId(selector: Selector): string {
  return uniqueId('s', selectorText(selector));
}

function compares(operator: Comparison, label: string | undefined, value: string): boolean {
  switch (operator) {
    case '==':
      return label === value;
    case '!=':
      return label !== value;
    case 'contains':
      return label?.includes(value) === true;
    case 'starts with':
      return label?.startsWith(value) === true;
    case 'ends with':
      return label?.endsWith(value) === true;
  }
}

/** A label that is not there equals nothing: `!=` and `not in` hold. */
export function selects(selector: Selector, labels: ReadonlyMap<string, string>): boolean {
  switch (selector.kind) {
    case 'all':
    case 'global':
      return true;
    case 'has':
      return labels.has(selector.label);
    case 'compare':
      return compares(selector.operator, labels.get(selector.label), selector.value);
    case 'in':
    case 'not in': {
      const label = labels.get(selector.label);
      const found = label !== undefined && selector.values.includes(label);
      return found === (selector.kind === 'in');
    }
    case 'not':
      return !selects(selector.operand, labels);
    case 'and':
      return selector.operands.every((operand) => selects(operand, labels));
    case 'or':
      return selector.operands.some((operand) => selects(operand, labels));
  }
}

/** Every label's name with a prefix, as for labels of namespaces. PrefixVisitor. */
export function withLabelPrefix(selector: Selector, prefix: string): Selector {
  switch (selector.kind) {
    case 'all':
    case 'global':
      return selector;
    case 'has':
    case 'compare':
    case 'in':
    case 'not in':
      return { ...selector, label: prefix + selector.label };
    case 'not':
      return { ...selector, operand: withLabelPrefix(selector.operand, prefix) };
    case 'and':
    case 'or':
      return { ...selector, operands: selector.operands.map((operand) => withLabelPrefix(operand, prefix)) };
  }
}
