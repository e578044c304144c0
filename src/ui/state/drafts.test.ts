/** Goal: nothing typed is lost, whatever the browser's storage does or holds. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDraftShelf, readDrafts, writeDrafts } from './drafts';

/** A storage of `capacity` characters. */
function storageOf(capacity = Infinity, stored: string | null = null) {
  const storage = {
    stored,
    getItem: () => storage.stored,
    setItem(_key: string, value: string) {
      if (value.length > capacity) throw new DOMException('full', 'QuotaExceededError');
      storage.stored = value;
    },
  };
  return storage;
}

test('what was saved is found again, by another page too', () => {
  const storage = storageOf();
  expect(createDraftShelf(() => storage).save('lab/a', 'one')).toBe(true);
  const shelf = createDraftShelf(() => storage);
  expect([shelf.load('lab/a'), shelf.load('lab/b')]).toEqual(['one', null]);
  shelf.save('lab/a', 'two');
  expect(shelf.load('lab/a')).toBe('two');
  shelf.remove('lab/a');
  expect(shelf.load('lab/a')).toBeNull();
});

test('the oldest are given up', () => {
  const shelf = createDraftShelf(() => storageOf());
  const storage = storageOf();
  const kept = createDraftShelf(() => storage);
  for (let number = 0; number < 8; number++) kept.save(`lab/${number}`, 'x');
  expect([kept.load('lab/1'), kept.load('lab/2'), kept.load('lab/7')]).toEqual([null, 'x', 'x']);
  expect(shelf.load('lab/7')).toBeNull();
});

test('a full storage keeps the newest alone', () => {
  const storage = storageOf(120);
  const shelf = createDraftShelf(() => storage);
  shelf.save('lab/a', 'a'.repeat(40));
  expect(shelf.save('lab/b', 'b'.repeat(40))).toBe(true);
  expect([shelf.load('lab/a'), shelf.load('lab/b')]).toEqual([null, 'b'.repeat(40)]);
});

test('what does not fit lasts as long as the page, and that is said', () => {
  const storage = storageOf(60);
  const shelf = createDraftShelf(() => storage);
  expect(shelf.save('lab/a', 'a'.repeat(100))).toBe(false);
  expect(shelf.load('lab/a')).toBe('a'.repeat(100));
});

test('a forbidden storage is said as well', () => {
  const shelf = createDraftShelf(() => {
    throw new DOMException('forbidden', 'SecurityError');
  });
  expect(shelf.load('lab/a')).toBeNull();
  expect(shelf.save('lab/a', 'x')).toBe(false);
  expect(shelf.load('lab/a')).toBe('x');
  shelf.remove('lab/a');
  expect(shelf.load('lab/a')).toBeNull();
});

test('garbage in the storage gives no drafts, and never throws', () => {
  const garbage = ['', 'null', '7', '[', '{"version":9,"drafts":[{"key":"a","text":"b"}]}', '{"version":1}'];
  for (const stored of garbage) expect(readDrafts(stored)).toEqual([]);
  expect(readDrafts('{"version":1,"drafts":[null,{"key":"a"},{"key":"a","text":"b"}]}')).toEqual([
    { key: 'a', text: 'b' },
  ]);
  expect(readDrafts(writeDrafts([{ key: 'a', text: 'x'.repeat(262_145) }]))).toEqual([]);
  fc.assert(
    fc.property(
      fc.json().map((json) => `{"version":1,"drafts":${json}}`),
      (stored) => {
        for (const { key, text } of readDrafts(stored))
          expect([typeof key, typeof text]).toEqual(['string', 'string']);
      },
    ),
  );
});
