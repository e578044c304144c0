import { describe, expect, it } from 'vitest';
import type { Instant } from '../../core/index';
import { flannelGraph } from '../../core/testing/lab-graph';
import { foldPods } from '../../core/views/fold';
import { layoutGraph } from '../../core/views/layout';
import { sceneOf } from './scene';
import { throughFolds } from './through-folds';

const graph = foldPods(flannelGraph([12, 1]));
const scene = sceneOf(graph, layoutGraph(graph, 'compact'));
const hidden = graph.elements.flatMap((one) => (one.kind === 'fold' ? one.holds : []));
const port = hidden.find((id) => id.startsWith('dev:node1/'))!;
const inside = hidden.find((id) => id.endsWith('/eth0'))!;

function instantAt(element: string, cue: Instant['cue']): Instant {
  return { element, cue, journey: null } as unknown as Instant;
}

describe('throughFolds', () => {
  it('leaves an instant alone where nothing is folded', () => {
    const open = sceneOf(flannelGraph([1, 1]), layoutGraph(flannelGraph([1, 1]), 'compact'));
    const instant = instantAt(inside, { kind: 'none' });
    expect(throughFolds(open, instant)).toBe(instant);
  });

  it('sees what happens in a folded pod at the fold', () => {
    const seen = throughFolds(scene, instantAt(inside, { kind: 'stay', at: inside }));
    expect(seen).toMatchObject({ element: 'fold:node1', cue: { kind: 'stay', at: 'fold:node1' } });
  });

  it('lets a packet travel from the bridge to the fold, and not at all within it', () => {
    const wire = `port:dev:node1/cni0|${port}`;
    const out = throughFolds(
      scene,
      instantAt(port, { kind: 'travel', wires: [{ wire, reversed: false }], to: port }),
    );
    expect(out?.cue).toMatchObject({ wires: [{ wire: 'port:dev:node1/cni0|fold:node1' }], to: 'fold:node1' });
    const within = throughFolds(
      scene,
      instantAt(port, {
        kind: 'travel',
        wires: [{ wire: `veth:${inside}|${port}`, reversed: false }],
        to: port,
      }),
    );
    expect(within?.cue).toEqual({ kind: 'stay', at: 'fold:node1' });
  });
});
