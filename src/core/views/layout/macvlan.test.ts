import { expect, it } from 'vitest';
import { net } from '../../testing/net';
import { labGraph } from '../graph';
import { layoutGraph } from '../layout';

it.each(['wide', 'compact', 'narrow'] as const)(
  '%s: every device upon a card has a place and a way to it',
  (form) => {
    const lab = net()
      .machines('n', 'h')
      .cable('n.eth0', 'h.eth0')
      .type('n', 'ip netns add a\nip link add ifb0 type ifb')
      .type('n', 'ip link add link eth0 name e0 netns a type macvlan mode bridge')
      .type('n', 'ip link add link eth0 name own type macvlan mode bridge');
    const graph = labGraph(lab.world);
    const layout = layoutGraph(graph, form);
    expect(graph.elements.filter(({ id }) => layout.boxes[id] === undefined)).toEqual([]);
    expect(
      graph.wires.filter(({ kind }) => kind === 'lower').map(({ id }) => layout.paths[id]?.length),
    ).toEqual([expect.any(Number), expect.any(Number)]);
  },
);
