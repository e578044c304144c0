import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { selectorId, selects, selectorText, withLabelPrefix, type Selector } from './selector';
import { parseSelector } from './selector.parse';

const label = fc.constantFrom('a', 'b', 'x.y/z');
const value = fc.constantFrom('1', '2', '12', '');
const values = fc.uniqueArray(value, { minLength: 1 }).map((list) => [...list].sort());
const { selector } = fc.letrec<{ selector: Selector }>((tie) => ({
  selector: fc.oneof(
    { maxDepth: 3 },
    fc.constant<Selector>({ kind: 'all' }),
    fc.record({ kind: fc.constant('has' as const), label }),
    fc.record({
      ...{ kind: fc.constant('compare' as const), label, value },
      operator: fc.constantFrom('==', '!=', 'contains', 'starts with', 'ends with'),
    }),
    fc.record({ kind: fc.constantFrom('in', 'not in'), label, values }),
    tie('selector')
      .filter(({ kind }) => kind !== 'not')
      .map((operand): Selector => ({ kind: 'not', operand })),
    fc.record({
      kind: fc.constantFrom('and', 'or'),
      operands: fc.array(tie('selector'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));
const labels = fc.dictionary(label, value).map((each) => new Map(Object.entries(each)));

describe('selectors', () => {
  test('the canonical text is read as what it was written from', () => {
    fc.assert(
      fc.property(selector, (each) => {
        expect(parseSelector(selectorText(each))).toEqual({ ok: true, value: each });
      }),
    );
  });

  test('De Morgan', () => {
    fc.assert(
      fc.property(selector, selector, labels, (a, b, given) => {
        const not = (operand: Selector): Selector => ({ kind: 'not', operand });
        expect(selects(not({ kind: 'and', operands: [a, b] }), given)).toBe(
          selects({ kind: 'or', operands: [not(a), not(b)] }, given),
        );
      }),
    );
  });

  test('a prefix on both sides changes nothing', () => {
    fc.assert(
      fc.property(selector, labels, (each, given) => {
        const moved = new Map([...given].map(([key, held]) => [`pcns.${key}`, held]));
        expect(selects(withLabelPrefix(each, 'pcns.'), moved)).toBe(selects(each, given));
      }),
    );
  });

  test('a label that is not there', () => {
    const holds = (text: string): boolean => {
      const parsed = parseSelector(text);
      return parsed.ok && selects(parsed.value, new Map([['other', '1']]));
    };
    expect(['a != "1"', 'a not in {"1"}', '!has(a)', 'global()'].map(holds)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['a == "1"', 'a in {"1"}', 'has(a)', 'a contains ""'].map(holds)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  test('quotes, and the ID of the set', () => {
    expect(selectorText({ kind: 'compare', label: 'a', operator: '==', value: `"` })).toBe(`a == '"'`);
    // The ID of reference section 9: SHA-224 over prefix and text.
    expect(selectorId({ kind: 'all' })).toMatch(/^s:[\w-]{38}$/);
    expect(selectorId({ kind: 'has', label: 'a' })).not.toBe(selectorId({ kind: 'has', label: 'b' }));
  });
});
