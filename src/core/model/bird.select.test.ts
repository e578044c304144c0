/** Goal: the better of two routes is found step by step. Method: RFC 4271 section 9.1.2.2, RFC 4456 section 9, one attribute at a time. */
import { expect, test } from 'vitest';
import type { BirdRoute } from './bird';
import { ANY_IPV4, asIpv4, ipv4 } from '../wire/addr';
import { compareRoutes, isMergeable, recalculated, USUAL_SELECTION } from './bird.select';

const base: BirdRoute = {
  ...{
    addr: ipv4('10.0.0.0'),
    len: 8,
    protocol: 1,
    privateId: 0,
    source: 1,
    ordinal: 1,
    kind: 'bgp',
    preference: 100,
  },
  ...{ dest: 'via', gateway: ipv4('192.168.0.1'), dev: 2, sinceNs: 0, heardNs: 0 },
  attributes: { origin: 0, asPath: [{ kind: 'sequence', numbers: [65001] }], localPref: 100, med: 5 },
  ...{ host: ANY_IPV4, igpMetric: 10, kernel: null },
  ...{ peer: ipv4('192.168.0.1'), peerId: ipv4('1.1.1.1'), internal: true },
};
const route = (more: Partial<BirdRoute>): BirdRoute => ({ ...base, protocol: 2, ...more });
const told = (more: BirdRoute['attributes']): BirdRoute =>
  route({ attributes: { ...base.attributes, ...more } });

test.each([
  ['preference', route({ preference: 110, dest: 'unreachable' })],
  ['local-pref', told({ localPref: 110, asPath: [{ kind: 'sequence', numbers: [1, 2, 3] }] })],
  ['path-length', told({ asPath: [], origin: 2 })],
  ['med', told({ med: 4 })],
  ['external', route({ internal: false, igpMetric: 99 })],
  ['igp-metric', route({ igpMetric: 1, peerId: ipv4('9.9.9.9') })],
  ['router-id', route({ peerId: asIpv4(1) })],
  ['router-id', told({ originatorId: asIpv4(1) })],
  ['peer-address', route({ peer: asIpv4(1) })],
] as const)('better by its %s', (by, better) => {
  expect(compareRoutes(better, base)).toEqual({ better: true, by });
  expect(compareRoutes(base, better)).toEqual({ better: false, by });
});

test('what cannot be reached loses, and fewer reflectors win', () => {
  expect(compareRoutes(route({ dest: 'unreachable' }), base)).toEqual({ better: false, by: 'unreachable' });
  const reflected = told({ clusterList: [asIpv4(1)], originatorId: base.peerId });
  expect(compareRoutes(reflected, base)).toEqual({ better: false, by: 'cluster-length' });
});

test('metrics of different neighbours are not compared', () => {
  const other = told({ asPath: [{ kind: 'sequence', numbers: [65009] }], med: 1 });
  expect(compareRoutes(other, base).by).toBe('older');
  expect(
    compareRoutes(other, base, () => ({ comparePathLengths: true, medMetric: true, preferOlder: false })).by,
  ).toBe('med');
  // What either session says holds for both.
  const said = (one: BirdRoute) => ({ ...USUAL_SELECTION, medMetric: one === base });
  expect([compareRoutes(other, base, said).by, compareRoutes(base, other, said).by]).toEqual(['med', 'med']);
});

test('the best stands first; who comes later waits behind it', () => {
  const [good, bad, best] = [base, told({ localPref: 50 }), told({ localPref: 200 })];
  const both = recalculated(recalculated([], null, good), null, bad);
  expect(both).toEqual([good, bad]);
  const three = recalculated(both, null, best);
  expect(three).toEqual([best, good, bad]);
  expect(recalculated(three, best, null)).toEqual([good, bad]);
  expect(recalculated(three, good, null)).toEqual([best, bad]);
});

test('two ways are one route when nothing speaks for either', () => {
  expect(isMergeable(base, route({ gateway: asIpv4(7), peerId: asIpv4(9) }))).toBe(true);
  expect(isMergeable(base, told({ localPref: 1 }))).toBe(false);
});
