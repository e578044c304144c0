import { describe, expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules, ruleCounts } from '../../../testing/rules';

// As iptables-save 1.8.9 printed them.
it.each([
  ['--uid-owner root', '--uid-owner 0'],
  ['! --uid-owner 0-99 --gid-owner 5', '! --uid-owner 0-99 --gid-owner 5'],
  ['--socket-exists', '--socket-exists'],
  ['! --socket-exists', '! --socket-exists'],
])('%s is printed as %s', (words, printed) => {
  expect(printedRule(`-m owner ${words}`)).toBe(`-m owner ${printed}`);
});

it.each([
  ['--uid-owner nosuch', 'bad-value: --uid-owner nosuch'],
  ['--uid-owner 5-3', 'bad-value: --uid-owner 5-3'],
])('-m owner %s is refused', (words, why) => expect(refusal(`-m owner ${words}`)).toBe(why));

it('stands where packets have an owner', () => {
  const lab = routedNet();
  expect(() => loadRules(lab, 'r', 'filter', '-A INPUT -m owner --uid-owner 0')).toThrow();
});

/** Linux 6.18 counted these packets at the four rules, in the OUTPUT chain of the host that was asked. */
describe('whose a packet is', () => {
  const RULES = ['--socket-exists', '! --socket-exists', '--uid-owner 0', '! --uid-owner 0'];
  it.each([
    ['an answer to an echo request', 'h1', 'ping -c1 10.2.0.2', [1, 0, 0, 1]],
    ['a reset', 'h1', 'nc -z 10.2.0.2 81', [1, 0, 0, 1]],
    ['a port unreachable', 'h1', 'echo x | ncat -u -w 1 10.2.0.2 81', [1, 0, 0, 1]],
    ['what a process sends', 'h2', 'ping -c1 10.1.0.2', [1, 0, 1, 0]],
  ])('%s', (_, netns, command, counts) => {
    const lab = loadRules(routedNet(), 'h2', 'filter', ...RULES.map((rule) => `-A OUTPUT -m owner ${rule}`));
    lab.run(netns, command);
    expect(ruleCounts(lab, 'h2', 'filter', 'OUTPUT')).toEqual(counts);
  });
});
