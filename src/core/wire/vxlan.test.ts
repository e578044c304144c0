import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, setU8 } from '../base/bytes';
import { emitVxlan, parseVxlan, VXLAN_HEADER_LEN, vxlanFlags, vxlanVni } from './vxlan';

test.each([
  [1, '08000000 000001 00'],
  [0xabcdef, '08000000 abcdef 00'],
  [0xffffff, '08000000 ffffff 00'],
])('VNI %i, both ways', (vni, hex) => {
  expect(parseVxlan(fromHex(hex), 0, 8)).toEqual({ ok: true, value: { vni } });
  const b = new Uint8Array(10).fill(0xa5);
  expect(emitVxlan({ vni }, b, 1)).toBe(VXLAN_HEADER_LEN);
  expect(b).toEqual(fromHex(`a5 ${hex} a5`));
  expect(vxlanFlags(b, 1)).toBe(0x08);
  expect(vxlanVni(b, 1)).toBe(vni);
});

describe('refused', () => {
  test.each([
    ['seven bytes', '08000000 000001', 7, 'truncated', 7],
    ['no I flag', '00000000 000001 00', 8, 'bad-value', 0],
    ['another flag as well', '88000000 000001 00', 8, 'bad-value', 0], // group policy, which no device here speaks
    ['a reserved bit', '08000100 000001 00', 8, 'bad-value', 0],
    ['the last byte', '08000000 000001 01', 8, 'bad-value', 7],
  ])('%s', (_, hex, end, code, at) => {
    const b = fromHex(`a5a5a5 ${hex}`);
    expect(parseVxlan(b, 3, 3 + end)).toEqual({ ok: false, error: { header: 'vxlan', code, at: 3 + at } });
  });

  test('each single bit that is not the I flag or part of the VNI', () => {
    const reserved = [...Array(64).keys()].filter((bit) => bit !== 4 && (bit < 32 || bit >= 56));
    for (const bit of reserved) {
      const b = fromHex('08000000 123456 00');
      setU8(b, bit >> 3, b[bit >> 3]! | (0x80 >> (bit & 7)));
      expect(parseVxlan(b, 0, 8).ok, `bit ${bit}`).toBe(false);
    }
  });
});

test('emit and parse undo one another', () => {
  fc.assert(
    fc.property(fc.nat(0xffffff), (vni) => {
      const b = new Uint8Array(8).fill(0xa5);
      emitVxlan({ vni }, b, 0);
      const parsed = parseVxlan(b, 0, 8);
      expect(parsed).toEqual({ ok: true, value: { vni } });
      const again = new Uint8Array(8);
      if (parsed.ok) emitVxlan(parsed.value, again, 0);
      expect(again).toEqual(b);
    }),
    { seed: 0x2008 },
  );
});
