import { expect, it } from 'vitest';
import { Alike } from './alike';

it('recalls what was made last under an ordinal, or under another one that takes its slot', () => {
  const memory = new Alike<{ readonly op: number }>();
  const made = memory.remember({ op: 5 });
  expect(memory.recall(5)).toBe(made);
  expect(memory.recall(6)).toBeUndefined();
  const later = memory.remember({ op: 5 + 4096 });
  expect(memory.recall(5)).toBe(later);
});
