import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePolicyPort, policyPortText, simplifyPorts, type PolicyPort } from './policy-ports';

const port = (first: number, last = first): PolicyPort => ({ first, last });

describe('parsePolicyPort', () => {
  test.each<[string, PolicyPort]>([
    ['80', port(80)],
    ['32000:32768', port(32000, 32768)],
    ['http', { name: 'http' }],
  ])('%s', (text, expected) => {
    expect(parsePolicyPort(text)).toEqual({ ok: true, value: expected });
    expect(policyPortText(expected)).toBe(text);
  });

  test.each(['65536', '2:1', 'http:80', ''])('%j is none', (text) =>
    expect(parsePolicyPort(text).ok).toBe(false),
  );
});

describe('simplifyPorts', () => {
  test('neighbours become one range, names come first', () => {
    expect(simplifyPorts([port(82), { name: 'foo' }, port(80), port(81), port(90)])).toEqual([
      { name: 'foo' },
      port(80, 82),
      port(90),
    ]);
    const few = [port(80), { name: 'foo' }];
    expect(simplifyPorts(few)).toBe(few);
  });

  test('holds the same numbers in ranges that do not touch', () => {
    const range = fc.tuple(fc.nat(40), fc.nat(3)).map(([first, more]) => ({ first, last: first + more }));
    const numbers = (list: readonly PolicyPort[]): ReadonlySet<number> =>
      new Set(
        list.flatMap((each) =>
          'name' in each ? [] : Array.from({ length: each.last - each.first + 1 }, (_, i) => each.first + i),
        ),
      );
    fc.assert(
      fc.property(fc.array(range, { minLength: 2, maxLength: 12 }), (list) => {
        const simple = simplifyPorts(list).filter((each) => 'first' in each);
        expect(numbers(simple)).toEqual(numbers(list));
        for (const [i, each] of simple.slice(1).entries())
          expect(each.first).toBeGreaterThan((simple[i]?.last ?? 0) + 1);
      }),
    );
  });
});
