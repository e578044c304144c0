/** RFC 7938 section 5.2.1: a number of its own for each leaf, one for all spines, all of them for private use (RFC 6996). */
import { expect, test } from 'vitest';
import { leafAs, leafBird, nodeAsOf, spineBird } from './leaf-spine.bgp';

const LEAF = {
  leaf: 2,
  routerId: '10.0.0.2',
  nodes: [{ node: 3, address: '10.2.0.3' }],
  spines: ['10.9.0.1'],
};

/** Numbers behind `as`, in order. */
function systems(lines: readonly string[]): readonly number[] {
  return [...lines.join('\n').matchAll(/ as (\d+)/g)].map(([, number]) => Number(number));
}

test('a leaf is a system of its own and speaks with the spines and with the nodes of its rack', () => {
  const [own, spine, node] = systems(leafBird({ ...LEAF, nodeAs: null }));
  expect([own, node]).toEqual([leafAs(2), nodeAsOf(3)]);
  expect(new Set([own, spine, node, leafAs(1)]).size).toBe(4);
  for (const number of [own ?? 0, spine ?? 0, node ?? 0]) {
    expect(number).toBeGreaterThanOrEqual(64_512);
    expect(number).toBeLessThanOrEqual(65_534);
  }
});

test('all spines have one number, and know each leaf by its own', () => {
  const [first, ...leaves] = systems(spineBird('10.0.1.1', ['10.9.0.2', '10.9.0.6']));
  const [second] = systems(spineBird('10.0.1.2', ['10.9.1.2', '10.9.1.6']));
  expect(first).toBe(second);
  expect(leaves).toEqual([leafAs(1), leafAs(2)]);
});

test('nodes of one system may be told apart by their addresses alone', () => {
  expect(systems(leafBird({ ...LEAF, nodeAs: 64_512 })).at(-1)).toBe(64_512);
});
