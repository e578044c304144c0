/**
 * Goal: every header on the shelf keeps the contract of WireCodec, also one that is added tomorrow.
 * Method: arbitrary bytes, half of them bent towards validity, through each member of the list.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Span } from './codec';
import { wireCodecs } from './index';
import { asIpv4 } from './addr';
import { fillIpChecksum } from './ipv4';
import { fillIcmpChecksum } from './icmp4';
import { fillSctpChecksum } from './sctp';

const RUNS = { seed: 0x200a, numRuns: 500 };

/** Starts of headers that strict parsing would like; the rest of the bytes is arbitrary. */
const starts = fc.constantFrom<readonly number[]>(
  [],
  [0x45, 0, 0, 30],
  [0x46, 0, 0, 40, 0, 0, 0, 0],
  [0, 1, 8, 0, 6, 4, 0, 1],
  [8, 0, 0, 0, 0, 0, 1, 0],
  [0, 53, 0, 53, 0, 12],
  [3, 4],
);

const buffer = fc.tuple(starts, fc.uint8Array({ minLength: 60, maxLength: 80 })).map(([start, bytes]) => {
  bytes.set(start);
  return bytes;
});

const spans = fc
  .record({ b: buffer, at: fc.nat(8), cut: fc.nat(20), whole: fc.boolean(), quoted: fc.boolean() })
  .map(({ b, at, cut, whole, quoted }): Span => {
    // The buffer's start is moved to `at`, so that offsets other than 0 meet good headers too.
    const moved = new Uint8Array(b.length + at);
    moved.set(b, at);
    return { b: moved, at, end: moved.length - cut, whole, quoted, ip: { src: asIpv4(1), dst: asIpv4(2) } };
  });

describe.each(wireCodecs.values())('$kind', (codec) => {
  test('its fields lie side by side from the first bit on', () => {
    let bit = 0;
    for (const field of codec.fields) {
      expect(field.bitOffset, field.name).toBe(bit);
      bit += field.bits;
    }
    expect(bit).toBeGreaterThanOrEqual(codec.lenMin * 8);
    expect(bit % 8).toBe(0);
    expect(new Set(codec.fields.map((field) => field.name)).size).toBe(codec.fields.length);
  });

  test('what it examines stays in order and in the span', () => {
    fc.assert(
      fc.property(spans, (span) => {
        const { headerEnd, bodyEnd } = codec.examine(span);
        expect(headerEnd).toBeGreaterThanOrEqual(span.at + codec.lenMin);
        expect(bodyEnd).toBeGreaterThanOrEqual(headerEnd);
        expect(span.end).toBeGreaterThanOrEqual(bodyEnd);
      }),
      RUNS,
    );
  });

  test('what strict parsing takes, the tolerant level finds nothing bad in', () => {
    let taken = 0;
    fc.assert(
      fc.property(spans, (span) => {
        const { b, at, end } = span;
        if (codec.kind === 'ipv4') fillIpChecksum(b, at);
        if (codec.kind === 'icmp4') fillIcmpChecksum(b, at, end);
        if (codec.kind === 'vxlan') b.set([8, 0, 0, 0, 1, 2, 3, 0], at);
        if (codec.kind === 'geneve') b.set([0, 0, 0x65, 0x58, 1, 2, 3, 0], at);
        if (codec.kind === 'wireguard') b.set([4, 0, 0, 0], at);
        if (codec.kind === 'sctp') fillSctpChecksum(b, at, end);
        if (codec.kind === 'sctpchunk') b.set([11, 0, 0, 4], at);
        // One record of a type without a rule, which takes the rest.
        const record = [0, 0, 99, 0, 1, 0, 0, 0, 0, 0, end - at - 23];
        if (codec.kind === 'dns') b.set([0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, ...record], at);
        // A NOTIFICATION, which may say anything.
        if (codec.kind === 'bgp') b.set([...new Array<number>(16).fill(0xff), 0, end - at, 3], at);
        if (!codec.parse(b, at, end).ok) return;
        taken++;
        const harmless = ['fragment', 'checksum-absent'];
        // Strict parsing of UDP does not know the addresses, hence no checksum either.
        const notes = codec.examine({ ...span, whole: true, ip: undefined }).notes;
        expect(notes.filter((note) => !harmless.includes(note))).toEqual([]);
      }),
      RUNS,
    );
    expect(taken).toBeGreaterThan(20);
  });

  test('what strict parsing refuses, it refuses at a place in the span', () => {
    let refused = 0;
    fc.assert(
      fc.property(spans, fc.nat(4), ({ b, at, end }, short) => {
        // Some spans too short for any header.
        const result = codec.parse(b, at, short === 0 ? at + codec.lenMin - 1 : end);
        if (short === 0) expect(result).toMatchObject({ ok: false, error: { code: 'truncated' } });
        if (result.ok) return;
        refused++;
        expect(result.error.header).toBe(codec.kind);
        expect(result.error.at).toBeGreaterThanOrEqual(at);
        expect(result.error.at).toBeLessThanOrEqual(end);
      }),
      RUNS,
    );
    expect(refused).toBeGreaterThan(20);
  });
});
