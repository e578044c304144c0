import { expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules, ruleHits } from '../../../testing/rules';

it('takes a packet past conntrack and nat', () => {
  const lab = loadRules(routedNet(), 'r', 'nat', '-A POSTROUTING -j MASQUERADE');
  loadRules(lab, 'r', 'raw', '-A PREROUTING -j CT --notrack');
  expect(lab.answers('h1', '-c1 10.2.0.2')).toBe(1);
  expect(lab.records('ct.lookup', 'r')).toEqual([]);
  expect(ruleHits(lab, 'r').filter((hit) => hit.startsWith('POSTROUTING'))).toEqual([]);
});

it('has an old name', () => {
  expect(printedRule('-j NOTRACK', 'raw')).toBe('-j NOTRACK');
  expect(refusal('-j CT --notrack', 'filter')).toBe('wrong-table: -j CT --notrack'.replace(' --notrack', ''));
});
