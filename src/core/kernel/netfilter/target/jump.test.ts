import { expect, it } from 'vitest';
import { printJump } from './jump';

it('tells jump from goto', () => {
  expect(printJump({ kind: 'jump', chain: 'KUBE-FORWARD', goto: false })).toBe('-j KUBE-FORWARD');
  expect(printJump({ kind: 'jump', chain: 'KUBE-FORWARD', goto: true })).toBe('-g KUBE-FORWARD');
});
