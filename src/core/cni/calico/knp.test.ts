import { describe, expect, test } from 'vitest';
import { convertKubernetesPolicy, type KubernetesPeer, type KubernetesPort } from './knp';

const K8S = `projectcalico.org/orchestrator == 'k8s'`;
const base = {
  name: 'p',
  namespace: 'shop',
  podSelector: {},
  ingress: [],
  egress: [],
  policyTypes: ['Ingress'],
};
const rules = (peers: readonly KubernetesPeer[], ports: readonly KubernetesPort[] = []) =>
  convertKubernetesPolicy({ ...base, ingress: [{ peers, ports }] }).ingress;

// Reference section 10 and the API's own documentation of NetworkPolicy.
describe('convertKubernetesPolicy', () => {
  test('stands in tier default at order 1000; without types it is about what comes in', () => {
    expect(convertKubernetesPolicy({ ...base, policyTypes: [] })).toEqual({
      ...{ kind: 'KubernetesNetworkPolicy', name: 'p', namespace: 'shop', tier: 'default', order: 1000 },
      ...{ selector: K8S, types: ['Ingress'], ingress: [], egress: [] },
    });
    expect(convertKubernetesPolicy({ ...base, policyTypes: ['Egress', 'Ingress'] }).types).toEqual([
      'Ingress',
      'Egress',
    ]);
  });

  test('labels by name, then expressions', () => {
    const podSelector = {
      matchLabels: { b: '2', a: '1' },
      matchExpressions: [
        { key: 'c', operator: 'In', values: ['x', 'y'] },
        { key: 'd', operator: 'NotIn', values: ['z'] },
        { key: 'e', operator: 'Exists' },
        { key: 'f', operator: 'DoesNotExist' },
      ],
    };
    expect(convertKubernetesPolicy({ ...base, podSelector }).selector).toBe(
      `${K8S} && a == '1' && b == '2' && c in { 'x', 'y' } && d not in { 'z' } && has(e) && ! has(f)`,
    );
  });

  test('one rule for each protocol and peer; a missing protocol is TCP; all ports swallow some', () => {
    const got = rules(
      [{ podSelector: {} }, { namespaceSelector: {} }],
      [{ port: 53, protocol: 'UDP' }, { port: 80 }, {}, { port: 81 }],
    );
    expect(got.map(({ protocol, destination }) => [protocol, destination.ports])).toEqual([
      ['TCP', []],
      ['TCP', []],
      ['UDP', [{ first: 53, last: 53 }]],
      ['UDP', [{ first: 53, last: 53 }]],
    ]);
    expect(got[1]?.source).toMatchObject({ selector: K8S, namespaceSelector: 'all()' });
  });

  test('nobody named is everybody', () => {
    expect(rules([])).toEqual([
      expect.objectContaining({
        protocol: null,
        source: expect.objectContaining({ selector: '', nets: [] }) as object,
      }),
    ]);
  });

  test('blocks lose their host bits; what cannot be read says nothing', () => {
    const block = (cidr: string, ...except: readonly string[]) =>
      rules([{ ipBlock: { cidr, except } }])[0]?.source;
    expect(block('10.1.2.3/8', '10.9.0.1/16', 'x', '10.8.0.0/16')).toMatchObject({
      nets: ['10.0.0.0/8'],
      notNets: ['10.9.0.0/16'],
      selector: '',
    });
    expect(block('fd00::1/64')).toMatchObject({ nets: ['fd00::/64'] });
    expect(block('x')).toMatchObject({ nets: [], selector: '' });
  });

  test('a rule with a port that is none is left out', () => {
    expect(rules([], [{ port: 'a b' }])).toEqual([]);
    expect(rules([], [{ port: 9, endPort: 8 }])).toEqual([]);
    expect(rules([], [{ port: 8, endPort: 9 }])[0]?.destination.ports).toEqual([{ first: 8, last: 9 }]);
  });

  test('what goes out names its destination', () => {
    const { egress } = convertKubernetesPolicy({
      ...base,
      egress: [{ peers: [{ podSelector: {} }], ports: [{ port: 1 }] }],
    });
    expect(egress[0]).toMatchObject({ source: { selector: '' }, destination: { selector: K8S } });
  });
});
