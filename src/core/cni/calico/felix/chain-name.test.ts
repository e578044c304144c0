import { describe, expect, test } from 'vitest';
import {
  ENDPOINT_PREFIX,
  endpointChainName,
  groupChainName,
  legacyPolicyChainName,
  policyChainName,
  profileChainName,
} from './chain-name';

const web = { kind: 'KubernetesNetworkPolicy', namespace: 'default', name: 'allow-web' };

describe('chain names', () => {
  test('of short names', () => {
    expect(policyChainName('inbound', { ...web, namespace: 'a', name: 'deny' })).toBe('cali-pi-knp/a/deny');
    expect(profileChainName('outbound', 'kns.default')).toBe('cali-pro-kns.default');
    expect(endpointChainName(ENDPOINT_PREFIX.toWorkload, 'cali68caf03a5f4')).toBe('cali-tw-cali68caf03a5f4');
  });

  test('of long ones a hash takes the place, the same in both directions', () => {
    const inbound = policyChainName('inbound', web);
    expect(inbound).toMatch(/^cali-pi-_[\w-]{19}$/);
    expect(policyChainName('outbound', web)).toBe(inbound.replace('-pi-', '-po-'));
  });

  test('a policy was called differently in earlier releases', () => {
    const names = ['default/knp.default.allow-web', 'default/default/knp.default.allow-web'].map((id) =>
      legacyPolicyChainName('inbound', id),
    );
    expect(new Set([...names, policyChainName('inbound', web)]).size).toBe(3);
  });

  test('groups', () => expect(groupChainName('inbound', 'x'.repeat(40))).toBe(`cali-gi-${'x'.repeat(20)}`));
});
