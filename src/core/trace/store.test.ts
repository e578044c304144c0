import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { routedNet } from '../testing/net';
import { TraceStore } from './store';

describe('frames', () => {
  const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);

  it('are kept once by what they hold', () => {
    const store = new TraceStore();
    expect(store.frame(bytes(9, 1, 2, 3, 9), 1, 4, true)).toBe(0);
    expect(store.frame(bytes(1, 2, 3), 0, 3, true)).toBe(0);
    expect(store.frame(bytes(1, 2, 3), 0, 3, false)).toBe(1);
    expect(store.frame(bytes(1, 2), 0, 2, true)).toBe(2);
    expect(store.frameBytes(0)).toEqual({ bytes: bytes(1, 2, 3), l2: true });
    expect(store.frameBytes(1)?.l2).toBe(false);
    expect(store.frameBytes(-1)).toBeNull();
    expect(store.frameBytes(7)).toBeNull();
  });

  it('come back as they were, however many there are', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 80 }), (frames) => {
        const store = new TraceStore();
        const refs = frames.map((frame) => store.frame(frame, 0, frame.length, true));
        for (const [i, ref] of refs.entries()) expect(store.frameBytes(ref)?.bytes).toEqual(frames[i]);
        expect(new Set(refs).size).toBe(new Set(frames.map((frame) => frame.join())).size);
      }),
      { numRuns: 30 },
    );
  });

  it('are not changed by what happens to the packet later', () => {
    const store = new TraceStore();
    const frame = bytes(1, 2, 3);
    store.frame(frame, 0, 3, true);
    frame[0] = 9;
    expect(store.frameBytes(0)?.bytes).toEqual(bytes(1, 2, 3));
  });
});

describe('records', () => {
  it('are numbered densely from 0', () => {
    const { trace } = routedNet();
    for (let seq = 0; seq < trace.length; seq += 1) expect(trace.record(seq).seq).toBe(seq);
    expect(trace.next).toBe(trace.length);
    expect(() => trace.record(trace.length)).toThrow(RangeError);
  });

  it('can be forgotten from the end; frames stay', () => {
    const lab = routedNet();
    lab.ping('h1', '-c1 10.2.0.2');
    const { trace } = lab;
    const last = trace.record(trace.length - 1);
    const frame = trace.frameBytes(0);
    trace.truncate(5);
    expect(trace.length).toBe(5);
    expect(() => trace.record(5)).toThrow(RangeError);
    trace.truncate(100);
    expect(trace.length).toBe(5);
    expect(trace.frameBytes(0)).toEqual(frame);
    trace.emit(last);
    expect(trace.record(5)).toBe(last);
  });
});
