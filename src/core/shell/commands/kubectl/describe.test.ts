/** Goal: descriptions in kubectl's layout, with what the objects say. */
import { describe, expect, test } from 'vitest';
import { podYaml, typedCluster } from '../../../testing/kubectl';

describe('kubectl describe', () => {
  const cluster = typedCluster(1);
  cluster.type('kubectl apply -f -', podYaml('a'));

  test('a pod', () => {
    const lines = cluster.lines('kubectl describe pod a');
    expect(lines.slice(0, 11)).toEqual([
      'Name:         a',
      'Namespace:    default',
      'Node:         node-1/',
      'Start Time:   Thu, 01 Jan 2026 00:00:00 +0000',
      'Labels:       <none>',
      'Annotations:  <none>',
      'Status:       Running',
      'IP:           10.244.1.2',
      'IPs:',
      '  IP:  10.244.1.2',
      'Containers:',
    ]);
    expect(lines).toContain('  main:');
    expect(lines).toContain('    Image:          busybox:1.36');
    expect(lines).toContain('    State:          Running');
    expect(lines).toContain('    Ready:          True');
    expect(lines).toContain('Conditions:');
    expect(lines).toContain('  Type                        Status');
    expect(lines).toContain('  Ready                       True ');
  });

  test('a node', () => {
    const lines = cluster.lines('kubectl describe node node-1');
    expect(lines.slice(0, 6)).toEqual([
      'Name:               node-1',
      'Roles:              <none>',
      'Labels:             kubernetes.io/arch=amd64',
      '                    kubernetes.io/hostname=node-1',
      '                    kubernetes.io/os=linux',
      'Annotations:        <none>',
    ]);
    expect(lines).toContain('PodCIDR:                      10.244.0.0/24');
    expect(lines).toContain('Non-terminated Pods:          (1 in total)');
  });

  test.each<[string, string[]]>([
    ['kubectl describe pod x', ['Error from server (NotFound): pods "x" not found']],
    ['kubectl describe pod -n kube-system', ['No resources found in kube-system namespace.']],
    ['kubectl describe ns default', ["packetwalk: 'kubectl describe namespace' is not in this lab yet"]],
  ])('%s', (command, lines) => expect(cluster.lines(command)).toEqual(lines));
});
