import { describe, expect, it } from 'vitest';
import type { Decision } from '../../core/index';
import { instantAt } from '../../core/testing/instant';
import { flannelGraph } from '../../core/testing/lab-graph';
import { layoutGraph } from '../../core/views/layout';
import { sceneOf } from './scene';
import { routeTaken } from './taken';

const graph = flannelGraph([1, 1]);
const scene = sceneOf(graph, layoutGraph(graph, 'wide'));

function decision(key: string, answer: string, seq: number): Decision {
  const nothing = { key, params: {} };
  return {
    seq,
    title: nothing,
    sentence: nothing,
    key: '',
    answer,
    table: null,
    rows: [],
    hidden: 0,
    kernelFunction: '',
    told: null,
    deciding: false,
  };
}

const inner = decision('decision.route', '10.244.2.0/24 via 10.244.2.0 dev flannel.1', 1);
const neighbour = decision('decision.neighbour', '10.244.2.0 lladdr 2e:f1:0a:f4:02:00', 2);
const outer = decision('decision.outerRoute', '192.168.56.0/24 dev eth0', 3);
const taken = (seq: number, ...decisions: Decision[]) =>
  routeTaken(scene, instantAt('dev:node1/flannel.1', { kind: 'none' }, { seq, netns: 'node1', decisions }))
    ?.routes ?? null;

describe('routeTaken', () => {
  it('marks the row that won', () => {
    expect(taken(1, inner)).toEqual([{ route: 1, header: null, main: true }]);
    expect(taken(2, inner, neighbour)).toEqual([{ route: 1, header: null, main: true }]);
    expect(taken(3, outer)).toEqual([{ route: 2, header: null, main: true }]);
  });

  it('names both rows of a wrapped packet, its own before that of its wrapping', () => {
    expect(taken(4, inner, neighbour, outer)).toEqual([
      { route: 1, header: 'inner', main: true },
      { route: 2, header: 'outer', main: false },
    ]);
  });

  it('puts the outer route first while that is being decided', () => {
    expect(taken(3, inner, { ...outer, deciding: true })).toEqual([
      { route: 1, header: 'inner', main: false },
      { route: 2, header: 'outer', main: true },
    ]);
  });

  it('marks nothing without a route, or in a namespace without a core', () => {
    expect(taken(2, neighbour)).toBeNull();
    expect(
      routeTaken(scene, instantAt('dev:pod-a/eth0', { kind: 'none' }, { decisions: [inner] })),
    ).toBeNull();
  });
});
