/** Goal: the one DaemonSet there is can be restarted by the command one would type. */
import { expect, test } from 'vitest';
import { typedCluster } from '../../../testing/kubectl';
import { BACKENDS, flannelCluster, flanneldState, netConf } from '../../../testing/flannel-cluster';

test('flannel starts anew on every node', () => {
  const cluster = flannelCluster(2, netConf(BACKENDS.vxlan));
  const lives = (): readonly unknown[] => [1, 2].map((n) => flanneldState(cluster, n)?.life);
  const before = lives();
  expect(cluster.typed('node1', 'kubectl -n kube-flannel rollout restart ds/kube-flannel-ds')).toEqual([
    'daemonset.apps/kube-flannel-ds restarted',
  ]);
  cluster.settle();
  expect(before).toEqual([1, 1]);
  expect(lives()).toEqual([2, 2]);
  expect(flanneldState(cluster, 2)?.phase).toBe('running');
});

test.each<[string, string]>([
  [
    'kubectl rollout restart ds kube-flannel-ds',
    'Error from server (NotFound): daemonsets.apps "kube-flannel-ds" not found',
  ],
  ['kubectl rollout restart', 'error: required resource not specified'],
])('%s', (command, line) => {
  expect(typedCluster().type(command)).toMatchObject({ exitCode: 1, stderr: [line] });
});

test.each(['kubectl rollout undo deployment web', 'kubectl rollout restart deployment web'])(
  '%s is for later',
  (command) => {
    expect(typedCluster().type(command).exitCode).not.toBe(0);
  },
);
