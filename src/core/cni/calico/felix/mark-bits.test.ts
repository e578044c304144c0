import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocateMarkBits, MARK_MASK, policyBits } from './mark-bits';

describe('allocateMarkBits', () => {
  // The table of reference section 8, of real clusters.
  test('from v3.30 on', () => {
    expect(allocateMarkBits({ mask: MARK_MASK, wireguard: true, dropBit: true })).toEqual({
      ok: true,
      value: {
        accept: 0x10000,
        pass: 0x20000,
        drop: 0x40000,
        scratch0: 0x80000,
        scratch1: 0x100000,
        wireguard: 0x200000,
        endpointMask: 0xffc00000,
        nonCaliEndpoint: 0x400000,
      },
    });
  });

  test('up to v3.29', () => {
    expect(allocateMarkBits({ mask: MARK_MASK, wireguard: false, dropBit: false })).toMatchObject({
      value: { drop: 0, scratch0: 0x40000, scratch1: 0x80000, wireguard: 0, endpointMask: 0xfff00000 },
    });
  });

  test('too small a mask', () => {
    expect(allocateMarkBits({ mask: 0xf, wireguard: false, dropBit: true })).toEqual({
      ok: false,
      error: 'Not enough mark bits available.',
    });
    expect(allocateMarkBits({ mask: 0x1f, wireguard: true, dropBit: true })).toMatchObject({ ok: false });
  });

  test('no bit twice, none outside of the mask, all of the mask used', () => {
    fc.assert(
      fc.property(fc.nat({ max: 0xffffffff }), fc.boolean(), fc.boolean(), (mask, wireguard, dropBit) => {
        const result = allocateMarkBits({ mask, wireguard, dropBit });
        if (!result.ok) return;
        const { nonCaliEndpoint, ...bits } = result.value;
        expect(Object.values(bits).reduce((sum, bit) => sum + bit, 0)).toBe(mask);
        expect((nonCaliEndpoint & bits.endpointMask) >>> 0).toBe(nonCaliEndpoint);
      }),
    );
  });
});

test('policyBits leaves the drop bit', () => {
  const bits = allocateMarkBits({ mask: MARK_MASK, wireguard: false, dropBit: true });
  expect(bits.ok && policyBits(bits.value)).toBe(0x1b0000);
});
