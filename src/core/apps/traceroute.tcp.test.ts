/** Goal: only frames that came in, and are about a probe, are answers. */
import { expect, test } from 'vitest';
import type { CapturedItem } from '../model/socket';
import { ipv4 } from '../wire/addr';
import { synAnswer } from './traceroute.tcp';

test('anything else is none', () => {
  const frame = (bytes: Uint8Array, direction: 'in' | 'out' = 'in'): CapturedItem => {
    return { kind: 'frame', atNs: 0, ifindex: 2, direction, pktType: 'host', bytes, l2: false };
  };
  // A RST from 10.0.0.2 port 80 to port 4660.
  const reset = Uint8Array.from([
    ...[0x45, 0, 0, 40, 0, 0, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 2, 10, 0, 0, 1],
    ...[0, 80, 0x12, 0x34, 0, 0, 0, 0, 0, 0, 0, 1, 0x50, 0x14, 0, 0, 0, 0, 0, 0],
  ]);
  const dst = ipv4('10.0.0.2');
  expect(synAnswer(frame(reset), dst, 80)).toMatchObject({
    srcPort: 0x1234,
    item: { kind: 'data', from: dst },
  });
  expect(synAnswer(frame(reset, 'out'), dst, 80)).toBeNull();
  expect(synAnswer(frame(reset), dst, 81)).toBeNull();
  expect(synAnswer(frame(reset), ipv4('10.0.0.3'), 80)).toBeNull();
  expect(synAnswer(frame(reset.subarray(0, 19)), dst, 80)).toBeNull();
});
