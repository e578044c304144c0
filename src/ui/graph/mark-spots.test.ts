import { describe, expect, it } from 'vitest';
import type { LabGraph, MachineElement, StepMarks } from '../../core/index';
import { flannelGraph } from '../../core/testing/lab-graph';
import { layoutGraph } from '../../core/views/layout';
import { agentChips } from './agent-chips';
import { overlapArea } from './capsule-place';
import { actorSpot, apiLines, aside, markedParts, tagSpot } from './mark-spots';
import { boxOf, sceneOf } from './scene';

const plain = flannelGraph([1, 1]);
const graph: LabGraph = {
  ...plain,
  elements: [
    { id: 'apiserver:', kind: 'apiserver', loops: ['kube-scheduler'] },
    ...plain.elements.map((one) =>
      one.kind === 'machine' && one.role === 'node' ? { ...one, agents: ['kubelet'] } : one,
    ),
  ],
};
const NONE: StepMarks = { marks: [], actor: null, api: false, watchers: [] };

describe.each(['wide', 'compact', 'narrow'] as const)('marks in the %s form', (form) => {
  const scene = sceneOf(graph, layoutGraph(graph, form));

  it('gathers what changed by the element it is drawn at', () => {
    const parts = markedParts(scene, {
      ...NONE,
      marks: [
        { element: 'dev:node1/cni0', what: 'address', text: '10.244.1.1/24' },
        { element: 'dev:node1/cni0', what: 'changed', text: 'UP' },
        { element: 'dev:gone/eth0', what: 'link', text: 'eth0' },
      ],
    });
    expect(parts).toEqual([
      { element: 'dev:node1/cni0', kinds: ['address', 'changed'], text: '10.244.1.1/24' },
    ]);
  });

  it('does not write two words over each other', () => {
    const box = boxOf(scene, 'dev:pod-a/eth0')!;
    const first = tagSpot(scene, box, 60, []);
    expect(overlapArea(first, tagSpot(scene, box, 60, [first]))).toBe(0);
  });

  it('shows who acts inside its own machine', () => {
    const spot = actorSpot(scene, {
      ...NONE,
      actor: { element: 'machine:node2', name: 'kubelet', tool: 'bridge' },
    });
    const card = boxOf(scene, 'machine:node2')!;
    expect(spot?.text).toBe('kubelet › bridge');
    expect(spot!.box.x).toBeGreaterThanOrEqual(card.x);
    expect(spot!.box.x + spot!.box.width).toBeLessThanOrEqual(card.x + card.width);
  });

  it('writes no word beyond the edge of the drawing', () => {
    const { width, height } = scene.layout;
    const whole = { x: 20, y: 20, width: width - 20, height: height - 40 };
    const spot = tagSpot(scene, whole, 90, []);
    expect(spot.x + spot.width).toBeLessThanOrEqual(width + 12);
  });

  it('tells what changed at the API server inside it, and above it where somebody acts there', () => {
    const server = { x: 200, y: 0, width: 235, height: 28 };
    const inside = tagSpot(scene, server, 110, [], true);
    expect(overlapArea(inside, server)).toBe(inside.width * inside.height);
    const above = tagSpot(scene, server, 110, [inside], true);
    expect(overlapArea(above, inside)).toBeLessThan(0.5 * inside.width * inside.height);
    expect(above.x + above.width).toBeLessThanOrEqual(server.x + server.width);
  });

  it('moves the labels aside that the one who acts would cover in part', () => {
    const two: LabGraph = {
      ...graph,
      elements: graph.elements.map((one) =>
        one.kind === 'machine' && one.role === 'node' ? { ...one, agents: ['kubelet', 'flanneld'] } : one,
      ),
    };
    const busy = sceneOf(two, layoutGraph(two, form));
    for (const machine of ['machine:node1', 'machine:node2']) {
      for (const tool of [null, 'flannel']) {
        const marks = { ...NONE, actor: { element: machine, name: 'kubelet', tool } };
        const acting = actorSpot(busy, marks)!;
        const moved = aside(busy, marks, acting);
        const card = boxOf(busy, machine)!;
        for (const { to } of moved) {
          if (!to) continue;
          expect(overlapArea(to, acting.box)).toBe(0);
          expect(overlapArea(to, card)).toBeCloseTo(to.width * to.height);
        }
        const chips = agentChips(busy, busy.elements.get(machine) as MachineElement);
        const other = chips.find(({ name }) => name === 'flanneld')!;
        if (moved.length === 0) expect(overlapArea(other.box, acting.box)).toBe(0);
      }
    }
  });

  it('leads a line from whoever asked and one to whoever hears', () => {
    const lines = apiLines(scene, {
      ...NONE,
      api: true,
      actor: { element: 'machine:node1', name: 'kubelet', tool: null },
      watchers: [
        { element: 'machine:node1', name: 'kubelet' },
        { element: 'machine:node2', name: 'kubelet' },
        { element: 'apiserver:', name: 'kube-scheduler' },
      ],
    });
    expect(lines.map(({ machine, watches }) => [machine, watches])).toEqual([
      ['machine:node1', false],
      ['machine:node1', true],
      ['machine:node2', true],
    ]);
    for (const { machine, path } of lines) expect(path.at(-1)?.y).toBeCloseTo(boxOf(scene, machine)!.y);
  });
});
