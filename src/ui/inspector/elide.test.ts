import { expect, test } from 'vitest';
import { elide } from './elide';

test('keeps short values, and both ends of long ones', () => {
  expect(elide('0xf06c', 12)).toBe('0xf06c');
  expect(elide('0a:58:0a:f4:01:01', 12)).toBe('0a:58…:01:01');
  expect(elide('0a:58:0a:f4:01:01', 12)).toHaveLength(12);
});
