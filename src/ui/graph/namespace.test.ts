import { describe, expect, it } from 'vitest';
import type { LabGraph } from '../../core/index';
import { flannelGraph } from '../../core/testing/lab-graph';
import { layoutGraph } from '../../core/views/layout';
import { isOutside, podsOf } from './namespace';
import { sceneOf } from './scene';

const facts = { name: 'x', status: 'Running', ip: null, node: null, containers: [], pause: true };
const plain = flannelGraph([1, 1]);
const graph: LabGraph = {
  ...plain,
  elements: plain.elements.map((one) => {
    if (one.kind !== 'netns' || one.root) return one;
    return { ...one, pod: { ...facts, namespace: one.name === 'pod-a' ? 'shop' : 'default' } };
  }),
};
const scene = sceneOf(graph, layoutGraph(graph, 'compact'));
const outside = (namespace: string | null): string[] =>
  graph.elements.filter((one) => isOutside(scene, one, namespace)).map(({ id }) => id);

describe('a namespace on the map', () => {
  it('puts pods of other namespaces and their devices back, nothing else', () => {
    expect(outside('shop')).toEqual(['netns:pod-b', 'dev:pod-b/eth0']);
    expect(outside(null)).toEqual([]);
  });

  it('knows its own pods', () => {
    expect(podsOf(scene, 'shop')).toEqual(['netns:pod-a']);
    expect(podsOf(scene, null)).toEqual([]);
  });
});
