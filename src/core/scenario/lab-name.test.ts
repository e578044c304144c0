import { expect, test } from 'vitest';
import { labNameIn } from './lab-name';

test('reads what a lab calls itself', () => {
  expect(labNameIn('kind: Lab\nmetadata:\n  name: two-pods\n')).toBe('two-pods');
  expect(labNameIn('metadata: { name: x }\n')).toBe('x');
  for (const text of ['', 'metadata:\n  name: ../../etc\n', 'spec:\n  name: x\n']) {
    expect(labNameIn(text)).toBeNull();
  }
});
