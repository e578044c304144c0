/**
 * Goal: pods that begin alike hold values in common (loopback, first process, lists of prefixes), and keep their own when one
 * of them is changed; what is worked out once for all pods of a node is what is worked out for each. Method: the same steps in
 * a cluster that is recorded, where nothing is shared, and in one that is not; a checkpoint stays as it was.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createObject, deleteObject } from '../cluster/apiserver';
import { forkWorld } from '../sim/checkpoint';
import { worldHash } from '../sim/hash';
import { podManifest } from './cluster';
import { BACKENDS, flannelCluster, netConf } from './flannel-cluster';
import type { RunningCluster } from './nodes';

const NODES = 2;
const PODS = 6;
const pod = (n: number): string => `pod-${String(n)}`;

/** Typed in a pod. What is refused is refused in both clusters. */
const COMMANDS = [
  'ip link set lo down',
  'ip link set lo up',
  'ip addr add 127.0.0.2/8 dev lo',
  'ip addr add 10.9.0.1/32 dev lo',
  'ip addr del 127.0.0.1/8 dev lo',
  'ip route add 10.8.0.0/16 dev eth0',
  'ip route add local 10.7.0.0/16 dev lo',
  'ip route flush table local',
  'ip link set eth0 down',
  'ip link add dum0 type dummy',
  'kill 1',
  'nc -u -l 9 &',
  'ping -c 1 127.0.0.1',
  'ip link del eth0',
] as const;

const n = fc.integer({ min: 1, max: PODS });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('comes' as const), n }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('goes' as const), n }) },
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constant('types' as const), n, command: fc.constantFrom(...COMMANDS) }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('rest' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function takes(cluster: RunningCluster, one: Step): void {
  switch (one.does) {
    case 'comes':
      createObject(cluster.kubectl, podManifest(pod(one.n)));
      break;
    case 'goes':
      deleteObject(cluster.kubectl, { kind: 'Pod', namespace: 'default', name: pod(one.n) });
      break;
    case 'types':
      if (cluster.netns(pod(one.n)) !== null) cluster.typed(pod(one.n), one.command);
      break;
    case 'rest':
      cluster.settle();
  }
}

test.each(['vxlan', 'host-gw'] as const)('%s', (backend) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 14 }), fc.array(step, { maxLength: 8 }), (before, after) => {
      const hashes = [true, false].map((bare) => {
        const cluster = flannelCluster(NODES, netConf(BACKENDS[backend]), { bare });
        const { world } = cluster.simulation;
        for (const one of before) takes(cluster, one);
        cluster.settle();
        const then = worldHash(world);
        const kept = forkWorld(world, world.generation);
        world.generation += 1;
        for (const one of after) takes(cluster, one);
        cluster.settle();
        expect(worldHash(kept)).toBe(then);
        return [then, worldHash(world)];
      });
      expect(hashes[0]).toEqual(hashes[1]);
    }),
    { numRuns: 12 },
  );
});

test('nodes that come at one instant get the same ranges, recorded or not', () => {
  const hashes = [true, false].map((bare) => {
    const cluster = flannelCluster(7, netConf(BACKENDS['host-gw']), {
      bare,
      ranges: { node3: '10.244.5.0/24', node5: '10.244.5.0/24', node6: '10.245.0.0/24' },
    });
    return worldHash(cluster.simulation.world);
  });
  expect(hashes[0]).toBe(hashes[1]);
});

test('pods of one number on their node share what they begin with, unless they are recorded', () => {
  const [bare, recorded] = [true, false].map((one) => {
    const cluster = flannelCluster(NODES, netConf(BACKENDS.vxlan), { bare: one });
    for (const name of ['pod-1', 'pod-2'])
      createObject(cluster.kubectl, podManifest(name, { nodeName: name.replace('pod-', 'node') }));
    cluster.settle();
    const [first, second] = ['pod-1', 'pod-2'].map((name) => cluster.netns(name));
    return first?.processes.entries === second?.processes.entries;
  });
  expect([bare, recorded]).toEqual([true, false]);
});
