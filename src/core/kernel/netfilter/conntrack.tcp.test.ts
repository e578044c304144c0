/** The table of net/netfilter/nf_conntrack_proto_tcp.c, walked along the connections people know. */
import { expect, it } from 'vitest';
import type { CtTcpState } from '../../model/conntrack';
import { nextTcpState } from './conntrack.tcp';

const F = 0x01;
const S = 0x02;
const R = 0x04;
const A = 0x10;

/** Segments as (flags, is it an answer); states passed through. */
function walk(...segments: readonly (readonly [number, boolean])[]): readonly (string | null)[] {
  let state: CtTcpState | null = null;
  return segments.map(([flags, isReply]) => {
    const next = nextTcpState(state, flags, isReply);
    if (next !== 'ignore' && next !== 'invalid') state = next;
    return next;
  });
}

it('a connection the client closes, as observed with conntrack -E', () => {
  expect(
    walk([S, false], [S | A, true], [A, false], [F | A, false], [A, true], [F | A, true], [A, false]),
  ).toEqual(['SYN_SENT', 'SYN_RECV', 'ESTABLISHED', 'FIN_WAIT', 'CLOSE_WAIT', 'LAST_ACK', 'TIME_WAIT']);
});

it('a port that is closed', () => {
  expect(walk([S, false], [R | A, true])).toEqual(['SYN_SENT', 'CLOSE']);
});

it('a connection picked up in the middle', () => {
  expect(walk([A, false], [A, true])).toEqual(['ESTABLISHED', 'ESTABLISHED']);
});

it('what begins no connection', () => {
  for (const flags of [S | A, F | A, R, 0]) expect(nextTcpState(null, flags, false)).toBe('invalid');
});

it('a SYN repeated is one, a SYN into a connection is ignored, into a closed one begins anew', () => {
  expect(nextTcpState('SYN_SENT', S, false)).toBe('SYN_SENT');
  expect(nextTcpState('ESTABLISHED', S, false)).toBe('ignore');
  expect(nextTcpState('TIME_WAIT', S, false)).toBe('SYN_SENT');
});

it('both open at once', () => {
  expect(walk([S, false], [S, true], [S | A, false], [A, true])).toEqual([
    'SYN_SENT',
    'SYN_SENT2',
    'SYN_RECV',
    'SYN_RECV',
  ]);
});
