import { expect, it } from 'vitest';
import { ip4net } from './ip4net';

it.each([
  [{ op: 'overlaps', a: '10.0.0.0/8', b: '10.1.0.0/16' }, true],
  [{ op: 'contains', a: '10.0.0.0/8', b: '11.0.0.0' }, false],
  [{ op: 'incrementIP', a: '10.0.0.0/8' }, '10.0.0.1/8'],
  [{ op: 'isPrivate', a: '172.32.0.1' }, false],
])('%j', (input, expected) => {
  expect(ip4net({ input, expected })).toEqual({ difference: null });
  expect(ip4net({ input, expected: 'x' })).not.toEqual({ difference: null });
});

it('an operation nobody knows is not modelled', () => {
  expect(ip4net({ input: { op: 'frob', a: '10.0.0.1' }, expected: true })).toHaveProperty('notModelled');
});
