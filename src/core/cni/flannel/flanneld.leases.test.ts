/**
 * Goal: what many leases come to at a stroke is what they come to one by one, refusals included; the nodes then hold rows in
 * common, and keep their own when these are changed. Method: the same steps in a cluster that is recorded, where each is heard
 * by itself, and in one that is not.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LayeredMap } from '../../base/layered-map';
import { deleteObject, patchObject } from '../../cluster/apiserver';
import { restartNetwork, startNode } from '../../cluster/start';
import { worldHash } from '../../sim/hash';
import { addMachine, BACKENDS, flannelCluster, netConf } from '../../testing/flannel-cluster';
import type { RunningCluster } from '../../testing/nodes';

const node = (n: number) => `node${String(n)}`;

/** Steps may come at the same instant, so that several leases are heard at once. */
const step = fc.oneof(
  fc.record({ does: fc.constant('joins' as const) }),
  fc.record({
    does: fc.constantFrom('leaves', 'restarts', 'loses its device', 'moves'),
    n: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    does: fc.constantFrom('has another address', 'has a group address', 'says nonsense'),
    n: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    does: fc.constantFrom('forgets a neighbour', 'has a route of its own', 'has the gateway itself'),
    n: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({ does: fc.constant('rest' as const) }),
);
/** The kernel refuses the second message of the second lease, and takes those of the third. */
const REFUSED: Step[] = [
  { does: 'has another address', n: 1 },
  { does: 'has a group address', n: 2 },
  { does: 'has another address', n: 3 },
];
/** So many that several leases are heard at once. */
const MACHINES = 6;
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const ANNOTATION = 'flannel.alpha.coreos.com/';

function annotate(cluster: RunningCluster, n: number, annotations: Readonly<Record<string, string>>): void {
  const at = { kind: 'Node', namespace: '', name: node(n), status: true };
  patchObject(cluster.kubectl, at, { metadata: { annotations } });
}

function takes(cluster: RunningCluster, one: Step, machines: number): void {
  const { simulation } = cluster;
  switch (one.does) {
    case 'joins': {
      addMachine(simulation, machines);
      startNode(simulation.ctx, simulation.runtime, node(machines), cluster.netns(node(machines))?.id ?? -1);
      break;
    }
    case 'leaves':
      deleteObject(cluster.kubectl, { kind: 'Node', namespace: '', name: node(one.n) });
      break;
    case 'restarts':
      restartNetwork(simulation.ctx, simulation.runtime, node(one.n));
      break;
    case 'loses its device':
      cluster.typed(node(one.n), 'ip link del flannel.1');
      break;
    case 'moves':
      annotate(cluster, one.n, { [`${ANNOTATION}public-ip`]: `192.168.56.${String(100 + machines)}` });
      break;
    case 'has another address':
      annotate(cluster, one.n, {
        [`${ANNOTATION}backend-data`]: `{"VNI":1,"VtepMAC":"0e:00:00:00:00:0${String(one.n)}"}`,
      });
      break;
    case 'has a group address':
      annotate(cluster, one.n, { [`${ANNOTATION}backend-data`]: '{"VNI":1,"VtepMAC":"01:00:5e:00:00:01"}' });
      break;
    case 'says nonsense':
      annotate(cluster, one.n, { [`${ANNOTATION}backend-data`]: '{' });
      break;
    case 'forgets a neighbour':
      cluster.typed(node(one.n), 'ip neigh del 10.244.2.0 dev flannel.1');
      break;
    case 'has a route of its own':
      cluster.typed(node(one.n), 'ip route replace 10.244.1.0/24 dev eth0');
      break;
    case 'has the gateway itself':
      cluster.typed(node(one.n), 'ip addr add 10.244.3.0/32 dev lo');
      break;
    case 'rest':
      cluster.settle();
  }
}

test.each(['vxlan', 'vxlan, DirectRouting', 'host-gw'] as const)('%s', (backend) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      const hashes = [true, false].map((bare) => {
        const cluster = flannelCluster(MACHINES, netConf(BACKENDS[backend]), { bare });
        let machines = MACHINES;
        for (const one of steps) {
          if (one.does === 'joins') machines += 1;
          takes(cluster, one, machines);
        }
        cluster.settle();
        return worldHash(cluster.simulation.world);
      });
      expect(hashes[0]).toBe(hashes[1]);
    }),
    { numRuns: 8, examples: [[REFUSED]] },
  );
});

test('nodes that are told the same hold the same rows, unless one of them is recorded', () => {
  const tables = [true, false].map((bare) => {
    const cluster = flannelCluster(MACHINES, netConf(BACKENDS.vxlan), { bare });
    const link = cluster.netns(node(5))?.links.find((one) => one?.name === 'flannel.1');
    return link?.neigh.entries;
  });
  expect(tables.map((one) => one instanceof LayeredMap)).toEqual([true, false]);
  expect([...(tables[0] ?? [])]).toEqual([...(tables[1] ?? [])]);
});
