/**
 * Goal: events leave in the order (at, seq), whatever happened in between.
 * Method: a model, a list that is sorted before each removal.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heapPeek, heapPop, heapPush, type HeapItem } from './heap';

interface Item extends HeapItem {
  readonly label: string;
}

test('nothing to peek at and nothing to pop in an empty heap', () => {
  const items: Item[] = [];
  expect(heapPeek(items)).toBeUndefined();
  expect(heapPop(items)).toBeUndefined();
  expect(items).toEqual([]);
});

test('ties in time are first come, first served', () => {
  const items: Item[] = [];
  for (const [seq, label] of ['a', 'b', 'c', 'd', 'e'].entries()) heapPush(items, { at: 5, seq, label });
  heapPush(items, { at: 4, seq: 9, label: 'sooner' });
  const order = Array.from({ length: items.length }, () => heapPop(items)?.label);
  expect(order).toEqual(['sooner', 'a', 'b', 'c', 'd', 'e']);
});

test('a full heap empties in order', () => {
  const keys = fc.array(fc.nat(30), { minLength: 10, maxLength: 100 });
  fc.assert(
    fc.property(keys, (times) => {
      const items: HeapItem[] = [];
      for (const [seq, at] of times.entries()) heapPush(items, { at, seq });
      const sorted = items.toSorted((x, y) => x.at - y.at || x.seq - y.seq);
      expect(Array.from(times, () => heapPop(items))).toEqual(sorted);
    }),
    { seed: 0x1005 },
  );
});

test('pushes and pops in any mixture agree with a sorted list', () => {
  const step = fc.oneof(
    // Few distinct times, hence many ties; more pushes than pops, hence a heap of several levels.
    { weight: 3, arbitrary: fc.record({ push: fc.integer({ min: 0, max: 20 }) }) },
    { weight: 2, arbitrary: fc.constant('pop' as const) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const items: HeapItem[] = [];
      let model: HeapItem[] = [];
      for (const [seq, todo] of steps.entries()) {
        if (todo === 'pop') {
          const [first, ...rest] = model.toSorted((x, y) => x.at - y.at || x.seq - y.seq);
          expect(heapPeek(items)).toEqual(first);
          expect(heapPop(items)).toEqual(first);
          model = rest;
        } else {
          heapPush(items, { at: todo.push, seq });
          model.push({ at: todo.push, seq });
        }
        expect(items).toHaveLength(model.length);
      }
    }),
    { seed: 0x1002, numRuns: 300 },
  );
});
