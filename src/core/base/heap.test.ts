/**
 * Goal: events leave in the order (at, seq), whatever happened in between.
 * Method: a model, a list that is sorted before each removal.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heap, type HeapItem } from './heap';

interface Item extends HeapItem {
  readonly label: string;
}

test('nothing to peek at and nothing to pop in an empty heap', () => {
  const items: Item[] = [];
  const heap = new Heap(items);
  expect(heap.peek()).toBeUndefined();
  expect(heap.pop()).toBeUndefined();
  expect(items).toEqual([]);
});

test('ties in time are first come, first served', () => {
  const items: Item[] = [];
  const heap = new Heap(items);
  for (const [seq, label] of ['a', 'b', 'c', 'd', 'e'].entries()) heap.push({ at: 5, seq, label });
  heap.push({ at: 4, seq: 9, label: 'sooner' });
  const order = Array.from({ length: items.length }, () => heap.pop()?.label);
  expect(order).toEqual(['sooner', 'a', 'b', 'c', 'd', 'e']);
});

test('a full heap empties in order', () => {
  const keys = fc.array(fc.nat(30), { minLength: 10, maxLength: 100 });
  fc.assert(
    fc.property(keys, (times) => {
      const items: HeapItem[] = [];
      const heap = new Heap(items);
      for (const [seq, at] of times.entries()) heap.push({ at, seq });
      const sorted = items.toSorted((x, y) => x.at - y.at || x.seq - y.seq);
      expect(Array.from(times, () => heap.pop())).toEqual(sorted);
    }),
    { seed: 0x1005 },
  );
});

test('pushes and pops in any mixture agree with a sorted list', () => {
  const inOrder = (x: HeapItem, y: HeapItem): number => x.at - y.at || x.seq - y.seq;
  const step = fc.oneof(
    // Few distinct times, hence many ties; more pushes than pops, hence a heap of several levels.
    { weight: 3, arbitrary: fc.record({ push: fc.integer({ min: 0, max: 20 }) }) },
    { weight: 2, arbitrary: fc.constant('pop' as const) },
    { weight: 1, arbitrary: fc.record({ remove: fc.integer({ min: 0, max: 20 }) }) },
    // Another heap takes the array over, as the engine of a forked World does.
    { weight: 1, arbitrary: fc.constant('take over' as const) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let items: HeapItem[] = [];
      let heap = new Heap(items);
      let model: HeapItem[] = [];
      for (const [seq, todo] of steps.entries()) {
        if (todo === 'pop') {
          const [first, ...rest] = model.toSorted(inOrder);
          expect(heap.peek()).toEqual(first);
          expect(heap.pop()).toEqual(first);
          model = rest;
        } else if (todo === 'take over') {
          items = items.slice();
          heap = new Heap(items);
        } else if ('remove' in todo) {
          const gone = ({ at }: HeapItem): boolean => at === todo.remove;
          expect(heap.remove(gone).toSorted(inOrder)).toEqual(model.filter(gone).toSorted(inOrder));
          model = model.filter((item) => !gone(item));
        } else {
          heap.push({ at: todo.push, seq });
          model.push({ at: todo.push, seq });
        }
        expect(items.toSorted(inOrder)).toEqual(model.toSorted(inOrder));
      }
    }),
    { seed: 0x1002, numRuns: 300 },
  );
});
