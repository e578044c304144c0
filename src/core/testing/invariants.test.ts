import { describe, expect, it } from 'vitest';
import { createWorld } from '../kernel/netns';
import type { FrameArrive } from '../model/event';
import type { TraceRecord } from '../trace/record';
import { TraceStore } from '../trace/store';
import { badEnvelopes, malformedFrames, unendedBranches } from './invariants';

/** Goal: the invariants can fail. Method: short traces written by hand, one thing wrong at a time. */
const WORLD = createWorld(1);

type Given = Pick<TraceRecord, 'kind' | 'verdict'> & Partial<TraceRecord>;

function traceOf(...given: readonly Given[]): TraceStore {
  const store = new TraceStore();
  given.forEach((record, seq) => {
    const rest = { event: 1, atNs: 0, netns: 0, dev: 1, cause: seq - 1, packet: 7, detail: {}, changes: [] };
    const frames = { before: -1, after: -1, background: false };
    store.emit({ ...rest, ...frames, seq, ...record } as unknown as TraceRecord);
  });
  return store;
}

const tx: Given = { kind: 'link.tx', verdict: 'sent' };
const rx: Given = { kind: 'link.rx', verdict: 'received' };
const drop = { kind: 'drop', verdict: 'drop', detail: { reason: 'NO_SOCKET' } } as Given;

describe('unendedBranches', () => {
  it('is content with a packet that ends', () => {
    expect(unendedBranches(traceOf(tx, rx, drop), WORLD)).toEqual([]);
  });

  it('finds a packet that just vanishes', () => {
    expect(unendedBranches(traceOf(tx, rx), WORLD)).toEqual([
      'nothing follows 1 link.rx:received (packet 7)',
    ]);
  });

  it('takes a packet for lost only where it is not on a wire', () => {
    const frame = { kind: 'frame.arrive', skb: { packet: 7 } } as FrameArrive;
    const sent = { ...WORLD, wire: { next: [], behind: [frame] } };
    expect(unendedBranches(traceOf(tx), sent)).toEqual([]);
    expect(unendedBranches(traceOf(tx), WORLD)).toHaveLength(1);
  });

  it('finds one branch of a flood that vanishes', () => {
    const trace = traceOf(tx, rx, { ...tx, cause: 1 }, { ...tx, cause: 1 }, { ...drop, cause: 3 });
    expect(unendedBranches(trace, WORLD)).toEqual(['nothing follows 2 link.tx:sent (packet 7)']);
  });

  it('finds a packet that goes on after its end', () => {
    expect(unendedBranches(traceOf(tx, drop, drop), WORLD)).toEqual([
      '2 drop:drop (packet 7) after the packet ended with 1 drop:drop (packet 7)',
    ]);
  });

  it('looks over the records of other packets in between', () => {
    expect(unendedBranches(traceOf(tx, { ...drop, packet: 8 }, drop), WORLD)).toEqual([]);
  });
});

describe('malformedFrames', () => {
  it('finds a tap without a frame and a frame with a wrong checksum', () => {
    const store = traceOf(rx);
    expect(malformedFrames(store)).toEqual(['0 link.rx:received (packet 7) has no frame']);
    const ip = [0x45, 0, 0, 20, 0, 0, 0, 0, 64, 253, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2];
    const after = store.frame(Uint8Array.from(ip), 0, ip.length, false);
    store.truncate(0);
    store.emit({ ...traceOf(rx).record(0), after });
    expect(malformedFrames(store)).toEqual(['0 link.rx:received (packet 7): ipv4 checksum-bad']);
  });
});

describe('badEnvelopes', () => {
  it('finds gaps, steps back in time and causes that come later', () => {
    expect(badEnvelopes(traceOf(tx, rx))).toEqual([]);
    expect(badEnvelopes(traceOf({ ...tx, seq: 3 }))[0]).toContain('at place 0');
    expect(badEnvelopes(traceOf({ ...tx, atNs: 5 }, rx))[0]).toContain('back in time');
    expect(badEnvelopes(traceOf({ ...tx, cause: 9 }))[0]).toContain('caused by 9');
  });
});
