import { expect, test } from 'vitest';
import { hex } from './hex';

test.each([
  [0, '0x0'],
  [0x1b0000, '0x1b0000'],
  [0xffffffff, '0xffffffff'],
  [-1, '0xffffffff'],
])('%d is %s', (value, text) => expect(hex(value)).toBe(text));
