import { expect, test } from 'vitest';
import { createCache } from './cache';

test('asks for a value once while it is remembered', () => {
  const cache = createCache<number>(2);
  let made = 0;
  const make = () => ++made;
  expect([cache.get('a', make), cache.get('a', make), cache.get('b', make)]).toEqual([1, 1, 2]);
});

test('forgets what was not asked for the longest', () => {
  const cache = createCache<string>(2);
  cache.get('a', () => 'first');
  cache.get('b', () => 'first');
  cache.get('a', () => 'again');
  cache.get('c', () => 'first');
  expect(cache.get('a', () => 'again')).toBe('first');
  expect(cache.get('b', () => 'again')).toBe('again');
});

test('forgets one or all on request', () => {
  const cache = createCache<string>(4);
  cache.get('a', () => 'old');
  cache.get('b', () => 'old');
  cache.delete('a');
  expect([cache.get('a', () => 'new'), cache.get('b', () => 'new')]).toEqual(['new', 'old']);
  cache.clear();
  expect(cache.get('b', () => 'new')).toBe('new');
});
