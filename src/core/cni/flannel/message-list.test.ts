/** Goal: a row reads the same whatever was read before it. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from './effect';
import { MessageList, type News } from './message-list';

/** Items are numbers: how many messages one comes to; negative ones come to more than messages. */
const read = (item: number): News | null =>
  item < 0
    ? null
    : {
        messages: Array.from({ length: item }, (_, i) =>
          must({ kind: 'link.del', name: `${String(item)}.${String(i)}` }, ''),
        ),
        subnet: item,
        version: 0,
      };

test('a row reads the same in a list that has read others', () => {
  const row = fc.array(fc.integer({ min: -1, max: 3 }), { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(row, fc.nat(3), fc.boolean()), { minLength: 1, maxLength: 6 }), (rows) => {
      const list = new MessageList<number>();
      for (const [items, from, other] of rows) {
        const told = list.read(other ? 'one' : 'other', items, from, read);
        const alone = new MessageList<number>().read('one', items, from, read);
        expect(told.count).toBe(alone.count);
        for (let at = 0; at < told.count; at += 1) {
          const ops = (of: typeof told) => of.ops.slice(of.starts[at], of.starts[at + 1]);
          expect(ops(told)).toEqual(ops(alone));
          expect(told.subnets[at]).toBe(alone.subnets[at]);
        }
        expect(told.messages.slice(0, told.count)).toEqual(alone.messages);
      }
    }),
  );
});

test('who reads in no way reads nothing', () => {
  expect(new MessageList<number>().read(null, [1], 0, read).count).toBe(0);
});
