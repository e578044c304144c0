/** Goal: a command runs in the pod, and kubectl says what it says of what cannot run. Texts: kubectl v1.32 on a real machine. */
import { beforeAll, expect, test } from 'vitest';
import { podYaml, typedCluster, type TypedCluster } from '../../../testing/kubectl';

let cluster: TypedCluster;
beforeAll(() => {
  cluster = typedCluster();
  cluster.type('kubectl apply -f -', podYaml('a', '  nodeName: node-1'));
  cluster.type('kubectl apply -f -', podYaml('b', '  nodeName: node-2'));
});

test.each<[string, string[]]>([
  ['kubectl exec', ['error: pod, type/name or --filename must be specified']],
  [
    'kubectl exec a ls',
    [
      'error: exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead',
      "See 'kubectl exec -h' for help and examples",
    ],
  ],
  ['kubectl exec a', ['error: you must specify at least one command for the container']],
  ['kubectl exec a --', ['error: you must specify at least one command for the container']],
  ['kubectl exec nix -- ip a', ['Error from server (NotFound): pods "nix" not found']],
  ['kubectl exec a -- false', ['command terminated with exit code 1']],
  ['kubectl exec a -- hostname', ['a']],
  [
    'kubectl logs',
    [
      "error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.",
      'POD or TYPE/NAME is a required argument for the logs command',
      "See 'kubectl logs -h' for help and examples",
    ],
  ],
])('%s', (command, lines) => expect(cluster.lines(command)).toEqual(lines));

test('the command sees what the pod sees, on whatever node it is', () => {
  const addresses = cluster.lines('kubectl exec -it b -- ip -br addr');
  const [ip = ''] = cluster
    .lines('kubectl get pod b -o wide --no-headers')
    .map((line) => line.split(/\s+/)[5] ?? '');
  expect(addresses.some((line) => line.includes(`${ip}/`))).toBe(true);
  expect(cluster.lines('kubectl exec b -- cat /etc/hosts').at(-1)).toBe(`${ip}\tb`);
});
