import { expect, it } from 'vitest';
import { accept, drop, returns } from './verdict';

it('is written as it is called', () => {
  expect([accept, drop, returns].map((target) => target.print({ kind: target.kind } as never))).toEqual([
    '-j ACCEPT',
    '-j DROP',
    '-j RETURN',
  ]);
});
