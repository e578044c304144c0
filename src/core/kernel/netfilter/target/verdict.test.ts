import { expect, it } from 'vitest';
import { printedRule, refusal } from '../../../testing/rule';

it.each(['ACCEPT', 'DROP', 'RETURN'])('%s is written as it is called', (name) => {
  expect(printedRule(`-j ${name}`)).toBe(`-j ${name}`);
});

it('nat is no place to drop', () => {
  expect(refusal('-j DROP', 'nat')).toBe('wrong-table: -j DROP');
});
