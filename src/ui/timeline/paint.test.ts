import { expect, test } from 'vitest';
import { columnsOf, rowsBox } from './paint';

const whole = { window: { from: 0, to: 100 }, width: 1000 };

test('what stands at a rank has its place in the window, what lies outside has none', () => {
  expect(columnsOf(whole, [0, 50, 99], 1)).toEqual([0, 500, 990]);
  expect(columnsOf({ window: { from: 40, to: 60 }, width: 100 }, [39, 40, 59, 60], 1)).toEqual([0, 95]);
});

test('a hundred thousand marks come down to as many as can be told apart', () => {
  const ranks = Array.from({ length: 100_000 }, (_, i) => i);
  const columns = columnsOf({ window: { from: 0, to: 100_000 }, width: 600 }, ranks, 6);
  expect(columns.length).toBeLessThanOrEqual(100);
  expect(columns.length).toBeGreaterThan(90);
});

test('the rows take what the lanes above them leave', () => {
  expect(rowsBox({ height: 60, heads: { marks: 10, config: 0 } })).toEqual({ top: 13, height: 44 });
});
