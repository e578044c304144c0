import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRegex, type Span } from './regex';

/**
 * Goal: the same matches as JavaScript's own expressions where the two notations mean the same, POSIX's longest where
 * they differ, and no pattern that takes long. Method: JavaScript as referee on random patterns and texts.
 */
function found(source: string, text: string, options = {}): Span | null {
  const regex = compileRegex(source, options);
  if (!regex.ok) throw new Error(`${source}: ${regex.error}`);
  return regex.value.find(text);
}

const pattern = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '^', '$', '\\b'),
    fc.tuple(tie('node'), tie('node')).map((both) => both.join('')),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(
        fc.constantFrom('a', 'b', '[ab]', '(?:ab)'),
        fc.constantFrom('*', '+', '?', '{1,2}', '{2}', '{1,}'),
      )
      .map((both) => both.join('')),
  ),
})).node;
const text = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 12 });

describe('a match', () => {
  it('is there exactly where JavaScript finds one, and begins there', () => {
    fc.assert(
      fc.property(pattern, text, (source, line) => {
        expect(found(source, line)?.start ?? null).toBe(new RegExp(source).exec(line)?.index ?? null);
      }),
      { numRuns: 500 },
    );
  });

  it('is of the whole line exactly when JavaScript says so', () => {
    fc.assert(
      fc.property(pattern, text, (source, line) => {
        expect(found(source, line, { whole: 'line' }) !== null).toBe(
          new RegExp(`^(?:${source})$`).test(line),
        );
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    // POSIX takes the longest, JavaScript the first way that fits.
    ['a|ab', 'xab', { start: 1, end: 3 }],
    ['(a|ab)(c|bcd)', 'abcd', { start: 0, end: 4 }],
    ['x*', 'aaa', { start: 0, end: 0 }],
  ] as const)('%s in %s', (source, line, span) => {
    expect(found(source, line)).toEqual(span);
  });

  it('of whole words may be shorter than the longest', () => {
    expect(found('ab*', 'abbc ab', { whole: 'word' })).toEqual({ start: 5, end: 7 });
    expect(found('AB', 'xab ab', { whole: 'word', ignoreCase: true })).toEqual({ start: 4, end: 6 });
  });
});

describe('a pattern', () => {
  it('that JavaScript would never be done with is answered', () => {
    const line = `${'a'.repeat(2000)}!`;
    for (const source of [
      '(a|a)*b',
      '(a+)+b',
      'a*a*a*a*a*a*a*a*a*b',
      '(a|aa)+$',
      '((a*)*)*b',
      '(.*)(.*)(.*)x',
    ]) {
      expect(found(source, line), source).toBeNull();
    }
    expect(found('^(a|aa)+!', line)).toEqual({ start: 0, end: 2001 });
  });

  it.each([
    ['(a', 'syntax'],
    ['a)', 'syntax'],
    ['*a', 'syntax'],
    ['a{3,2}', 'syntax'],
    ['[z-a]', 'syntax'],
    ['((a{100}){100}){100}', 'size'],
    ['a{99999}', 'size'],
  ] as const)('%s is refused: %s', (source, fault) => {
    expect(compileRegex(source)).toEqual({ ok: false, error: fault });
  });
});
