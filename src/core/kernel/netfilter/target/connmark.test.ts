import { expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules, ruleCounts } from '../../../testing/rules';

it('carries a mark from the first packet to all others', () => {
  const lab = loadRules(
    routedNet(),
    'r',
    'mangle',
    '-A PREROUTING -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff',
    '-A FORWARD -m mark --mark 0x7/0xff',
    '-A FORWARD -s 10.1.0.0/24 -m mark --mark 0x0/0xff -j MARK --set-xmark 0x7/0xff',
    '-A POSTROUTING -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xff',
  );
  lab.ping('h1', '-c2 10.2.0.2');
  expect(ruleCounts(lab, 'r', 'mangle', 'FORWARD')).toEqual([3, 1]);
  expect([...lab.ns('r').conntrack.entries.values()].map(({ mark }) => mark)).toEqual([7]);
});

it.each([
  ['--set-mark 0x1', '--set-xmark 0x1/0xffffffff'],
  ['--save-mark', '--save-mark --nfmask 0xffffffff --ctmask 0xffffffff'],
  ['--restore-mark --mask 0xf', '--restore-mark --nfmask 0xf --ctmask 0xf'],
])('%s', (words, printed) => {
  expect(printedRule(`-j CONNMARK ${words}`, 'mangle')).toBe(`-j CONNMARK ${printed}`);
});

it('a mask belongs to saving and restoring', () => {
  expect(refusal('-j CONNMARK --mask 0xf', 'mangle')).toBe('bad-value: --mask 0xf');
});
