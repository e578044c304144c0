/** Goal: lifted apart, everything is where it was in its own layer, nothing of one layer is in the other, wires hang on. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseLab } from '../../core/scenario';
import { Session } from '../../core/session';
import type { Chosen, GraphLayout, GraphView } from '../../core/index';
import { canLift, liftedScene } from './lift';
import type { Scene } from './scene';
import { boxOf, pathOf, planeOf, sceneOf } from './scene';

/** Building a lab takes longer than everything that is asked of it here. */
const views = new Map<string, GraphView>();

function viewOf(id: string, choices: Chosen): GraphView {
  const lab = parseLab(id, readFileSync(`scenarios/${id}/scenario.yaml`, 'utf8'));
  const session = lab.ok ? Session.open(lab.value, { choices }) : lab;
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  return session.value.query('graph', { seq: session.value.length - 1 });
}

function drawn(id: string, form: GraphLayout['form'], choices: Chosen = {}): Scene {
  const key = JSON.stringify([id, choices]);
  const view = views.get(key) ?? viewOf(id, choices);
  views.set(key, view);
  return sceneOf(view.graph, view.layouts[form]);
}

const LABS: readonly (readonly [string, Chosen])[] = [
  ['flannel-vxlan', {}],
  ['flannel-vxlan', { backend: 'udp' }],
  ['flannel-vxlan', { backend: 'ipip' }],
  ['flannel-vxlan', { backend: 'wireguard' }],
  ['flannel-vxlan-two-segments', {}],
  ['calico-ipip', {}],
  ['calico-vxlan', {}],
];

describe.each(LABS)('%s %j', (id, choices) => {
  for (const form of ['wide', 'compact', 'narrow'] as const) {
    test(`${form}: layers apart share nothing`, () => {
      const together = drawn(id, form, choices);
      const apart = liftedScene(together, 1);
      const { lift } = apart;
      expect(canLift(together) && lift !== null).toBe(true);
      for (const element of together.graph.elements) {
        const [was, is] = [boxOf(together, element.id), boxOf(apart, element.id)];
        if (!was || !is || !lift) continue;
        const plane = planeOf(together, element);
        if (plane === 'underlay') expect(is.y).toBeGreaterThan(lift.line);
        else expect(is.y + is.height).toBeLessThan(lift.line);
        expect([is.x, is.width]).toEqual([was.x, was.width]);
        if (plane === 'overlay') expect(is).toEqual(was);
      }
      for (const [, half] of lift?.under ?? []) expect(half.y).toBeGreaterThan(lift?.line ?? Infinity);
    });

    test(`${form}: wires keep to right angles and end where they ended`, () => {
      const together = drawn(id, form, choices);
      const apart = liftedScene(together, 1);
      for (const wire of together.graph.wires) {
        const [was, is] = [pathOf(together, wire.id), pathOf(apart, wire.id)];
        expect(is.length).toBe(was.length);
        is.forEach((point, index) => {
          const before = is[index - 1];
          if (before)
            expect(Math.min(Math.abs(point.x - before.x), Math.abs(point.y - before.y))).toBeLessThan(0.01);
        });
        for (const [end, point, old] of [
          [wire.from, is[0], was[0]],
          [wire.to, is.at(-1), was.at(-1)],
        ] as const) {
          const [box, oldBox] = [boxOf(apart, end), boxOf(together, end)];
          if (box && oldBox && point && old) expect(point.y - box.y).toBeCloseTo(old.y - oldBox.y);
        }
      }
    });
  }

  test('halfway is between, and nothing is nothing', () => {
    const together = drawn(id, 'compact', choices);
    expect(liftedScene(together, 0)).toBe(together);
    const heights = [0.5, 1].map((amount) => liftedScene(together, amount).layout.height);
    expect(heights[0]).toBeGreaterThan(together.layout.height);
    expect(heights[1]).toBeGreaterThan(heights[0] ?? 0);
  });
});

test('where nothing wraps packets there is nothing to lift', () => {
  const scene = drawn('flannel-vxlan', 'compact', { backend: 'host-gw' });
  expect(canLift(scene)).toBe(false);
  expect(liftedScene(scene, 1)).toBe(scene);
});
