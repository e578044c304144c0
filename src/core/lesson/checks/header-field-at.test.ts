import { expect, test } from 'vitest';
import { answerOf, PING_ABROAD, PING_B, runOf } from '../../testing/lesson-run';
import { headerFieldAt } from './header-field-at';

const TTL = { packet: 'echo-request', field: 'ipv4.ttl' };

test('a bridge leaves the TTL as it is, a router does not', () => {
  const bridged = runOf([PING_B]);
  expect(answerOf(headerFieldAt, bridged, { ...TTL, at: 'pod-b/eth0', is: 64 })).toBe('fulfilled');
  expect(answerOf(headerFieldAt, bridged, { ...TTL, at: 'pod-b/eth0', is: '63' })).toEqual([
    'otherValue',
    { field: 'ipv4.ttl', place: 'pod-b/eth0', found: '64', wanted: '63' },
  ]);
  const routed = runOf([['node-1', 'ip route add 192.0.2.0/24 via 10.244.1.3'], PING_ABROAD]);
  expect(answerOf(headerFieldAt, routed, { ...TTL, at: 'pod-b/eth0', edge: 'arrive', is: 63 })).toBe(
    'fulfilled',
  );
});

test('places and headers that are not there', () => {
  const run = runOf([PING_B]);
  expect(answerOf(headerFieldAt, run, { ...TTL, at: 'pod-c/eth0', is: 64 })).toMatchObject([
    'notAtPlace',
    {},
  ]);
  expect(answerOf(headerFieldAt, run, { ...TTL, field: 'vxlan.vni', at: 'pod-b/eth0', is: 1 })).toMatchObject(
    ['noField', {}],
  );
  expect(answerOf(headerFieldAt, run, { ...TTL, layer: 'outer', at: 'pod-b/eth0', is: 64 })).toMatchObject([
    'noField',
    {},
  ]);
  expect(answerOf(headerFieldAt, runOf([]), { ...TTL, at: 'pod-b/eth0', is: 64 })).toMatchObject([
    'noPacket',
    {},
  ]);
});
