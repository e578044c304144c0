/** Goal: the manifest of a form says what the form says, is what the API server takes, and is enforced. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { yamlText } from '../../core/scenario/yaml-text';
import { openLab } from '../../core/testing/open-lab';
import type { PolicyDraft } from './policy-draft';
import { labelsOf, policyManifest, wrongPolicyFields } from './policy-draft';

const DRAFT: PolicyDraft = {
  ...{ name: 'mine', namespace: 'default', pods: '', direction: 'Ingress', peers: 'nobody', ports: '' },
};

/** The one document of a manifest, as kubectl reads it. */
function specOf(draft: Partial<PolicyDraft>): unknown {
  const read = yamlText.read(policyManifest({ ...DRAFT, ...draft }));
  return read.ok ? (read.value[0] as { spec: unknown }).spec : read.error;
}

test.each<[string, Partial<PolicyDraft>, unknown]>([
  ['nobody is let in', {}, { podSelector: {}, policyTypes: ['Ingress'], ingress: [] }],
  [
    'everybody may be called',
    { direction: 'Egress', peers: 'everybody' },
    { podSelector: {}, policyTypes: ['Egress'], egress: [{}] },
  ],
  [
    'everybody, on two ports',
    { pods: 'app=web', peers: 'everybody', ports: '80, 443' },
    {
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          ports: [
            { protocol: 'TCP', port: 80 },
            { protocol: 'TCP', port: 443 },
          ],
        },
      ],
    },
  ],
  [
    'pods with a label, on a port',
    { pods: 'app=web', peers: { label: 'app=client' }, ports: '80' },
    {
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [{ podSelector: { matchLabels: { app: 'client' } } }],
          ports: [{ protocol: 'TCP', port: 80 }],
        },
      ],
    },
  ],
])('%s', (_, draft, spec) => expect(specOf(draft)).toEqual(spec));

test('whatever a label is, it is read as that text', () =>
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,12}[A-Za-z0-9])?$/), (value) => {
      const label = `example.org/kind=${value}`;
      expect(specOf({ pods: label, peers: { label } })).toMatchObject({
        podSelector: { matchLabels: { 'example.org/kind': value } },
        ingress: [{ from: [{ podSelector: { matchLabels: { 'example.org/kind': value } } }] }],
      });
    }),
  ));

test('names and ports are checked before they are sent', () => {
  expect(wrongPolicyFields({ ...DRAFT, name: 'Mine', ports: '80 http' })).toEqual(['name', 'ports']);
  expect(wrongPolicyFields({ ...DRAFT, ports: '0' })).toEqual(['ports']);
  expect(wrongPolicyFields({ ...DRAFT, ports: '1 65535' })).toEqual([]);
});

describe('in a lab with Calico', () => {
  const lab = openLab(readFileSync('scenarios/calico-policy/scenario.yaml', 'utf8'));
  const said = (netns: string, command: string, stdin?: string): string => {
    lab.input({ kind: 'exec', netns, command, ...(stdin !== undefined && { stdin }) });
    const { inputs } = lab.query('outputs', { seq: lab.length - 1 });
    return (
      inputs
        .at(-1)
        ?.lines.map(({ text }) => text)
        .join('\n') ?? ''
    );
  };

  test('the labels of its pods are offered, and what is made of them keeps a pod at home', () => {
    const view = lab.query('objects', { seq: lab.length - 1 });
    const labels = labelsOf(view, 'default');
    expect(labels).toContain('app=client');
    expect(labelsOf(view, 'kube-system')).toEqual([]);
    const fetch = 'curl -sS -m 2 http://10.244.41.1/';
    expect(said('client', fetch)).not.toMatch(/timed out/);
    const manifest = policyManifest({ ...DRAFT, pods: 'app=client', direction: 'Egress' });
    expect(said('node-1', 'kubectl apply -f -', manifest)).toBe(
      'networkpolicy.networking.k8s.io/mine created',
    );
    expect(said('client', fetch)).toMatch(/timed out/);
  });
});
