/** Goal: every copy of a flood is seen, at the flood and at its branches. Method: floods told by cue and by table. */
import { describe, expect, it } from 'vitest';
import type { Decision, EvidenceRow } from '../../core/index';
import { instantAt, journeyOf, stopsOf } from '../../core/testing/instant';
import { flannelGraph } from '../../core/testing/lab-graph';
import { layoutGraph } from '../../core/views/layout';
import { floodOf } from './flood';
import { stillOf } from './packet-still';
import { sceneOf } from './scene';

const graph = flannelGraph([2, 1]);
const scene = sceneOf(graph, layoutGraph(graph, 'compact'));
const words = { wrap: 'wrap', unwrap: 'unwrap', flood: 'flood', drop: 'drop' };
const seen = { x: 0, y: 0, width: 1000, height: 1000 };
const CNI = 'dev:node1/cni0';
const ports = graph.wires.filter((wire) => wire.kind === 'port' && [wire.from, wire.to].includes(CNI));
const portIds = ports.map((wire) => (wire.from === CNI ? wire.to : wire.from));
const names = portIds.map((id) => id.replace('dev:node1/', ''));

function flooding(won: readonly string[]): Decision {
  const nothing = { key: 'test', params: {} };
  const rows = won.map((name): EvidenceRow => ({
    cells: ['', name, ''],
    verdict: 'won',
    reason: null,
    writtenBy: null,
  }));
  const title = { key: 'decision.bridgeFdb', params: {} };
  return {
    seq: 1,
    title,
    sentence: nothing,
    key: '',
    answer: '',
    table: null,
    rows,
    hidden: 0,
    kernelFunction: '',
    told: null,
    deciding: true,
  };
}

describe('floodOf', () => {
  it('finds every wire of a flood in the table of the bridge', () => {
    const decisions = [flooding([...names, 'cni0'])];
    const flood = floodOf(scene, instantAt(CNI, { kind: 'none' }, { netns: 'node1', decisions }));
    expect(flood?.at).toBe(CNI);
    expect(flood?.up).toBe(true);
    expect(flood?.legs.map((leg) => leg.wire)).toEqual(ports.map((wire) => wire.id));
  });

  it('is none when one port has it', () => {
    const decisions = [flooding(names.slice(0, 1))];
    expect(floodOf(scene, instantAt(CNI, { kind: 'none' }, { netns: 'node1', decisions }))).toBeNull();
  });
});

describe('copies of a flood', () => {
  const [first = '', second = ''] = names;
  const copiesAt = (element: string): number =>
    stillOf(
      scene,
      instantAt(
        element,
        { kind: 'stay', at: element },
        {
          netns: 'node1',
          decisions: [flooding([first, second, 'cni0'])],
          journey: journeyOf(stopsOf([`node1/${first}`, 'node1/cni0'], 1)),
        },
      ),
      words,
      seen,
    )?.copies.length ?? 0;

  it('are all there but for the one that is followed, on each branch', () => {
    expect(copiesAt(CNI)).toBe(2);
    expect(copiesAt(portIds[1] ?? '')).toBe(2);
  });
});
