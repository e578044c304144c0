import { expect, it } from 'vitest';
import type { Skb } from '../../../model/skb';
import { Words } from '../words';
import { mark } from './mark';

const marked = (value: number): Skb => ({ mark: value }) as Skb;

it.each<[readonly string[], number, boolean]>([
  [['--mark', '0x4000/0x4000'], 0x4000, true],
  [['--mark', '0x4000/0x4000'], 0x4001, true],
  [['--mark', '0x4000/0x4000'], 0x1, false],
  [['!', '--mark', '0x4000/0x4000'], 0x1, true],
  [['--mark', '0x80000000/0x80000000'], 0x8000_0000, true],
  [['--mark', '1'], 3, false],
])('%j on mark %i: %s', (words, value, fits) => {
  const match = mark.parse(new Words(words));
  expect(match === null ? null : mark.fits(match, marked(value))).toBe(fits);
});

it('is no match without a number', () => {
  expect(mark.parse(new Words(['--mark', 'red']))).toBeNull();
});
