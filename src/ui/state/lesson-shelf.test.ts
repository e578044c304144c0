import { afterEach, expect, test, vi } from 'vitest';
import { browserLessonShelf } from './lesson-shelf';

const KEPT = { walk: { step: 'first', since: 0, run: '', steps: {} } };

afterEach(() => void vi.unstubAllGlobals());

test('keeps progress in the browser', () => {
  const stored = new Map<string, string>();
  vi.stubGlobal('window', {
    localStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
    },
  });
  expect(browserLessonShelf.load()).toEqual({});
  browserLessonShelf.save(KEPT);
  expect(browserLessonShelf.load()).toEqual(KEPT);
});

test('where storage is forbidden, nothing is kept and nothing breaks', () => {
  vi.stubGlobal('window', {
    get localStorage(): never {
      throw new DOMException('forbidden', 'SecurityError');
    },
  });
  expect(browserLessonShelf.load()).toEqual({});
  expect(() => browserLessonShelf.save(KEPT)).not.toThrow();
});
