/**
 * Goal: what is known of the nodes is the same whatever was asked before. Method: clusters that change at random, nodes with
 * equal addresses among them; what a sort says.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ANNOTATION } from '../../../cluster/objects/calico';
import type { ApiObject, ClusterState } from '../../../model/cluster';
import { calicoNodes } from './facts';

/** A node with its address, and whether it has a tunnel; null for one that has not said where it is. */
const node = fc.record({ last: fc.option(fc.nat({ max: 12 })), tunnel: fc.boolean() });

function objectOf({ last, tunnel }: { last: number | null; tunnel: boolean }, n: number): ApiObject {
  const annotations = {
    ...(last === null ? {} : { [ANNOTATION.address]: `10.0.0.${String(last)}/24` }),
    ...(tunnel ? { [ANNOTATION.vxlanTunnel]: `10.1.0.${String(n)}` } : {}),
  };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: `n${String(n)}`, annotations } } as ApiObject;
}

function clusterOf(nodes: readonly ApiObject[]): ClusterState {
  const entries = new Map(nodes.map((object) => [`Node//${object.metadata.name}`, object]));
  const names = new Map([...entries.keys()].map((key) => [key, true]));
  return {
    objects: { generation: 1, entries },
    index: { generation: 1, entries: new Map([['Node', { generation: 1, entries: names }]]) },
  } as unknown as ClusterState;
}

test('addresses are sorted, and nodes found by name, after any change', () => {
  fc.assert(
    fc.property(fc.array(fc.array(node, { maxLength: 6 }), { minLength: 1, maxLength: 6 }), (steps) => {
      for (const step of steps) {
        const known = calicoNodes(clusterOf(step.map(objectOf)));
        const there = step.filter(({ last }) => last !== null);
        const texts = (some: typeof there): string[] =>
          some.map(({ last }) => `10.0.0.${String(last)}`).sort();
        expect(known.addresses).toEqual(texts(there));
        expect(known.vteps).toEqual(texts(there.filter(({ tunnel }) => tunnel)));
        expect(known.all).toHaveLength(there.length);
        for (const one of known.all) expect(known.byName.get(one.name)).toBe(one);
      }
    }),
  );
});
