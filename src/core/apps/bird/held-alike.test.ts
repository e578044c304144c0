/**
 * Goal: what BIRDs hold in common changes nothing. Method: the same nodes with the memory, without it, and recorded end in the
 * same World; and what they hold alike is one value.
 */
import { afterEach, expect, test, vi } from 'vitest';
import { FewAlike } from '../../base/few-alike';
import { mapValues } from '../../base/persistent-map';
import { worldHash } from '../../sim/hash';
import { birdOf, reflected } from '../../testing/reflected';
import { nullSink } from '../../trace/sink';
import { TraceStore } from '../../trace/store';

const NODES = 7;

afterEach(() => {
  vi.restoreAllMocks();
});

test('with the memory, without it and recorded the World is the same', () => {
  const withIt = worldHash(reflected(NODES, nullSink).world);
  expect(worldHash(reflected(NODES, new TraceStore()).world)).toBe(withIt);
  vi.spyOn(FewAlike.prototype, 'find').mockReturnValue(undefined);
  expect(worldHash(reflected(NODES, nullSink).world)).toBe(withIt);
});

test('clients of a reflector hold the same routes, up to the order in which they came', () => {
  const simulation = reflected(NODES, nullSink);
  const states = [3, 4, 5, 6, 7].map((n) => birdOf(simulation, n));
  const routes = states.flatMap(({ rib }) => mapValues(rib).flat()).filter(({ kind }) => kind === 'bgp');
  // Each hears of six blocks from two reflectors.
  expect(routes).toHaveLength(5 * 6 * 2);
  // Of a block that comes before its own a client counts one more than of those behind, of the second reflector's by two.
  expect(new Set(routes).size).toBeLessThanOrEqual(7 * 2 * 3);
  const texts = (each: (typeof routes)[number]): string => JSON.stringify(each);
  expect(new Set(routes).size).toBe(new Set(routes.map(texts)).size);
  const lists = states.flatMap(({ rib }) => mapValues(rib)).filter(([best]) => best?.kind === 'bgp');
  expect(new Set(lists).size).toBe(new Set(lists.map((list) => JSON.stringify(list))).size);
});
