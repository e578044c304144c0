import { expect, test } from 'vitest';
import { ALLOW, COMPONENTS, filterRules, matchOf } from './allow';

test('entries as the words of iptables', () => {
  expect(['icmp', 'tcp/179', 'udp/8472', 'protocol/4'].map(matchOf)).toEqual([
    '-p icmp',
    '-p tcp --dport 179',
    '-p udp --dport 8472',
    '-p 4',
  ]);
});

test('every entry there is by default is written as entries are', () => {
  for (const entry of COMPONENTS) expect(entry).toMatch(ALLOW);
});

test.each(['', 'udp', 'udp/', 'udp/08', 'tcp/179; reboot', 'protocol/-1', 'ICMP'])('%s is no entry', (text) =>
  expect(text).not.toMatch(ALLOW),
);

test('what is left is dropped, under the same conditions', () =>
  expect(filterRules(['icmp'], '-o eth1').slice(1)).toEqual([
    'iptables -A FORWARD -o eth1 -p icmp -j ACCEPT',
    'iptables -A FORWARD -o eth1 -j DROP',
  ]));
