/** Goal: a node leaves and joins again by its kubelet, as on a real machine. */
import { beforeEach, describe, expect, test } from 'vitest';
import { getObject } from '../../cluster/apiserver';
import type { TypedCluster } from '../../testing/kubectl';
import { podYaml, typedCluster } from '../../testing/kubectl';
import { fabricSession, said } from '../../testing/fabric-lab';
import { recordedShell } from '../../testing/shell-host';

let cluster: TypedCluster;
beforeEach(() => {
  cluster = typedCluster();
});

const status = (name: string) => cluster.lines(`kubectl get node ${name} --no-headers`)[0]?.split(/ +/)[1];

describe('systemctl', () => {
  test('tells whether the kubelet runs', () => {
    expect(cluster.type('systemctl is-active kubelet')).toMatchObject({ exitCode: 0, stdout: ['active'] });
    cluster.type('systemctl stop kubelet');
    expect(cluster.type('systemctl is-active kubelet.service')).toMatchObject({
      exitCode: 3,
      stdout: ['inactive'],
    });
    expect(cluster.type('systemctl status kubelet')).toMatchObject({
      exitCode: 3,
      stdout: [
        '○ kubelet.service - kubelet: The Kubernetes Node Agent',
        '     Loaded: loaded (/usr/lib/systemd/system/kubelet.service; enabled; preset: enabled)',
        '     Active: inactive (dead)',
      ],
    });
  });

  test.each<[string, number, string]>([
    ['systemctl start docker', 5, 'Failed to start docker.service: Unit docker.service not found.'],
    ['systemctl stop docker', 5, 'Failed to stop docker.service: Unit docker.service not loaded.'],
    ['systemctl status docker', 4, 'Unit docker.service could not be found.'],
    ['systemctl frob kubelet', 1, "Unknown command verb 'frob'."],
    ['systemctl start', 1, 'Too few arguments.'],
  ])('%s', (command, exitCode, line) => {
    expect(cluster.type(command)).toMatchObject({ exitCode, stderr: [line] });
  });

  test('in a lab without Kubernetes there is no kubelet', () => {
    expect(recordedShell().run('systemctl start kubelet').stderr).toEqual([
      'Failed to start kubelet.service: Unit kubelet.service not found.',
    ]);
  });
});

describe('a kubelet that stops', () => {
  test('is missed after the grace period; its pods go on', () => {
    cluster.type('kubectl apply -f -', podYaml('a', '  nodeName: node-1'));
    cluster.type('systemctl stop kubelet');
    expect(status('node-1')).toBe('NotReady');
    expect(cluster.netns('a')).not.toBeNull();
    expect(cluster.decisions()).toContain('node-lifecycle-controller nodeLost');
    cluster.type('systemctl start kubelet');
    expect(status('node-1')).toBe('Ready');
  });

  test('does what it missed when it runs again', () => {
    cluster.type(
      'kubectl apply -f -',
      `${podYaml('a', '  nodeName: node-1')}\n---\n${podYaml('b', '  nodeName: node-1')}`,
    );
    cluster.type('systemctl stop kubelet');
    cluster.type('kubectl delete pod a');
    cluster.type('kubectl delete pod b --force');
    cluster.type('kubectl apply -f -', podYaml('c', '  nodeName: node-1'));
    const names = () => ['a', 'b', 'c'].map((name) => cluster.netns(name) !== null);
    expect(names()).toEqual([true, true, false]);
    cluster.type('systemctl start kubelet');
    expect(names()).toEqual([false, false, true]);
    expect(getObject(cluster.simulation.ctx, 'Pod', 'default', 'c')?.status).toMatchObject({
      phase: 'Running',
    });
  });

  test('registers its node anew when that was deleted', () => {
    cluster.type('systemctl stop kubelet');
    cluster.type('kubectl delete node node-1');
    expect(cluster.lines('kubectl get nodes -o name')).toEqual(['node/node-2']);
    cluster.type('systemctl start kubelet');
    expect(cluster.lines('kubectl get nodes -o name')).toEqual(['node/node-1', 'node/node-2']);
    expect(status('node-1')).toBe('Ready');
  });
});

test('the daemon of a network is a unit as well: what it has set up stays without it, and it comes back', () => {
  const flannel = fabricSession('{ kind: segment }', [
    ...[
      '  cluster: { podCIDR: 10.244.0.0/16, network: flannel }',
      '---',
      'apiVersion: v1',
      'kind: ConfigMap',
    ],
    'metadata: { name: kube-flannel-cfg, namespace: kube-system }',
  ]);
  expect(said(flannel, 'node-1', 'systemctl is-active flanneld')).toBe('active');
  said(flannel, 'node-1', 'systemctl stop flanneld');
  expect(said(flannel, 'node-1', 'systemctl is-active flanneld')).toBe('inactive');
  expect(said(flannel, 'node-1', 'systemctl status flanneld')).toMatch(/Active: inactive \(dead\)/);
  expect(said(flannel, 'node-2', 'systemctl is-active flanneld')).toBe('active');
  said(flannel, 'node-1', 'systemctl start flanneld');
  expect(said(flannel, 'node-1', 'systemctl is-active flanneld')).toBe('active');
  expect(said(flannel, 'switch', 'systemctl is-active flanneld')).toBe('inactive');
});
