import { expect, it } from 'vitest';
import { Alike } from './alike';

it('recalls what was made last under a number, or under another one that takes its slot', () => {
  const memory = new Alike<string>();
  const made = memory.remember(5, 'a');
  expect([made, memory.recall(5)]).toEqual(['a', 'a']);
  expect(memory.recall(6)).toBeUndefined();
  const later = memory.remember(5 + 4096, 'b');
  expect([later, memory.recall(5)]).toEqual(['b', 'b']);
});
