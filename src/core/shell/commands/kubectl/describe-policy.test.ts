/**
 * Goal: policies are listed and described as kubectl does it. The expected texts follow kubectl v1.34's describe.go and
 * printers.go line by line.
 */
import { expect, test } from 'vitest';
import { typedCluster } from '../../../testing/kubectl';

const POLICY = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, labels: { team: shop } }
spec:
  podSelector: { matchLabels: { app: web }, matchExpressions: [{ key: tier, operator: NotIn, values: [old, test] }] }
  ingress:
  - from:
    - namespaceSelector: { matchLabels: { name: front } }
      podSelector: { matchLabels: { app: client } }
    - ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16, 10.2.0.0/16] }
    ports: [{ port: 80 }, { port: 8000, endPort: 8080, protocol: UDP }]
  - {}
`;
const NOBODY = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: nobody }
spec: { podSelector: {}, policyTypes: [Ingress, Egress], egress: [{ to: [{ podSelector: {} }] }] }
`;

const cluster = typedCluster(1);
cluster.type('kubectl create -f -', POLICY);
cluster.type('kubectl create -f -', NOBODY);

test('the list says whom each selects', () => {
  const [head, ...rows] = cluster.lines('kubectl get netpol');
  expect(head).toMatch(/^NAME +POD-SELECTOR +AGE$/);
  expect(rows.map((row) => row.replace(/ +\S+$/, ''))).toEqual([
    'nobody   <none>',
    'web      app=web,tier notin (old,test)',
  ]);
});

test('a policy with rules', () => {
  const lines = cluster.lines('kubectl describe networkpolicy web');
  expect(lines[2]).toMatch(/^Created on: {3}2026-01-01 00:00:\d\d \+0000 UTC$/);
  expect(lines.toSpliced(2, 1)).toEqual([
    'Name:         web',
    'Namespace:    default',
    'Labels:       team=shop',
    'Annotations:  <none>',
    'Spec:',
    '  PodSelector:     app=web,tier notin (old,test)',
    '  Allowing ingress traffic:',
    '    To Port: 80/TCP',
    '    To Port Range: 8000-8080/UDP',
    '    From:',
    '      NamespaceSelector: name=front',
    '      PodSelector: app=client',
    '    From:',
    '      IPBlock:',
    '        CIDR: 10.0.0.0/8',
    '        Except: 10.1.0.0/16, 10.2.0.0/16',
    '    ----------',
    '    To Port: <any> (traffic allowed to all ports)',
    '    From: <any> (traffic not restricted by source)',
    '  Not affecting egress traffic',
    '  Policy Types: Ingress',
  ]);
});

test('one that isolates, and one that lets everything of the namespace out', () => {
  const lines = cluster.lines('kubectl describe netpol nobody');
  expect(lines.slice(lines.indexOf('Spec:') + 1)).toEqual([
    '  PodSelector:     <none> (Allowing the specific traffic to all pods in this namespace)',
    '  Allowing ingress traffic:',
    '    <none> (Selected pods are isolated for ingress connectivity)',
    '  Allowing egress traffic:',
    '    To Port: <any> (traffic allowed to all ports)',
    '    To:',
    '      PodSelector: <none>',
    '  Policy Types: Ingress, Egress',
  ]);
});
