import { expect, it } from 'vitest';
import { printedRule, refusal } from '../../../testing/rule';

it('says what it fills', () => {
  const rule = '-p udp -m udp --dport 68 -j CHECKSUM --checksum-fill';
  expect(printedRule(rule, 'mangle')).toBe(rule);
  expect(refusal('-j CHECKSUM', 'mangle')).toBe('missing-option: -j CHECKSUM');
});
