import { describe, expect, test } from 'vitest';
import { isStaged, policyIdText, policyTitle } from './policy-id';

const policy = { kind: 'KubernetesNetworkPolicy', namespace: 'default', name: 'allow-web' };
const global = { kind: 'GlobalNetworkPolicy', namespace: '', name: 'allow-dns' };

describe('policies by name', () => {
  test('policyIdText', () => {
    expect(policyIdText(policy)).toBe('knp/default/allow-web');
    expect(policyIdText(global)).toBe('gnp/allow-dns');
    expect(policyIdText({ ...global, kind: 'Unheard' })).toBe('Unheard/allow-dns');
  });
  test('policyTitle', () => {
    expect(policyTitle(policy)).toBe('KubernetesNetworkPolicy default/allow-web');
    expect(policyTitle(global)).toBe('GlobalNetworkPolicy allow-dns');
  });
  test('isStaged', () => {
    expect(isStaged(policy)).toBe(false);
    expect(isStaged({ ...policy, kind: 'StagedKubernetesNetworkPolicy' })).toBe(true);
  });
});
