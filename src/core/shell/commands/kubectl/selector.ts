/** Label selectors. Source: apimachinery pkg/labels/selector.go (grammar and words). */
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';

interface Requirement {
  readonly key: string;
  readonly operator: 'in' | 'notin' | 'exists' | 'missing';
  readonly values: readonly string[];
}

export type Selector = readonly Requirement[];

const KEY = String.raw`[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?`;
const FORMS: readonly (readonly [RegExp, (match: RegExpExecArray) => Requirement])[] = [
  [
    new RegExp(`^(${KEY})\\s*(!=|==?)\\s*([-A-Za-z0-9_.]*)$`),
    ([, key = '', sign, text = '']) => ({ key, operator: sign === '!=' ? 'notin' : 'in', values: [text] }),
  ],
  [
    new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`),
    ([, key = '', word, list = '']) => ({
      key,
      operator: word === 'in' ? 'in' : 'notin',
      values: list.split(',').map((one) => one.trim()),
    }),
  ],
  [new RegExp(`^!\\s*(${KEY})$`), ([, key = '']) => ({ key, operator: 'missing', values: [] })],
  [new RegExp(`^(${KEY})$`), ([, key = '']) => ({ key, operator: 'exists', values: [] })],
];

/** `app=web,tier!=db,zone in (a, b),!old`; an empty text chooses everything. */
export function readSelector(text: string): Result<Selector, string> {
  const requirements: Requirement[] = [];
  // Commas inside brackets part values, not requirements.
  for (const part of text.trim() === '' ? [] : text.split(/,(?![^(]*\))/)) {
    const word = part.trim();
    const requirement = readRequirement(word);
    if (requirement === null) {
      return err(`unable to parse requirement: found '${word}', expected: identifier, or 'end of string'`);
    }
    requirements.push(requirement);
  }
  return ok(requirements);
}

function readRequirement(word: string): Requirement | null {
  for (const [pattern, make] of FORMS) {
    const match = pattern.exec(word);
    if (match !== null) return make(match);
  }
  return null;
}

export function matchesSelector(selector: Selector, labels: Readonly<Record<string, string>>): boolean {
  return selector.every(({ key, operator, values }) => {
    const own = Object.hasOwn(labels, key) ? labels[key] : undefined;
    switch (operator) {
      case 'in':
        return own !== undefined && values.includes(own);
      // A missing label differs from every value.
      case 'notin':
        return own === undefined || !values.includes(own);
      case 'exists':
        return own !== undefined;
      case 'missing':
        return own === undefined;
    }
  });
}
