/** Goal: a curve joins the cards of a session's machines, from edge to edge, and says what is not up. */
import { expect, test } from 'vitest';
import type { BgpSessionView } from '../../core/index';
import { layoutGraph } from '../../core/views/layout';
import { leafSpineGraph } from '../../core/testing/router-graph';
import { boxOf, sceneOf } from './scene';
import { sessionCurves } from './session-curves';

const graph = leafSpineGraph();
const scene = sceneOf(graph, layoutGraph(graph, 'compact'));

function between(a: string, b: string, state: string | null = 'Established'): BgpSessionView {
  const end = (machine: string) => ({ element: `machine:${machine}`, machine, as: 64512, state, error: '' });
  return { from: end(a), to: end(b), up: state === 'Established' };
}

test.each([
  ['node1', 'node2'],
  ['node1', 'leaf1'],
  ['leaf2', 'spine1'],
])('from the edge of %s to the edge of %s', (a, b) => {
  const [curve] = sessionCurves(scene, [between(a, b)]);
  [a, b].forEach((name, i) => {
    const box = boxOf(scene, `machine:${name}`)!;
    const at = curve!.ends[i as 0 | 1];
    expect(at.x).toBeGreaterThan(box.x);
    expect(at.x).toBeLessThan(box.x + box.width);
    expect([box.y, box.y + box.height]).toContain(at.y);
  });
  expect(curve).toMatchObject({ all: 1, up: 1, state: '' });
});

test('those of one card end at different places, in the order of the machines they lead to', () => {
  const curves = sessionCurves(scene, [between('leaf2', 'spine1'), between('leaf1', 'spine1')]);
  const ends = curves.map(({ ends: [, end] }) => end.x);
  expect(ends[1]).toBeLessThan(ends[0]!);
});

test('several between two machines are one curve, that names the state of one that is not up', () => {
  const sessions = [between('leaf1', 'spine1'), between('spine1', 'leaf1', 'Active')];
  expect(sessionCurves(scene, sessions)).toMatchObject([{ all: 2, up: 1, state: 'Active' }]);
});

test('the word is that of the end that is not up', () => {
  const session = between('leaf1', 'spine1');
  const half = { ...session, up: false, to: { ...session.to, state: 'OpenConfirm' } };
  expect(sessionCurves(scene, [half])).toMatchObject([{ up: 0, state: 'OpenConfirm' }]);
});

test('a machine that is not drawn has none', () => {
  expect(sessionCurves(scene, [between('leaf1', 'gone')])).toEqual([]);
});

test('an arrow points from who told a route to who was told, whichever end the session is listed by', () => {
  const told = (from: string | null, to: string) => ({
    ...{ from: from && `machine:${from}`, to: `machine:${to}` },
    sentence: { key: '', params: {} },
  });
  const pointing = (from: string | null, to: string, session: BgpSessionView) =>
    sessionCurves(scene, [session], told(from, to))[0]!.telling;
  // Side by side, an arch runs level at its top.
  expect(pointing('node1', 'node2', between('node1', 'node2'))).toBeCloseTo(0);
  expect(pointing('node1', 'node2', between('node2', 'node1'))).toBeCloseTo(360);
  expect(pointing('node2', 'node1', between('node1', 'node2'))).toBeCloseTo(180);
  expect(pointing('node1', 'leaf1', between('node1', 'node2'))).toBeNull();
  expect(pointing(null, 'node2', between('node1', 'node2'))).toBeNull();
});
