/** Goal: the runtime of a node lists its own pods and containers, with the ids that kubectl tells, in the columns of crictl v1.34. */
import { beforeAll, expect, test } from 'vitest';
import type { TypedCluster } from '../../testing/kubectl';
import { podYaml, typedCluster } from '../../testing/kubectl';

let cluster: TypedCluster;
beforeAll(() => {
  cluster = typedCluster();
  cluster.type('kubectl apply -f -', podYaml('a', '  nodeName: node-1'));
  cluster.type('kubectl apply -f -', podYaml('b', '  nodeName: node-2'));
});

test('containers', () => {
  const [head, row, ...more] = cluster.lines('crictl ps');
  expect(head).toBe(
    'CONTAINER           IMAGE               CREATED                  STATE               NAME                ATTEMPT             POD ID              POD                 NAMESPACE',
  );
  expect(row).toMatch(
    /^[0-9a-f]{13} {7}busybox:1\.36 {8}Less than a second ago {3}Running {13}main {16}0 {19}[0-9a-f]{13} {7}a {19}default$/,
  );
  expect(more).toEqual([]);
});

test('pods', () => {
  expect(cluster.lines('crictl pods')[1]).toMatch(
    /^[0-9a-f]{13} {7}Less than a second ago {3}Ready {15}a {19}default {13}0 {19}\(default\)$/,
  );
});

test('ids are those of the API', () => {
  const [id] = cluster.lines("kubectl get pod a -o jsonpath='{.status.containerStatuses[0].containerID}'");
  expect(cluster.lines('crictl ps -q')).toEqual([id?.replace('containerd://', '')]);
  const [pod = ''] = cluster.lines('crictl pods -q --name ^a$');
  expect(cluster.lines(`crictl ps -q --pod ${pod.slice(0, 13)}`)).toHaveLength(1);
  expect(cluster.lines('crictl ps -q --name nosuch')).toEqual([]);
});

test.each([
  ['crictl inspectp x', "packetwalk: 'crictl inspectp' is not in this lab yet"],
  ['crictl frob', "No help topic for 'frob'"],
])('%s', (command, said) => expect(cluster.lines(command)).toEqual([said]));
