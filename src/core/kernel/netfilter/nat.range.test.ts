import { expect, it } from 'vitest';
import { ANY_RANGE } from '../../model/netfilter.target';
import { parseTo, printTo } from './nat.range';

it.each(['10.0.0.1', '10.0.0.1:80', '10.0.0.1-10.0.0.9', '10.0.0.1-10.0.0.9:80-90', ':80', ':1080-1090/80'])(
  '%s',
  (text) => {
    const to = parseTo(text);
    expect(to === null ? null : printTo({ ...ANY_RANGE, ...to })).toBe(text);
  },
);

it.each([
  '',
  ':',
  '10.0.0.1:0',
  '10.0.0.9-10.0.0.1',
  '10.0.0.1:80:90',
  '10.0.0.1:90-80',
  ':80/1',
  ':80-90/',
  ':80-90/1/2',
])('"%s" is none', (text) => {
  expect(parseTo(text)).toBeNull();
});
