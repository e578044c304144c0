import { expect, it } from 'vitest';
import { goldenHops } from './hop';
import type { Json } from './json';

/**
 * Goal: a segment whose acknowledgement the recorder could not read stays the packet it is. Method: three places of
 * one SYN-ACK, the second behind bridge-nf, and a neighbour of it that differs in one field.
 */
const row = (dev: string, ack: number | null, seq = 0, id = 7): object => ({
  dev,
  len: 60,
  frame: { ip: { id, proto: 6, frag_off: 0 }, tcp: { flags: 'SYN,ACK', seq, ack, data_len: 0 } },
});
const identities = (...hops: readonly object[]): readonly string[] =>
  goldenHops(JSON.parse(JSON.stringify({ hops })) as Json).map(({ identity }) => identity);

it('an acknowledgement of nothing is that of the segment seen before', () => {
  expect(new Set(identities(row('port', 1), row('bridge', 0), row('eth0', 1))).size).toBe(1);
  expect(new Set(identities(row('port', 30), row('bridge', 0), row('eth0', 30))).size).toBe(1);
});

it('segments that differ otherwise stay apart', () => {
  expect(new Set(identities(row('port', 1), row('bridge', 0, 1))).size).toBe(2);
  expect(new Set(identities(row('port', 1), row('bridge', 0, 0, 8))).size).toBe(2);
  expect(new Set(identities(row('port', 1), row('port', 30))).size).toBe(2);
  expect(new Set(identities(row('port', null), row('port', 1))).size).toBe(2);
});
