import { describe, expect, it } from 'vitest';
import { routedNet } from '../testing/net';
import { traceHash, worldHash } from './hash';
import type { TraceRecord } from '../trace/record';

describe('worldHash', () => {
  it('is 16 hexadecimal digits, the same for the same World', () => {
    expect(worldHash(routedNet().world)).toMatch(/^[0-9a-f]{16}$/);
    expect(worldHash(routedNet().world)).toBe(worldHash(routedNet().world));
  });

  it.each([
    ['a route', 'ip route add 10.60.0.0/24 via 10.1.0.2'],
    ['a setting', 'sysctl -w net.ipv4.conf.e0.rp_filter=1'],
    ['a neighbour', 'ip neigh add 10.1.0.9 lladdr 02:00:00:00:00:09 dev e0'],
    ['a link', 'ip link add d0 type dummy'],
    ['a deleted link', 'ip link del e0'],
  ])('changes with %s', (_, command) => {
    expect(worldHash(routedNet().type('r', command).world)).not.toBe(worldHash(routedNet().world));
  });

  it('changes with the clock', () => {
    const lab = routedNet();
    const before = worldHash(lab.world);
    lab.world.nowNs += 1;
    expect(worldHash(lab.world)).not.toBe(before);
  });

  it('knows no checkpoints, no trace, no inner order of the queue', () => {
    const lab = routedNet();
    lab.ping('h1', '-c2 10.2.0.2');
    const before = worldHash(lab.world);
    lab.world.generation += 5;
    expect(worldHash(lab.world)).toBe(before);
    expect(lab.world.queue.length).toBeGreaterThan(2);
    lab.world.queue.reverse();
    expect(worldHash(lab.world)).toBe(before);
  });
});

describe('traceHash', () => {
  function pinged(args: string) {
    const lab = routedNet();
    lab.ping('h1', args);
    const { trace } = lab;
    return {
      length: trace.length,
      record: (seq: number) => trace.record(seq),
      frame: (ref: number) => trace.frameBytes(ref),
    };
  }

  it('is the same for the same run, another for another', () => {
    expect(traceHash(pinged('-c1 10.2.0.2'))).toMatch(/^[0-9a-f]{16}$/);
    expect(traceHash(pinged('-c1 10.2.0.2'))).toBe(traceHash(pinged('-c1 10.2.0.2')));
    expect(traceHash(pinged('-c2 10.2.0.2'))).not.toBe(traceHash(pinged('-c1 10.2.0.2')));
  });

  it('sees one bit of one frame', () => {
    const trace = pinged('-c1 10.2.0.2');
    const frame = (ref: number): ReturnType<typeof trace.frame> => {
      const stored = trace.frame(ref);
      if (stored === null || ref !== 3) return stored;
      return { ...stored, bytes: stored.bytes.map((byte, at) => (at === 20 ? byte ^ 1 : byte)) };
    };
    expect(traceHash({ ...trace, frame })).not.toBe(traceHash(trace));
  });

  it('does not see the numbers that frames are kept under', () => {
    const trace = pinged('-c1 10.2.0.2');
    const shifted = (ref: number): number => (ref < 0 ? ref : ref + 7);
    const moved = {
      length: trace.length,
      record: (seq: number): TraceRecord => {
        const record = trace.record(seq);
        return { ...record, before: shifted(record.before), after: shifted(record.after) };
      },
      frame: (ref: number) => trace.frame(ref < 0 ? ref : ref - 7),
    };
    expect(traceHash(moved)).toBe(traceHash(trace));
  });
});
