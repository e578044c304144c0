import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../base/bytes';
import { nameKey, nameLabels, readName, writeName, type NamePlaces } from './dns.name';

/** The figure of RFC 1035 section 4.1.4, from byte 20 on: F.ISI.ARPA, FOO.F.ISI.ARPA, ARPA, the root. */
const FIGURE = `${'00'.repeat(20)}0146 03495349 0441525041 00 ${'00'.repeat(8)} 03464f4f c014 ${'00'.repeat(18)} c01a ${'00'.repeat(26)} 00`;

describe('the figure of RFC 1035', () => {
  const bytes = fromHex(FIGURE);
  test.each([
    [20, 'F.ISI.ARPA.', 32],
    [40, 'FOO.F.ISI.ARPA.', 46],
    [64, 'ARPA.', 66],
    [92, '.', 93],
  ])('byte %i', (at, name, next) => {
    expect(readName(bytes, 0, at, bytes.length)).toEqual({ name, next });
  });

  test('is written with the same pointers', () => {
    const room = new Uint8Array(bytes.length);
    const places: NamePlaces = new Map();
    writeName(room, 0, 20, 'F.ISI.ARPA.', places);
    writeName(room, 0, 40, 'FOO.F.ISI.ARPA.', places);
    writeName(room, 0, 64, 'ARPA.', places);
    writeName(room, 0, 92, '.', places);
    expect(toHex(room)).toBe(toHex(bytes));
  });
});

test('any labels survive text and wire', () => {
  const label = fc.uint8Array({ minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(fc.array(label, { maxLength: 5 }), (labels) => {
      const wire = Uint8Array.of(...labels.flatMap((one) => [one.length, ...one]), 0);
      const name = readName(wire, 0, 0, wire.length)?.name ?? '';
      expect(nameLabels(name)).toEqual(labels);
      const room = new Uint8Array(wire.length);
      expect(writeName(room, 0, 0, name, null)).toBe(wire.length);
      expect(room).toEqual(wire);
    }),
  );
});

test('case does not matter, and neither does a dot that was left out', () => {
  expect(nameKey('Web.Default.SVC')).toBe(nameKey('web.default.svc.'));
  expect(nameKey('a\\.')).not.toBe(nameKey('a'));
});
