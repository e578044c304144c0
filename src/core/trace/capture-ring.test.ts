import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { routedNet } from '../testing/net';
import { allocSkb } from '../kernel/skb';
import { createSimulation } from '../simulator';
import { CaptureRing } from './capture-ring';

/** Goal: the ring holds the last frames, each as it was. Method: frames of any length against a plain list. */
const { ctx } = createSimulation(1);

function frameOf(lenBytes: number, fill: number): ReturnType<typeof allocSkb> {
  const skb = allocSkb(ctx, lenBytes);
  skb.data.fill(fill, skb.head, skb.tail);
  return skb;
}

describe('CaptureRing', () => {
  it('answers the last frames it took, the oldest first, whatever was overwritten', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 60 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 900, max: 5000 }), (lens, sizeBytes) => {
        const ring = new CaptureRing(sizeBytes);
        lens.forEach((len, i) => {
          ring.take(i * 10, i, i + 1, frameOf(len, i));
          const kept = [...ring.frames()];
          kept.forEach(({ atNs, netns, dev, bytes }, k) => {
            const which = i + 1 - kept.length + k;
            expect({ atNs, netns, dev, len: bytes.length }).toEqual({
              atNs: which * 10,
              netns: which,
              dev: which + 1,
              len: lens[which],
            });
            expect(bytes.every((byte) => byte === which)).toBe(true);
          });
          // The newest is always there.
          expect(kept.length).toBeGreaterThan(0);
        });
        expect(ring.taken).toBe(lens.length);
      }),
    );
  });

  it('holds as many frames as there is memory for', () => {
    const ring = new CaptureRing(2048);
    for (let i = 0; i < 20; i += 1) ring.take(i, 0, 1, frameOf(64, i));
    // 128 bytes of headroom and 64 of frame each, and a slot for each 256 bytes.
    expect([...ring.frames()].map(({ atNs }) => atNs)).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
  });

  it('sees what a trace sees on the devices', () => {
    const traced = routedNet();
    const bare = routedNet();
    const ring = new CaptureRing(1 << 16);
    bare.simulation.engine.trace = ring;
    const from = traced.trace.length;
    traced.run('h1', 'ping -c 2 10.2.0.2');
    bare.run('h1', 'ping -c 2 10.2.0.2');
    const recorded: string[] = [];
    for (let seq = from; seq < traced.trace.length; seq += 1) {
      const { kind, atNs, netns, dev, after } = traced.trace.record(seq);
      if (kind !== 'link.rx' && kind !== 'link.tx') continue;
      recorded.push(`${atNs} ${netns} ${dev} ${traced.trace.frameBytes(after)?.bytes.join() ?? ''}`);
    }
    const captured = [...ring.frames()].map(
      ({ atNs, netns, dev, bytes }) => `${atNs} ${netns} ${dev} ${bytes.join()}`,
    );
    expect(captured).toEqual(recorded);
    expect(captured.length).toBeGreaterThan(8);
  });
});
