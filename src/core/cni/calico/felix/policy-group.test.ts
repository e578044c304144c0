import { describe, expect, test } from 'vitest';
import { jump, RETURN } from './action';
import { enforced, groupChain, groupName, isInlined, type PolicyGroup } from './policy-group';

const MARKS = { accept: 0x8, pass: 0x10 };
const policy = (name: string, kind = 'GlobalNetworkPolicy') => ({ kind, namespace: '', name });
const group = (count: number): PolicyGroup => ({
  direction: 'inbound',
  selector: 'all()',
  policies: Array.from({ length: count }, (_, i) => policy(`p${String(i)}`)),
});

describe('policy groups', () => {
  test('one enforced policy needs no chain', () => {
    expect(isInlined(group(1))).toBe(true);
    expect(isInlined(group(2))).toBe(false);
    const staged = { ...group(1), policies: [policy('a'), policy('b', 'StagedGlobalNetworkPolicy')] };
    expect(isInlined(staged)).toBe(true);
    expect(enforced(staged)).toEqual([policy('a')]);
  });

  test('the verdict is asked for before each policy, and once for all before every sixth', () => {
    const { rules } = groupChain(group(11), MARKS);
    const returns = rules.flatMap(({ action }, i) => (action === RETURN ? [i] : []));
    expect(returns).toEqual([5, 11]);
    expect(rules[5]).toMatchObject({ match: ['-m mark ! --mark 0/0x18'], comments: ['Return on verdict'] });
    expect(rules.filter(({ match }) => match.length === 0).map(({ action }) => action)).toEqual([
      jump('cali-pi-gnp/p0'),
      jump('cali-pi-gnp/p5'),
      jump('cali-pi-gnp/p10'),
    ]);
    expect(rules[1]).toMatchObject({ match: ['-m mark --mark 0/0x18'] });
  });

  test('the name depends on direction, selector and policies in their order', () => {
    const names = [
      group(2),
      { ...group(2), direction: 'outbound' as const },
      { ...group(2), selector: 'has(a)' },
      { ...group(2), policies: [...group(2).policies].reverse() },
    ].map(groupName);
    expect(new Set(names).size).toBe(4);
    expect(names[0]).toMatch(/^cali-gi-[\w-]{20}$/);
    expect(names[1]).toMatch(/^cali-go-/);
  });
});
