import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { presentName } from './renamed';

test.each([
  ['same-node-bridge', 'same-node'],
  ['flannel-vxlan', 'flannel-vxlan'],
  ['toString', 'toString'],
  ['nowhere', 'nowhere'],
])('%s is %s', (before, now) => expect(presentName(before)).toBe(now));

test('the new name is a lab, the old one none', () => {
  expect([existsSync('scenarios/same-node'), existsSync('scenarios/same-node-bridge')]).toEqual([
    true,
    false,
  ]);
});
