/** Goal: attributes are told apart, counted and passed on as the RFCs say. Method: hand-made bytes with known answers. */
import { expect, test } from 'vitest';
import { fromHex, toHex } from '../base/bytes';
import { asPathLength, attributesKey, emitAttributes, readAttributes } from './bgp.attributes';

function read(hex: string) {
  const bytes = fromHex(hex);
  return readAttributes(bytes, 0, bytes.length, true);
}

// RFC 4271 section 9.1.2.2.
test('a set of AS numbers counts as one', () => {
  expect(
    asPathLength([
      { kind: 'sequence', numbers: [1, 2, 3] },
      { kind: 'set', numbers: [4, 5] },
    ]),
  ).toBe(4);
});

// RFC 4271 section 5: passed on with the partial bit, while what is not transitive is left out.
test('what nobody here knows is passed on if it is transitive', () => {
  const known = read('c0630201ff806401aa');
  expect(known).toMatchObject({ ok: true, value: { unknown: [{ code: 0x63 }] } });
  if (known.ok) expect(toHex(emitAttributes(known.value, true))).toBe('e0630201ff');
});

test('an attribute of more than 255 bytes has a length of two', () => {
  const communities = Array.from({ length: 70 }, (_, i) => i);
  const bytes = emitAttributes({ communities }, true);
  expect(toHex(bytes.subarray(0, 4))).toBe('d0080118');
  expect(readAttributes(bytes, 0, bytes.length, true)).toEqual({ ok: true, value: { communities } });
});

test('equal attributes have one key, others another', () => {
  expect(attributesKey({ origin: 0, med: 1 })).toBe(attributesKey({ med: 1, origin: 0 }));
  expect(attributesKey({ origin: 0, med: 1 })).not.toBe(attributesKey({ origin: 0, med: 2 }));
});

test('equal bytes are one object, unless numbers of systems are read in another length', () => {
  const path = '40020402010001';
  const short = fromHex(path);
  const narrow = readAttributes(short, 0, short.length, false);
  expect(narrow).toEqual({ ok: true, value: { asPath: [{ kind: 'sequence', numbers: [1] }] } });
  expect(readAttributes(short, 0, short.length, true)).toMatchObject({ ok: false, error: { subcode: 11 } });
  const within = fromHex(`ff${path}ff`);
  expect(readAttributes(within, 1, 1 + short.length, false)).toBe(narrow);
  short[6] = 2;
  expect(readAttributes(short, 0, short.length, false)).toMatchObject({
    value: { asPath: [{ numbers: [2] }] },
  });
});
