import { expect, test } from 'vitest';
import { annotationsOf } from './node-object';

test('a node without annotations has none', () => {
  expect(annotationsOf({ metadata: { name: 'node1' } })).toEqual({});
  expect(annotationsOf({ metadata: { name: 'node1', annotations: { a: 'b' } } })).toEqual({ a: 'b' });
});
