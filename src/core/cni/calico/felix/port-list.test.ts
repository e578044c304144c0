import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { multiportText, splitPortList, type PortRange } from './port-list';

const one = (first: number): PortRange => ({ first, last: first });

describe('splitPortList', () => {
  test('a range that would need the 16th place begins a new group', () => {
    const singles = Array.from({ length: 14 }, (_, i) => one(i + 1));
    expect(splitPortList([...singles, { first: 100, last: 200 }])).toEqual([
      singles,
      [{ first: 100, last: 200 }],
    ]);
    expect(splitPortList([])).toEqual([]);
  });

  test('keeps every port in order; each group fits, and none could have taken the next port', () => {
    const range = fc.tuple(fc.nat(65535), fc.nat(3)).map(([first, more]) => ({ first, last: first + more }));
    const slots = (group: readonly PortRange[]): number =>
      group.reduce((sum, { first, last }) => sum + (first === last ? 1 : 2), 0);
    fc.assert(
      fc.property(fc.array(range, { maxLength: 60 }), (ports) => {
        const groups = splitPortList(ports);
        expect(groups.flat()).toEqual(ports);
        for (const [i, group] of groups.entries()) {
          expect(slots(group)).toBeLessThanOrEqual(15);
          const [next] = groups[i + 1] ?? [];
          if (next !== undefined) expect(slots([...group, next])).toBeGreaterThan(15);
        }
      }),
    );
  });
});

test('multiportText', () => {
  expect(multiportText([one(80), { first: 8080, last: 8090 }])).toBe('80,8080:8090');
});
