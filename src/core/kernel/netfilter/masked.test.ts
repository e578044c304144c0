import { expect, it } from 'vitest';
import { parseMasked, printMasked } from './masked';

it.each<[string, { value: number; mask: number } | null]>([
  ['0x4000/0x4000', { value: 0x4000, mask: 0x4000 }],
  ['1', { value: 1, mask: 0xffff_ffff }],
  ['0xFFFFFFFF', { value: 0xffff_ffff, mask: 0xffff_ffff }],
  ['0x100000000', null],
  ['1/2/3', null],
  ['', null],
  ['-1', null],
])('%s', (text, expected) => {
  expect(parseMasked(text)).toEqual(expected);
});

it('names the mask only when it is not the whole word', () => {
  expect(printMasked(0x4000, 0x4000)).toBe('0x4000/0x4000');
  expect(printMasked(1, 0xffff_ffff)).toBe('0x1');
});
