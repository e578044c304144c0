import { expect, it } from 'vitest';
import { loadRules, ruleCounts } from '../../../testing/rules';
import { routedNet } from '../../../testing/net';
import { printedRule } from '../../../testing/rule';

it('reads the mark a rule gave the flow, in both directions', () => {
  const lab = loadRules(
    routedNet(),
    'r',
    'mangle',
    '-A FORWARD -s 10.1.0.0/24 -m connmark --mark 0x0/0xf -j CONNMARK --set-xmark 0x5/0xf',
    '-A FORWARD -s 10.2.0.0/24 -m connmark --mark 0x5/0xf',
    '-A FORWARD -m connmark ! --mark 0x5/0xf',
  );
  lab.ping('h1', '-c2 10.2.0.2');
  expect(ruleCounts(lab, 'r', 'mangle', 'FORWARD')).toEqual([1, 2, 0]);
});

it.each(['-m connmark --mark 0x1', '-m connmark ! --mark 0x4000/0x4000'])('prints %s', (rule) => {
  expect(printedRule(rule)).toBe(rule);
});
