import { expect, test } from 'vitest';
import { registry } from './registry';

const bridge = { kind: 'bridge' };
const veth = { kind: 'veth' };

test('finds each member by its kind, in the order of the list', () => {
  const byKind = registry([veth, bridge]);
  expect(byKind.get('bridge')).toBe(bridge);
  expect(byKind.get('tun')).toBeUndefined();
  expect([...byKind.keys()]).toEqual(['veth', 'bridge']);
});

test('refuses two members of one kind', () => {
  expect(() => registry([veth, bridge, { kind: 'veth' }])).toThrow("duplicate kind 'veth'");
});
