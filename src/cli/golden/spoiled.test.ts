import { expect, it } from 'vitest';
import { spoiled } from './spoiled';

it('changes one leaf at a time, and lengthens every list', () => {
  expect([...spoiled({ a: [1, true], b: 'c' })]).toEqual([
    { path: '.a[+]', value: { a: [1, true, 'x'], b: 'c' } },
    { path: '.a[0]', value: { a: [2, true], b: 'c' } },
    { path: '.a[1]', value: { a: [1, false], b: 'c' } },
    { path: '.b', value: { a: [1, true], b: 'cx' } },
  ]);
});
