import { expect, test } from 'vitest';
import { secondsText } from './seconds';

test('prints microseconds in groups of three', () => {
  expect(secondsText(1_000_169_999)).toBe('1.000\u202f169 s');
  expect(secondsText(0)).toBe('0.000\u202f000 s');
  expect(secondsText(61_020_300_000)).toBe('61.020\u202f300 s');
});
