import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sortPolicies, sortTiers } from './policy-order';

const policy = (name: string, order: number | null, namespace = '', kind = 'GlobalNetworkPolicy') => ({
  ...{ name, order, namespace, kind },
});
const tier = (name: string, order: number | null, valid = true) => ({ name, order, valid });

describe('sortPolicies', () => {
  test('by order, none last, equal ones by name, namespace, kind', () => {
    const sorted = [
      policy('z', 1),
      policy('a', 2, 'a'),
      policy('a', 2, 'b'),
      policy('a', 2, 'b', 'NetworkPolicy'),
      policy('b', 2),
      policy('a', null),
    ];
    expect(sortPolicies([...sorted].reverse())).toEqual(sorted);
  });

  test('whatever order they come in', () => {
    const some = fc.array(
      fc.record({
        name: fc.constantFrom('a', 'b'),
        namespace: fc.constantFrom('', 'x'),
        kind: fc.constantFrom('NetworkPolicy', 'KubernetesNetworkPolicy'),
        order: fc.constantFrom(null, 0, 1),
      }),
    );
    fc.assert(
      fc.property(some, (policies) => {
        expect(sortPolicies([...policies].reverse())).toEqual(sortPolicies(policies));
      }),
    );
  });
});

describe('sortTiers', () => {
  // Tiers of api/pkg/apis/projectcalico/v3/tier.go.
  test('the administrator before all, the baseline after all, a tier that does not exist last', () => {
    const sorted = [
      tier('kube-admin', 1000),
      tier('default', 1_000_000),
      tier('kube-baseline', 10_000_000),
      tier('late', null),
      tier('ghost', 1, false),
    ];
    expect(sortTiers([...sorted].reverse())).toEqual(sorted);
  });
});
