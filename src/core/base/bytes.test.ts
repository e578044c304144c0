/**
 * Goal: numbers and texts go into bytes and come back unchanged.
 * Method: literals, properties against DataView, TextEncoder and TextDecoder, which Node has and core has not.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bytesEqual,
  copyBytes,
  freshBytes,
  fromHex,
  getU16,
  getU32,
  getU8,
  setU16,
  setU32,
  setU8,
  toHex,
  utf8Decode,
  utf8Encode,
  utf8Length,
} from './bytes';

const RUNS = { seed: 0x1001 };

describe('big-endian numbers', () => {
  test('literal bytes', () => {
    const b = fromHex('00 fe dc ba 98 00');
    expect(getU8(b, 1)).toBe(0xfe);
    expect(getU16(b, 1)).toBe(0xfedc);
    expect(getU32(b, 1)).toBe(0xfedcba98); // unsigned although the first bit is set
  });

  test('a setter touches its own bytes only', () => {
    const b = new Uint8Array(9).fill(0xa5);
    setU8(b, 1, 0x11);
    setU16(b, 3, 0x2233);
    setU32(b, 5, 0xfedcba98);
    expect(toHex(b)).toBe('a511a52233fedcba98');
  });

  test('agree with DataView', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 8, maxLength: 8 }),
        fc.nat(4),
        fc.nat(0xffffffff),
        (b, at, v) => {
          const view = new DataView(b.buffer, b.byteOffset, b.length);
          expect(getU16(b, at)).toBe(view.getUint16(at));
          expect(getU32(b, at)).toBe(view.getUint32(at));
          setU32(b, at, v);
          expect(view.getUint32(at)).toBe(v);
          setU16(b, at, v & 0xffff);
          expect(view.getUint16(at)).toBe(v & 0xffff);
        },
      ),
      RUNS,
    );
  });

  test('beyond the end a read gives 0', () => {
    const b = fromHex('ab');
    expect(getU8(b, 1)).toBe(0);
    expect(getU16(b, 0)).toBe(0xab00);
    expect(getU32(b, 0)).toBe(0xab000000);
  });
});

describe('hexadecimal', () => {
  test('both ways', () => {
    expect(toHex(new Uint8Array([0, 9, 0xab, 0xff]))).toBe('0009abff');
    expect(fromHex('00 09\nAB ff')).toEqual(new Uint8Array([0, 9, 0xab, 0xff]));
  });

  test.each(['abc', 'zz', '0x12'])('%j is refused', (text) => expect(() => fromHex(text)).toThrow('fromHex'));

  test('fromHex undoes toHex', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (b) => {
        expect(fromHex(toHex(b))).toEqual(b);
      }),
      RUNS,
    );
  });
});

describe('bytesEqual', () => {
  test.each([
    ['', '', true],
    ['0102', '0102', true],
    ['0102', '0103', false],
    ['0102', '0202', false],
    ['0102', '010200', false],
    ['010200', '0102', false],
  ])('%s and %s: %s', (x, y, same) => expect(bytesEqual(fromHex(x), fromHex(y))).toBe(same));
});

describe('UTF-8', () => {
  test.each([
    ['GET /', '474554202f'],
    ['é', 'c3a9'],
    ['数据', 'e695b0e68dae'],
    ['🛰', 'f09f9bb0'],
    ['\ud800x', 'efbfbd78'], // a lone surrogate cannot be written
  ])('%j is %s', (text, hex) => expect(toHex(utf8Encode(text))).toBe(hex));

  test.each([
    ['c0af', '\ufffd\ufffd'], // overlong
    ['e28041', '\ufffdA'], // cut in the middle: one mark for both bytes
    ['eda080', '\ufffd\ufffd\ufffd'], // a surrogate
    ['f4908080', '\ufffd\ufffd\ufffd\ufffd'], // beyond U+10FFFF
    ['f09f9b', '\ufffd'], // ends too early
    ['efbbbf41', '\ufeffA'], // a byte order mark is kept
  ])('malformed %s reads %j', (hex, text) => expect(utf8Decode(fromHex(hex))).toBe(text));

  test('encodes as TextEncoder does, lone surrogates included', () => {
    const range = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
    const code = fc.oneof(range(0, 0x7f), range(0x80, 0x7ff), range(0x800, 0xffff), range(0x10000, 0x10ffff));
    const unit = fc.oneof(code, range(0xd7fe, 0xe001)).map((c) => String.fromCodePoint(c));
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 8 }), (units) => {
        const text = units.join('');
        expect(toHex(utf8Encode(text))).toBe(toHex(new TextEncoder().encode(text)));
        expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
      }),
      { ...RUNS, numRuns: 500 },
    );
  });

  test('decodes as TextDecoder does, malformed bytes included', () => {
    // Bytes near the edges of the encoding's ranges, which uniform bytes would seldom combine.
    const edge = fc.constantFrom(0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf);
    const lead = fc.constantFrom(0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff);
    const bytes = fc.array(fc.oneof(edge, lead, fc.nat(255)), { maxLength: 12 });
    fc.assert(
      fc.property(bytes, (list) => {
        const b = new Uint8Array(list);
        expect(utf8Decode(b)).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(b));
      }),
      { ...RUNS, numRuns: 2000 },
    );
  });
});

describe('memory for packets', () => {
  const lengths = fc.array(fc.oneof(fc.nat(300), fc.integer({ min: 2000, max: 5000 })), { maxLength: 60 });

  test('is zero, as long as asked, and nobody else’s', () => {
    fc.assert(
      fc.property(lengths, (wanted) => {
        const all = wanted.map((length, i) => {
          const bytes = freshBytes(length);
          expect(bytes).toEqual(new Uint8Array(length));
          return bytes.fill((i % 255) + 1);
        });
        for (const [i, bytes] of all.entries())
          expect(bytes).toEqual(new Uint8Array(wanted[i] ?? 0).fill((i % 255) + 1));
      }),
      RUNS,
    );
  });

  test('of a copy is its own', () => {
    const bytes = Uint8Array.of(1, 2, 3).subarray(1);
    const copy = copyBytes(bytes);
    bytes[0] = 9;
    expect(copy).toEqual(Uint8Array.of(2, 3));
  });
});
