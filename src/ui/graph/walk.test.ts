import { describe, expect, it } from 'vitest';
import { flannelGraph } from '../../core/testing/lab-graph';
import { layoutGraph } from '../../core/views/layout';
import { sceneOf } from './scene';
import type { Heading } from './walk';
import { neighbour, nextInOrder, walkOrder } from './walk';

const graph = flannelGraph([1, 1]);
const scene = sceneOf(graph, layoutGraph(graph, 'wide'));

describe('neighbour', () => {
  it('walks the way of the packet along the wires', () => {
    const steps: readonly Heading[] = ['down', 'down', 'down', 'right'];
    const visited = steps.reduce<string[]>(
      (way, heading) => [...way, neighbour(scene, way.at(-1) ?? '', heading) ?? ''],
      ['dev:pod-a/eth0'],
    );
    expect(visited.slice(2)).toEqual(['dev:node1/cni0', 'routing:node1', 'dev:node1/flannel.1']);
  });

  it('crosses the tunnel to the other machine and comes back', () => {
    expect(neighbour(scene, 'dev:node1/flannel.1', 'right')).toBe('dev:node2/flannel.1');
    expect(neighbour(scene, 'dev:node2/flannel.1', 'left')).toBe('dev:node1/flannel.1');
  });

  it('reaches what no wire leads to', () => {
    expect(neighbour(scene, 'dev:pod-a/eth0', 'up')).toBe('netns:pod-a');
  });

  it.each(['wide', 'compact', 'narrow'] as const)('reaches every element from any other: %s', (form) => {
    const drawn = sceneOf(graph, layoutGraph(graph, form));
    const headings: readonly Heading[] = ['left', 'right', 'up', 'down'];
    const all = walkOrder(drawn);
    const seen = new Set(['dev:pod-a/eth0']);
    for (const id of seen) for (const heading of headings) seen.add(neighbour(drawn, id, heading) ?? id);
    expect(all.length).toBeGreaterThan(20);
    expect(all.filter((id) => !seen.has(id))).toEqual([]);
  });
});

describe('nextInOrder', () => {
  it('leads through everything, and back', () => {
    const all = walkOrder(scene);
    const down = all.slice(1).reduce((at) => [...at, nextInOrder(scene, at.at(-1) ?? '', 1) ?? ''], [all[0]]);
    expect(down).toEqual(all);
    expect(nextInOrder(scene, all.at(-1) ?? '', 1)).toBeNull();
    expect(nextInOrder(scene, all[1] ?? '', -1)).toBe(all[0]);
  });
});
