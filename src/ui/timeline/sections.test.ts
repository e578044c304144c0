import { expect, test } from 'vitest';
import { sectionsOf } from './sections';

const begins = (...ranks: number[]) =>
  ranks.map((from, index) => ({ from, mark: { index, seq: from, command: `ping ${index}` } }));

test('a section reaches to the next input, the last one to the end', () => {
  const sections = sectionsOf(begins(0, 50), 200, { from: 0, to: 200 }, 400);
  expect(sections.map(({ from, to, left, width }) => [from, to, left, width])).toEqual([
    [0, 50, 0, 100],
    [50, 200, 100, 300],
  ]);
});

test('of a section half in the window the visible half is named', () => {
  const [first, second] = sectionsOf(begins(0, 50), 200, { from: 25, to: 75 }, 100);
  expect([first?.left, first?.width, second?.left, second?.width]).toEqual([0, 50, 50, 50]);
});

test('a thousand inputs are named only where there is room', () => {
  const many = begins(...Array.from({ length: 1000 }, (_, i) => i));
  expect(sectionsOf(many, 1000, { from: 0, to: 1000 }, 600)).toEqual([]);
  expect(sectionsOf(many, 1000, { from: 10, to: 20 }, 600).length).toBe(10);
});
