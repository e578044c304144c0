/** The four conditions of tcp_in_window, each at its border. */
import { expect, it } from 'vitest';
import type { CtTcpEnd } from '../../model/conntrack.tcp';
import { TCP_ACK } from '../../wire/tcp';
import type { Segment } from './conntrack.tcp.segment';
import { inWindow, type TrackDraft, type WindowVerdict } from './conntrack.tcp.window';

/** The sender sent up to 1000 and may send up to 3000; the receiver sent up to 200000; windows 2000 and 500. */
function track(shift: number, flags = 0): TrackDraft {
  const at = (seq: number): number => (seq + shift) >>> 0;
  const end: CtTcpEnd = { end: 0, maxEnd: 0, maxWin: 0, maxAck: 0, scale: 0, flags };
  return {
    original: { ...end, end: at(1000), maxEnd: at(3000), maxWin: 500 },
    reply: { ...end, end: at(200_000), maxEnd: at(200_500), maxWin: 2000 },
    lastSignal: 'ack',
    lastIsReply: false,
    lastSeq: 0,
    lastAck: 0,
    lastEnd: 0,
    lastWin: 500,
    lastScale: 0,
    lastFlags: 0,
    retrans: 0,
  };
}

const SHIFTS = [0, 2 ** 32 - 1500, 2 ** 32 - 200_000];

function verdicts(seq: number, len: number, ack: number, liberal = false): readonly WindowVerdict[] {
  return SHIFTS.map((shift) => {
    const segment: Segment = {
      data: new Uint8Array(0),
      optionsAt: 0,
      optionsEnd: 0,
      flags: TCP_ACK,
      signal: 'ack',
      seq: (seq + shift) >>> 0,
      ack: (ack + shift) >>> 0,
      win: 500,
      end: (seq + len + shift) >>> 0,
    };
    return inWindow(track(shift), 'ESTABLISHED', segment, false, liberal);
  });
}

const all = (verdict: WindowVerdict): readonly WindowVerdict[] => SHIFTS.map(() => verdict);

it('I: no more than the receiver takes; the first too many byte is one it may yet take', () => {
  expect(verdicts(3000, 10, 200_000)).toEqual(all('accept'));
  expect(verdicts(3001, 10, 200_000)).toEqual(all('ignore'));
  expect(verdicts(3001, 2000, 200_000)).toEqual(all('invalid'));
  expect(verdicts(3001, 2000, 200_000, true)).toEqual(all('accept'));
});

it('II: no older than the window of the receiver', () => {
  expect(verdicts(-1010, 10, 200_000)).toEqual(all('accept'));
  expect(verdicts(-1011, 10, 200_000)).toEqual(all('ignore'));
});

it('III: acknowledges what the receiver sent only', () => {
  expect(verdicts(1000, 0, 200_001)).toEqual(all('invalid'));
  expect(verdicts(1000, 0, 200_001, true)).toEqual(all('accept'));
});

it('IV: an acknowledgment may lie 66000 bytes behind', () => {
  expect(verdicts(1000, 0, 134_000)).toEqual(all('accept'));
  expect(verdicts(1000, 0, 133_999)).toEqual(all('ignore'));
});
