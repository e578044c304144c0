import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex } from '../base/bytes';
import { dissect } from './dissect';
import { GENEVE_HEADER_LEN, emitGeneve, geneveVni, parseGeneve } from './geneve';

/** Goal: the header of RFC 8926 is read and written as it stands there. Method: bytes spelled out, and any VNI both ways. */
test.each([
  [100, '0000 6558 000064 00'],
  [0xffffff, '0000 6558 ffffff 00'],
])('VNI %i, both ways', (vni, hex) => {
  expect(parseGeneve(fromHex(hex), 0, 8)).toEqual({
    ok: true,
    value: { vni, critical: false, optionsLen: 0 },
  });
  const b = new Uint8Array(10).fill(0xa5);
  expect(emitGeneve(vni, b, 1)).toBe(GENEVE_HEADER_LEN);
  expect(b).toEqual(fromHex(`a5 ${hex} a5`));
  expect(geneveVni(b, 1)).toBe(vni);
});

test('options are passed over, a critical one is told, reserved bits are ignored', () => {
  const b = fromHex('027f 6558 000064 ff 0102030405060708');
  expect(parseGeneve(b, 0, b.length)).toEqual({
    ok: true,
    value: { vni: 100, critical: true, optionsLen: 8 },
  });
});

describe('refused', () => {
  test.each([
    ['seven bytes', '0000 6558 000064', 'truncated', 7],
    ['another version', '4000 6558 000064 00', 'bad-version', 0],
    ['bare IPv4 inside, which no device here carries', '0000 0800 000064 00', 'bad-value', 2],
    ['options that are not there', '0100 6558 000064 00', 'truncated', 8],
  ])('%s', (_, hex, code, at) => {
    const b = fromHex(hex);
    expect(parseGeneve(b, 0, b.length)).toEqual({ ok: false, error: { header: 'geneve', code, at } });
  });
});

test('emit and parse undo one another; any bytes can be shown', () => {
  fc.assert(
    fc.property(fc.nat(0xffffff), fc.uint8Array({ maxLength: 90 }), (vni, bytes) => {
      const b = new Uint8Array(8).fill(0xa5);
      emitGeneve(vni, b, 0);
      expect(parseGeneve(b, 0, 8)).toMatchObject({ ok: true, value: { vni } });
      // Ethernet, IPv4 and UDP to Geneve's port in front of whatever there is.
      const head = fromHex(
        '020000000002 020000000001 0800 4500 0058 0000 0000 4011 0000 0a000001 0a000002 1000 17c1 0044 0000',
      );
      const layers = dissect(new Uint8Array([...head, ...bytes]), 'ethernet').layers;
      const covered = layers.reduce((sum, { from, to }) => sum + to - from, 0);
      expect(covered).toBe(head.length + bytes.length);
    }),
    { seed: 0x6081 },
  );
});
