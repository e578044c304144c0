import { expect, test } from 'vitest';
import { namespaceProfile, serviceAccountProfile } from './profile';

// Names and prefixes of reference section 9.
test('a namespace allows everything and lends its labels', () => {
  expect(namespaceProfile('shop', { team: 'a' })).toEqual({
    name: 'kns.shop',
    ingress: [{ action: 'allow' }],
    egress: [{ action: 'allow' }],
    labelsToApply: { 'pcns.team': 'a', 'pcns.projectcalico.org/name': 'shop' },
  });
});

test('a service account lends labels only', () => {
  expect(serviceAccountProfile('shop', 'web', { 'a.b/c': 'd' })).toEqual({
    name: 'ksa.shop.web',
    ingress: [],
    egress: [],
    labelsToApply: { 'pcsa.a.b/c': 'd', 'pcsa.projectcalico.org/name': 'web' },
  });
});
