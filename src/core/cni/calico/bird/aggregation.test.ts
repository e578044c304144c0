import { expect, test } from 'vitest';
import { aggregationLines, staticBlackholes } from './aggregation';

// Reference sections 3 and 6.
test('blocks are guarded, single addresses are not', () => {
  expect(staticBlackholes(['10.0.0.0/26', '10.1.0.1/32'])).toEqual(['10.0.0.0/26']);
});

test('the block is told, what lies in it is not', () => {
  const lines = aggregationLines('10.0.0.0/26', false);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toBe('if ( net = 10.0.0.0/26 ) then { accept; }');
  expect(lines.at(-1)).toBe('if ( net ~ 10.0.0.0/26 ) then { reject; }');
});

test('with priorities a single address that is preferred is told as well', () => {
  expect(aggregationLines('10.0.0.0/26', true)[1]).toContain('krt_metric < 1024');
});
