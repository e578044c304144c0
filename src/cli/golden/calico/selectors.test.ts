import { describe, expect, it } from 'vitest';
import { knpConversion, policySelectors, selectors } from './selectors';

const PASSES = { difference: null };

describe('selectors', () => {
  it('text, refusal and whom it selects', () => {
    const play = (selector: string, expected: object): unknown =>
      selectors({ input: { selector, labels: { a: '1' } }, expected: expected as never });
    expect(play('has( a )', { canonical: 'has(a)', matches: true })).toEqual(PASSES);
    expect(play('!has(a)', { matches: true })).not.toEqual(PASSES);
    expect(play('has(', { error: 'expected identifier' })).toEqual(PASSES);
  });
});

describe('policySelectors', () => {
  it('of a policy, of a rule', () => {
    const selector = "(has(a)) && projectcalico.org/namespace == 'x'";
    const input = { namespace: 'x', specSelector: 'has(a)' };
    expect(policySelectors({ input, expected: { selector } })).toEqual(PASSES);
    const rule = { selector: 'has(a)' };
    const within = "(projectcalico.org/namespace == 'x') && (has(a))";
    expect(policySelectors({ input: { namespace: 'x', rule }, expected: { selector: within } })).toEqual(
      PASSES,
    );
    expect(policySelectors({ input: { namespace: 'y', rule }, expected: { selector: within } })).not.toEqual(
      PASSES,
    );
  });
});

describe('knpConversion', () => {
  it('writes only what says something', () => {
    const selector = "projectcalico.org/orchestrator == 'k8s'";
    const ports = [{ port: 'web' }, { port: 8000, endPort: 8001 }];
    const spec = {
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [{ ports, from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
    };
    const expected = {
      ...{
        kind: 'KubernetesNetworkPolicy',
        name: 'p',
        namespace: 'x',
        tier: 'default',
        order: 1000,
        selector,
      },
      ...{ types: ['Ingress'], egress: [] },
      ingress: [
        {
          ...{ action: 'Allow', protocol: 'TCP', source: { nets: ['10.0.0.0/8'] } },
          destination: { ports: ['web', '8000:8001'] },
        },
      ],
    };
    expect(knpConversion({ input: { name: 'p', namespace: 'x', spec }, expected })).toEqual(PASSES);
    expect(knpConversion({ input: { name: 'q', namespace: 'x', spec }, expected })).not.toEqual(PASSES);
  });
});
