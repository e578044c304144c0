import { expect, test } from 'vitest';
import type { Journey, Stop } from '../../core/index';
import { groupStops, isNews, levels, presentStop, seqOfStop } from './stops';

const stop = (netns: string, dev: string, over: Partial<Stop> = {}): Stop => ({
  element: `dev:${netns}/${dev}`,
  machine: 'node-1',
  netns,
  dev,
  device: 'veth',
  firstSeq: 10,
  lastSeq: 14,
  ttl: 64,
  lenBytes: 98,
  headerBytes: 42,
  wrapped: false,
  state: 'ahead',
  dropped: false,
  ...over,
});

test('neighbouring stops of one netns stand under one bracket, even when the path comes back', () => {
  const path = [
    stop('a', 'eth0'),
    stop('n', 'veth1'),
    stop('n', 'cni0'),
    stop('b', 'eth0'),
    stop('n', 'veth1'),
  ];
  expect(groupStops(path).map(({ netns, from, count }) => [netns, from, count])).toEqual([
    ['a', 0, 1],
    ['n', 1, 2],
    ['b', 3, 1],
    ['n', 4, 1],
  ]);
});

test('choosing a stop goes to the end of the hop on it', () => {
  expect(seqOfStop(stop('a', 'eth0'), [5, 11, 13, 20])).toBe(13);
  expect(seqOfStop(stop('a', 'eth0'), [5, 20])).toBe(14);
});

test('between two stops the packet counts for the one it left', () => {
  const journey = (states: readonly Stop['state'][]) =>
    ({ stops: states.map((state) => stop('a', 'eth0', { state })) }) as unknown as Journey;
  expect(presentStop(journey(['travelled', 'here', 'ahead']))).toBe(1);
  expect(presentStop(journey(['travelled', 'travelled', 'ahead']))).toBe(1);
  expect(presentStop(journey(['ahead']))).toBe(-1);
});

test('a value is written where it changes, past stops without one', () => {
  const ttl = [null, 64, null, 64, 63];
  expect(ttl.map((_, index) => isNews(ttl, index))).toEqual([false, true, false, false, true]);
});

test('falling values fall in even steps', () => {
  expect(levels([64, 64, 63, 62, null], 10, 4)).toEqual([0, 0, 4, 8, null]);
  expect(levels([64, 63, 62, 61, 60, 59], 10, 4)).toEqual([0, 2, 4, 6, 8, 10]);
  expect(levels([64, 64], 10, 4)).toEqual([0, 0]);
});
