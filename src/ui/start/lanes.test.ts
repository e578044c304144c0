/** Goal: the same netns stands in the same column of every lane, whichever way its packet goes. */
import { expect, test } from 'vitest';
import type { Stop } from '../../core/index';
import { placedStops, presentAt, zonesOf } from './lanes';

/** `node-1/cni0` and so on, as stops; those before `here` are travelled. */
function way(places: string, here = -1): Stop[] {
  return places.split(' ').map((place, index) => {
    const [netns = '', dev = ''] = place.split('/');
    const state = index < here ? 'travelled' : index === here ? 'here' : 'ahead';
    return {
      ...{ netns, dev, state, element: place, machine: netns, device: 'veth', dropped: false },
      ...{ firstSeq: index * 10, lastSeq: index * 10 + 9, ttl: 64, lenBytes: 98, headerBytes: 42 },
      wrapped: false,
    };
  });
}

const LONG = 'a/eth0 n1/veth n1/cni0 n1/tun n1/eth0 n2/eth0 b/eth0';
const SHORT = 'a/eth0 n1/veth n1/eth0 n2/eth0 b/eth0';
const BACK = 'b/eth0 n2/eth0 n1/eth0 n1/veth a/eth0';

test('zones follow one another without gaps, with room for the longest lane in each', () => {
  const zones = zonesOf([way(SHORT), way(LONG)], 'a');
  expect(zones.map(({ name }) => name)).toEqual(['a', 'n1', 'n2', 'b']);
  expect([zones[0]?.from, zones.at(-1)?.to]).toEqual([0, expect.closeTo(1)]);
  zones.slice(1).forEach((zone, index) => expect(zone.from).toBe(zones[index]?.to));
  const widths = zones.map(({ from, to }) => to - from);
  expect(widths[1]).toBeGreaterThan(3 * (widths[0] ?? 0));
});

test('stops stand in the zone of their netns, in order', () => {
  const zones = zonesOf([way(LONG), way(SHORT)], 'a');
  for (const places of [LONG, SHORT]) {
    const placed = placedStops(way(places), zones, 'a');
    expect(placed.map(({ stop }) => stop.element).join(' ')).toBe(places);
    for (const { stop, at, zone } of placed) {
      expect(zones[zone]?.name).toBe(stop.netns);
      expect(at).toBeGreaterThan(zones[zone]?.from ?? 1);
      expect(at).toBeLessThan(zones[zone]?.to ?? 0);
    }
    const middles = placed.map(({ at }) => at);
    expect(middles).toEqual([...middles].sort((a, b) => a - b));
  }
});

test('an answer goes the same way back: each of its stops stands where the question had it', () => {
  const zones = zonesOf([way(LONG), way(SHORT)], 'a');
  const places = (stops: Stop[]) =>
    placedStops(stops, zones, 'a').map(({ stop, at }) => [stop.element, at] as const);
  expect(places(way(BACK))).toEqual(places(way(SHORT)));
});

test('a netns that no zone is for is left out', () => {
  const zones = zonesOf([way(SHORT)], 'a');
  expect(placedStops(way('a/eth0 x/eth0 b/eth0'), zones, 'a').map(({ stop }) => stop.netns)).toEqual([
    'a',
    'b',
  ]);
});

test('the packet is at the stop it is at, else at the last it reached, also on its way back', () => {
  const zones = zonesOf([way(SHORT)], 'a');
  const present = (stops: Stop[]) => {
    const placed = placedStops(stops, zones, 'a');
    return placed[presentAt(placed)]?.stop.element;
  };
  expect(present(way(SHORT, 2))).toBe('n1/eth0');
  expect(present(way(BACK, 1))).toBe('n2/eth0');
  expect(present(way(BACK, 99))).toBe('a/eth0');
  expect(present(way(SHORT))).toBeUndefined();
});
