import { describe, expect, it } from 'vitest';
import type { Decision } from '../../core/index';
import { instantAt } from '../../core/testing/instant';
import { flannelGraph } from '../../core/testing/lab-graph';
import { layoutGraph } from '../../core/views/layout';
import { sceneOf } from './scene';
import { routeTaken } from './taken';

const graph = flannelGraph([1, 1]);
const scene = sceneOf(graph, layoutGraph(graph, 'wide'));

function decision(key: string, answer: string): Decision {
  const nothing = { key, params: {} };
  return {
    seq: 1,
    title: nothing,
    sentence: nothing,
    key: '',
    answer,
    table: null,
    rows: [],
    hidden: 0,
    kernelFunction: '',
  };
}

const inner = decision('decision.route', '10.244.2.0/24 via 10.244.2.0 dev flannel.1');
const outer = decision('decision.outerRoute', '192.168.56.0/24 dev eth0');
const neighbour = decision('decision.neighbour', '10.244.2.0 lladdr 2e:f1:0a:f4:02:00');
const taken = (...decisions: Decision[]) =>
  routeTaken(scene, instantAt('dev:node1/flannel.1', { kind: 'none' }, { netns: 'node1', decisions }))
    ?.route ?? null;

describe('routeTaken', () => {
  it('marks the row that won', () => {
    expect(taken(inner)).toBe(1);
    expect(taken(inner, neighbour)).toBe(1);
  });

  it('prefers the packet’s own route to that of its wrapping', () => {
    expect(taken(inner, outer, neighbour)).toBe(1);
  });

  it('marks the outer route while that is being decided', () => {
    expect(taken(inner, outer)).toBe(2);
  });

  it('marks nothing without a route, or in a namespace without a core', () => {
    expect(taken(neighbour)).toBeNull();
    expect(
      routeTaken(scene, instantAt('dev:pod-a/eth0', { kind: 'none' }, { decisions: [inner] })),
    ).toBeNull();
  });
});
