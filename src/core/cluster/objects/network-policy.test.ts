import type { JsonObject } from '../../base/json';
import { expect, it } from 'vitest';
import { faultsOf, readManifest } from '../manifest';
import { networkPolicy } from './network-policy';

function read(spec: JsonObject): ReturnType<typeof readManifest> {
  return readManifest({
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
    ...{ metadata: { name: 'p' }, spec },
  });
}

function faults(spec: JsonObject): string {
  const manifest = read(spec);
  if (!manifest.ok) return manifest.error.message;
  return faultsOf(networkPolicy, manifest.value.object)?.message ?? '';
}

it('is about what comes in, and about what goes out when it has a rule for that', () => {
  const types = (spec: JsonObject): unknown => {
    const manifest = read(spec);
    return manifest.ok ? manifest.value.object.spec?.['policyTypes'] : manifest.error;
  };
  expect(types({})).toEqual(['Ingress']);
  expect(types({ egress: [{}] })).toEqual(['Ingress', 'Egress']);
  expect(types({ policyTypes: ['Egress'] })).toEqual(['Egress']);
  expect(types({ policyTypes: [], egress: [{}] })).toEqual(['Ingress', 'Egress']);
});

it('fills in TCP', () => {
  const manifest = read({ ingress: [{ ports: [{ port: 80 }] }] });
  expect(manifest.ok && manifest.value.object.spec?.['ingress']).toEqual([
    { ports: [{ protocol: 'TCP', port: 80 }] },
  ]);
});

// pkg/apis/networking/validation/validation.go.
it.each<[JsonObject, string]>([
  [{ ingress: [{ from: [{}] }] }, 'spec.ingress[0].from[0]: Required value: must specify a peer'],
  [
    { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }] }] },
    'spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer',
  ],
  [
    { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.1' } }] }] },
    'spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "10.0.0.1": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
  ],
  [{ egress: [{ to: [{ ipBlock: {} }] }] }, 'spec.egress[0].to[0].ipBlock.cidr: Required value'],
  [
    { egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }] }] },
    'spec.egress[0].to[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`',
  ],
  [
    { ingress: [{ ports: [{ protocol: 'ICMP' }] }] },
    'spec.ingress[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "TCP", "UDP", "SCTP"',
  ],
  [
    { ingress: [{ ports: [{ port: 80, endPort: 79 }] }] },
    'spec.ingress[0].ports[0].endPort: Invalid value: 79: must be greater than or equal to `port`',
  ],
  [
    { ingress: [{ ports: [{ endPort: 79 }] }] },
    'spec.ingress[0].ports[0].endPort: Invalid value: 79: may not be specified when `port` is not specified',
  ],
  [
    { policyTypes: ['ingress'] },
    'spec.policyTypes[0]: Unsupported value: "ingress": supported values: "Ingress", "Egress"',
  ],
])('%j is refused', (spec, words) => {
  expect(faults(spec)).toBe(`NetworkPolicy.networking.k8s.io "p" is invalid: ${words}`);
});

it('takes empty lists, single ports and names', () => {
  expect(faults({ ingress: [{ from: [], ports: [{ port: 'web' }, { port: 80, endPort: 80 }] }] })).toBe('');
});

it('takes an entry that is null for an empty one, as Go does', () => {
  expect(faults({ ingress: [null] })).toBe('');
  expect(faults({ ingress: [{ from: [null] }] })).toContain(
    'spec.ingress[0].from[0]: Required value: must specify a peer',
  );
  expect(faults({ ingress: [{ ports: [null] }] })).toBe('');
});
