import { expect, test } from 'vitest';
import { err, ok, type Result } from './result';

test('the discriminant tells which side is there', () => {
  const read = (r: Result<number, string>): string => (r.ok ? `value ${r.value}` : `error ${r.error}`);
  expect(read(ok(7))).toBe('value 7');
  expect(read(err('too long'))).toBe('error too long');
});
