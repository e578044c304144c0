import { expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules, ruleCounts } from '../../../testing/rules';

it.each([
  '-m conntrack --ctstate INVALID',
  '-m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT',
  '-m conntrack --ctstate NEW --ctproto 6 --ctorigdst 10.96.0.10 --ctorigdstport 80:90 --ctdir ORIGINAL',
  '-m conntrack --ctorigsrc 10.0.0.0/8 ! --ctrepldst 10.1.0.1',
])('prints %s', (rule) => {
  expect(printedRule(rule)).toBe(rule);
});

it('refuses other words', () => {
  expect(refusal('-m conntrack --ctstate OLD')).toBe('bad-value: --ctstate OLD');
  expect(refusal('-m conntrack')).toBe('missing-option: -m conntrack');
});

it('asks the flow: addresses, ports and direction of both tuples', () => {
  const lab = routedNet();
  loadRules(lab, 'r', 'nat', '-A PREROUTING -d 10.9.9.9/32 -j DNAT --to-destination 10.2.0.2');
  loadRules(
    lab,
    'r',
    'filter',
    '-A FORWARD -m conntrack --ctstate DNAT',
    '-A FORWARD -m conntrack --ctstate SNAT',
    '-A FORWARD -m conntrack --ctorigdst 10.9.9.9',
    '-A FORWARD -m conntrack --ctreplsrc 10.2.0.2 --ctdir REPLY',
    '-A FORWARD -m conntrack ! --ctproto icmp',
  );
  expect(lab.answers('h1', '-c1 10.9.9.9')).toBe(1);
  expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([2, 0, 2, 1, 0]);
});

it('a packet past conntrack is UNTRACKED, one that belongs nowhere INVALID', () => {
  const lab = routedNet();
  loadRules(lab, 'r', 'raw', '-A PREROUTING -s 10.1.0.2/32 -j CT --notrack');
  loadRules(
    lab,
    'r',
    'filter',
    '-A FORWARD -m conntrack --ctstate UNTRACKED',
    '-A FORWARD -m conntrack --ctstate INVALID',
  );
  // The answer to a request that was not tracked begins nothing.
  expect(lab.answers('h1', '-c1 10.2.0.2')).toBe(1);
  expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([1, 1]);
});
