import { expect, it } from 'vitest';
import { routedNet, type Net } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules } from '../../../testing/rules';

/** Sources h2 sees of pings from h1; the addresses are routed back to r. */
function sources(rule: string, count: number): readonly unknown[] {
  const lab: Net = loadRules(routedNet(), 'r', 'nat', rule);
  for (let i = 0; i < count; i += 1) expect(lab.answers('h1', '-c1 10.2.0.2')).toBe(1);
  const asked = lab.frames('h2.b0').filter(({ icmp, way }) => icmp?.['type'] === 8 && way === 'in');
  return asked.map(({ ip }) => ip?.['src']);
}

it('gives the source it names, and answers find back', () => {
  expect(sources('-A POSTROUTING -j SNAT --to-source 10.9.0.1', 2)).toEqual(['10.9.0.1', '10.9.0.1']);
});

it('among several addresses a client keeps one for a destination', () => {
  const seen = sources('-A POSTROUTING -j SNAT --to-source 10.9.0.1-10.9.0.9', 3);
  expect(new Set(seen).size).toBe(1);
  expect(String(seen[0])).toMatch(/^10\.9\.0\.[1-9]$/);
});

it.each([
  '-j SNAT --to-source 10.0.0.1',
  '-p tcp -j SNAT --to-source 10.0.0.1-10.0.0.9:1024-2048 --random --persistent',
])('prints %s', (rule) => {
  expect(printedRule(rule, 'nat')).toBe(rule);
});

it.each([
  ['-j SNAT', 'missing-option: -j SNAT'],
  ['-j SNAT --to-source nowhere', 'bad-value: --to-source nowhere'],
  ['-j SNAT --to-source 10.0.0.9-10.0.0.1', 'bad-value: --to-source 10.0.0.9-10.0.0.1'],
])('%s is refused', (rule, why) => {
  expect(refusal(rule, 'nat')).toBe(why);
});
