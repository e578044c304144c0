import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHistoryShelf, readHistories } from './histories';

const storage = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  };
};

test('each shell has its own commands, the newest are kept', () => {
  const store = storage();
  const shelf = createHistoryShelf(() => store);
  shelf.save('a', ['ip addr']);
  const many = Array.from({ length: 1000 }, (_, index) => `ping ${index}`);
  expect(shelf.save('b', many)).toHaveLength(100);
  const again = createHistoryShelf(() => store);
  expect(again.load('a')).toEqual(['ip addr']);
  expect(again.load('b').at(-1)).toBe('ping 999');
});

test('shells used long ago give way', () => {
  const shelf = createHistoryShelf(storage);
  const store = storage();
  const one = createHistoryShelf(() => store);
  for (let lab = 0; lab < 60; lab += 1) one.save(`lab-${lab}`, ['ip addr']);
  expect(one.load('lab-0')).toEqual([]);
  expect(one.load('lab-59')).toEqual(['ip addr']);
  expect(shelf.load('lab-59')).toEqual([]);
});

test('where storage is forbidden or full, commands last as long as the page', () => {
  const shelf = createHistoryShelf(() => {
    throw new Error('forbidden');
  });
  shelf.save('a', ['ip addr']);
  expect(shelf.load('a')).toEqual(['ip addr']);
});

test('whatever was stored gives commands that can be typed, or none', () => {
  const entry = fc.json().map((json) => `{"version":2,"shells":[{"shell":"a","commands":${json}}]}`);
  const line = fc.string({ unit: 'binary' }).map((text) => {
    return JSON.stringify({ version: 2, shells: [{ shell: 'a', commands: [text, 'x'.repeat(5000)] }] });
  });
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), entry, line), (stored) => {
      for (const { commands } of readHistories(stored)) {
        for (const command of commands) {
          expect(command.length).toBeLessThanOrEqual(2000);
          expect(command).not.toMatch(/\p{Cc}/u);
        }
      }
    }),
  );
});
