import { describe, expect, it } from 'vitest';
import { bridgedNet, routedNet } from '../../../testing/net';
import { printedRule } from '../../../testing/rule';
import { loadRules, ruleCounts } from '../../../testing/rules';

const RULES = [
  '--physdev-in v1',
  '! --physdev-in v1',
  '--physdev-in v+ --physdev-out v2',
  '--physdev-is-in',
  '--physdev-is-out',
  '--physdev-is-bridged',
  '! --physdev-is-bridged',
];

describe('physdev', () => {
  it('sees the ports of a bridged frame', () => {
    const rules = RULES.map((words) => `-A FORWARD -s 10.1.0.11/32 -m physdev ${words}`);
    const lab = loadRules(bridgedNet(2), 'node', 'filter', ...rules);
    lab.ping('p1', '-c1 10.1.0.12');
    expect(ruleCounts(lab, 'node', 'filter', 'FORWARD')).toEqual([1, 0, 1, 1, 1, 1, 0]);
  });

  it('knows the way in but no way out before the bridge has decided', () => {
    const rules = RULES.map((words) => `-A PREROUTING -s 10.1.0.11/32 -m physdev ${words}`);
    const lab = loadRules(bridgedNet(2), 'node', 'mangle', ...rules);
    lab.ping('p1', '-c1 10.1.0.12');
    expect(ruleCounts(lab, 'node', 'mangle', 'PREROUTING')).toEqual([1, 0, 0, 1, 0, 0, 1]);
  });

  it('fits nothing off the bridge, but what is turned round', () => {
    const rules = RULES.map((words) => `-A FORWARD -m physdev ${words}`);
    const lab = loadRules(routedNet(), 'r', 'filter', ...rules);
    lab.ping('h1', '-c1 10.2.0.2');
    expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([0, 2, 0, 0, 0, 0, 2]);
  });

  it.each(RULES)('prints %s', (words) => {
    expect(printedRule(`-m physdev ${words}`)).toBe(`-m physdev ${words}`);
  });
});
