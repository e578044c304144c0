import { expect, test } from 'vitest';
import { inLab, NO_TERMINALS, withoutPlace, withPlace } from './terminals';

test('a place has one tab; opening it again shows it and asks for the focus', () => {
  const two = withPlace(withPlace(NO_TERMINALS, 'node-1'), 'pod-a');
  expect(two).toMatchObject({ open: true, tabs: ['node-1', 'pod-a'], place: 'pod-a' });
  const again = withPlace(two, 'node-1');
  expect(again).toMatchObject({ tabs: ['node-1', 'pod-a'], place: 'node-1' });
  expect(again.focus).toBeGreaterThan(two.focus);
});

test('a closed tab gives way to its neighbour; with the last one the panel closes', () => {
  const three = ['a', 'b', 'c'].reduce(withPlace, NO_TERMINALS);
  expect(withoutPlace(withPlace(three, 'b'), 'b').place).toBe('c');
  expect(withoutPlace(three, 'c').place).toBe('b');
  expect(withoutPlace(three, 'a').place).toBe('c');
  expect(withoutPlace(three, 'nowhere')).toBe(three);
  expect(['a', 'b', 'c'].reduce(withoutPlace, three)).toMatchObject({ open: false, tabs: [], place: null });
});

test('the same lab keeps its tabs, another one the open panel', () => {
  const one = withPlace(NO_TERMINALS, 'a');
  expect(inLab(one, true)).toBe(one);
  expect(inLab(one, false)).toMatchObject({ open: true, tabs: [], place: null });
});
