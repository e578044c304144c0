import { expect, it } from 'vitest';
import { printedRule, refusal } from '../../../testing/rule';

it('is for raw alone', () => {
  expect(printedRule('-p icmp -j TRACE', 'raw')).toBe('-p icmp -j TRACE');
  expect(refusal('-j TRACE', 'filter')).toBe('wrong-table: -j TRACE');
});
