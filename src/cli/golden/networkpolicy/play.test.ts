/** Goal: the player tells policies that let pass from those that do not. Method: one small case, right and spoiled. */
import { expect, it } from 'vitest';
import type { JsonObject } from '../json';
import { policyCase } from './play';

const CONTAINERS = [{ name: 'web', ports: [{ name: 'http', containerPort: 80, protocol: 'TCP' }] }];
const POLICY = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'only_http', namespace: 'shop' },
  spec: { podSelector: {}, ingress: [{ ports: [{ port: 'http' }] }] },
};
const GONE = { namespace: 'shop', name: 'only_http' };

/** `expected` of three probes: HTTP from a pod, DNS from outside, and that again without the policy. */
function golden(expected: readonly [string, string, string]): JsonObject {
  const dns = { from: '192.0.2.7', to: 'shop/b', port: 53, protocol: 'UDP' };
  return {
    name: 'own',
    cluster: {
      namespaces: [{ name: 'shop', labels: {} }],
      pods: [
        { namespace: 'shop', name: 'a', labels: {}, ip: '10.9.0.2', containers: CONTAINERS },
        { namespace: 'shop', name: 'b', labels: {}, ip: '10.9.0.3', containers: CONTAINERS },
      ],
    },
    policies: [POLICY],
    probes: [
      { from: 'shop/a', to: 'shop/b', port: 'http', protocol: 'TCP', expected: expected[0] },
      { ...dns, expected: expected[1] },
    ],
    steps: [{ delete: [GONE], probes: [{ ...dns, expected: expected[2] }] }],
  };
}

it('compares each probe, before and after a step', () => {
  expect(policyCase(golden(['allowed', 'blocked', 'allowed']))).toEqual({ difference: null });
  expect(policyCase(golden(['blocked', 'blocked', 'allowed']))).toEqual({
    difference: 'at the start: shop/a to shop/b TCP http: expected blocked, got allowed',
  });
  expect(policyCase(golden(['allowed', 'allowed', 'allowed']))).toEqual({
    difference: 'at the start: 192.0.2.7 to shop/b UDP 53: expected allowed, got blocked',
  });
  expect(policyCase(golden(['allowed', 'blocked', 'blocked']))).toEqual({
    difference: 'step 1: 192.0.2.7 to shop/b UDP 53: expected blocked, got allowed',
  });
});

it('does not know policies of an administrator', () => {
  expect(policyCase({ ...golden(['', '', '']), adminPolicies: [{}] })).toEqual({
    unknown: 'policies of an administrator',
  });
});
