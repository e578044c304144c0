import { expect, test } from 'vitest';
import { spanOf } from './marks';

const TEXT = 'kind: Lab\nspec:\n  seed: seven # a number\n  setup: ip link\n';

function marked(line: number, column: number): string {
  const { from, to } = spanOf({ line, column }, TEXT);
  return TEXT.slice(from, to);
}

test('marks a key, and a value without the comment behind it', () => {
  expect(marked(3, 3)).toBe('seed');
  expect(marked(3, 9)).toBe('seven');
  expect(marked(4, 10)).toBe('ip link');
});

test('marks something, however wrong the place is', () => {
  expect(spanOf({ line: 0, column: 0 }, TEXT)).toEqual({ from: 0, to: 0 });
  expect(spanOf({ line: 2, column: 99 }, TEXT).from).toBe(15);
  expect(spanOf({ line: 99, column: 1 }, 'a')).toEqual({ from: 0, to: 1 });
});
