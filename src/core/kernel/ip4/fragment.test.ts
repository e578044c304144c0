import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ipFrame } from '../../testing/make-frame';
import { readFrame } from '../../testing/frame';
import { routedNet, type Net } from '../../testing/net';
import { PROTO_UDP } from '../../wire/ipv4';
import { pullEthernet } from '../skb';
import { fragment } from './fragment';

/** Goal: pieces that fit the link and make the whole. Method: packets of all sizes, cut for r.e1. */
const ETH = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.1.0.2', dst: '10.2.0.2' };

function cut(lab: Net, payload: Uint8Array, more: object = {}): readonly ReturnType<typeof readFrame>[] {
  const skb = lab.skb(ipFrame({ ...ETH, id: 77, ...more }, PROTO_UDP, payload));
  pullEthernet(skb);
  const { ctx } = lab.simulation;
  const pieces = fragment(ctx, ctx.own(lab.ns('r').id), lab.link('r.e1'), skb, lab.link('r.e1').mtu);
  return pieces.map((piece) => readFrame(piece.data.slice(piece.head, piece.tail), false));
}

const offsets = (pieces: ReturnType<typeof cut>): readonly (readonly [unknown, unknown, unknown])[] =>
  pieces.map(({ ip }) => [ip?.['fragOffset'], ip?.['totalLen'], ip?.['mf']]);

const mtu = (size: number): Net => routedNet().type('r', `ip link set e1 mtu ${size}`);

describe('fragment', () => {
  it('cuts at multiples of eight bytes; all but the last say that more follows', () => {
    expect(offsets(cut(mtu(1500), new Uint8Array(4000)))).toEqual([
      [0, 1500, true],
      [1480, 1500, true],
      [2960, 1060, false],
    ]);
    // 1402 - 20 = 1382, of which 1376 can be used.
    expect(offsets(cut(mtu(1402), new Uint8Array(1377)))).toEqual([
      [0, 1396, true],
      [1376, 21, false],
    ]);
  });

  it('cuts a piece further: offsets go on, and more still follows', () => {
    expect(offsets(cut(mtu(600), new Uint8Array(1000), { mf: true, fragOffset: 800 }))).toEqual([
      [800, 596, true],
      [1376, 444, true],
    ]);
  });

  it('gives up when not even eight bytes fit', () => {
    const lab = mtu(68);
    expect(cut(lab, new Uint8Array(100))).toHaveLength(3);
    lab.link('r.e1').mtu = 24;
    expect(cut(lab, new Uint8Array(100))).toEqual([]);
    expect(lab.drops('r')).toEqual(['PKT_TOO_BIG']);
  });

  it('counts the pieces', () => {
    const lab = mtu(1500);
    cut(lab, new Uint8Array(4000));
    expect([lab.counter('r', 'IpFragOKs'), lab.counter('r', 'IpFragCreates')]).toEqual([1, 3]);
    expect(lab.records('ip.fragment').at(-1)?.detail).toEqual({ mtu: 1500, lenBytes: 4020, pieces: 3 });
  });

  it('loses no byte, whatever the sizes', () => {
    const lab = mtu(1500);
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 5000 }), fc.integer({ min: 68, max: 1500 }), (length, size) => {
        lab.link('r.e1').mtu = size;
        const payload = Uint8Array.from({ length }, (_, i) => (i * 7) & 0xff);
        const skb = lab.skb(ipFrame(ETH, PROTO_UDP, payload));
        pullEthernet(skb);
        const { ctx } = lab.simulation;
        const whole = new Uint8Array(length);
        for (const piece of fragment(
          ctx,
          ctx.own(lab.ns('r').id),
          lab.link('r.e1'),
          skb,
          lab.link('r.e1').mtu,
        )) {
          expect(piece.tail - piece.head).toBeLessThanOrEqual(size);
          const { ip, notes } = readFrame(piece.data.slice(piece.head, piece.tail), false);
          expect(notes).not.toContain('checksum-bad');
          whole.set(piece.data.subarray(piece.head + 20, piece.tail), Number(ip?.['fragOffset']));
        }
        expect(whole).toEqual(payload);
      }),
      { numRuns: 50 },
    );
  });
});
