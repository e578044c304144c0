/**
 * Goal: what is written is read again as it was, files of others are read in all their forms, and no file, however
 * broken, does more than be refused. Literal files follow the figures of draft-ietf-opsawg-pcapng.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex } from '../../base/bytes';
import { asMac, mac } from '../../wire/addr';
import type { CapturedPacket, CaptureFile, CaptureInterface } from './file';
import { writePcap } from './pcap';
import { readPcapng } from './pcapng.read';
import { writePcapng } from './pcapng.write';
import { readCapture } from './read';

const interfaceOf: fc.Arbitrary<CaptureInterface> = fc.record({
  name: fc.string({ unit: 'grapheme', maxLength: 20 }),
  linkType: fc.constantFrom(1, 101, 276),
  mac: fc.option(fc.nat({ max: 2 ** 48 - 1 }).map(asMac)),
});

const packetOf = (devices: number): fc.Arbitrary<CapturedPacket> =>
  fc
    .record({
      dev: fc.nat({ max: devices - 1 }),
      atNs: fc.bigInt({ min: 0n, max: 2n ** 63n }),
      direction: fc.constantFrom('in' as const, 'out' as const, null),
      reception: fc.constantFrom('unicast' as const, 'broadcast' as const, 'promiscuous' as const, null),
      packet: fc.option(fc.nat()),
      bytes: fc.uint8Array({ maxLength: 70 }),
      cut: fc.nat({ max: 50 }),
      comments: fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { maxLength: 3 }),
    })
    .map(({ cut, ...packet }) => ({ ...packet, lenBytes: packet.bytes.length + cut }));

const fileOf: fc.Arbitrary<CaptureFile> = fc
  .array(interfaceOf, { minLength: 1, maxLength: 4 })
  .chain((interfaces) =>
    fc.record({
      comment: fc.string({ unit: 'grapheme' }),
      application: fc.string(),
      interfaces: fc.constant(interfaces),
      packets: fc.array(packetOf(interfaces.length), { maxLength: 6 }),
    }),
  );

test('what is written is read again', () => {
  fc.assert(
    fc.property(fileOf, (file) => {
      expect(readCapture(writePcapng(file))).toEqual({ ok: true, value: file });
    }),
  );
});

test('pcap keeps bytes, lengths and times of 32 bits of seconds', () => {
  const packets = fc.array(packetOf(1).map((one) => ({ ...one, atNs: one.atNs % (2n ** 32n * 10n ** 9n) })));
  fc.assert(
    fc.property(packets, fc.constantFrom(1, 101, 276), (packets, linkType) => {
      const read = readCapture(writePcap(linkType, packets));
      const kept = packets.map(({ atNs, bytes, lenBytes }) => ({ atNs, bytes, lenBytes }));
      expect(read).toMatchObject({ ok: true, value: { interfaces: [{ linkType }], packets: kept } });
    }),
  );
});

describe('hostile files', () => {
  test('any bytes are answered, in bounded time', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const read = readCapture(bytes);
        if (!read.ok) expect(read.error.at).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });

  test('a spoilt or cut file is read or refused, and never holds more than its bytes', () => {
    fc.assert(
      fc.property(fileOf, fc.nat(), fc.nat({ max: 255 }), fc.nat(), (file, place, value, cut) => {
        const bytes = writePcapng(file);
        bytes[place % bytes.length] = value;
        const read = readCapture(bytes.subarray(0, bytes.length - (cut % 40)));
        if (!read.ok) return;
        const size = read.value.packets.reduce((sum, packet) => sum + packet.bytes.length, 0);
        expect(size).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });

  test.each([
    ['nothing at all', '', 'not-a-capture'],
    ['some text', '23212f62696e2f62617368200a0a0a0a', 'not-a-capture'],
    ['a packet before the section', '00000006 0000000c 0000000c', 'not-a-capture'],
    [
      'another byte-order magic',
      '0a0d0d0a 0000001c 11223344 0001 0000 ffffffffffffffff 0000001c',
      'not-a-capture',
    ],
    ['version 2', '0a0d0d0a 0000001c 1a2b3c4d 0002 0000 ffffffffffffffff 0000001c', 'bad-version'],
    [
      'two lengths that differ',
      '0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 00000020',
      'bad-length',
    ],
    [
      'a length of no whole words',
      '0a0d0d0a 0000001d 1a2b3c4d 0001 0000 ffffffffffffffff 0000001d',
      'bad-length',
    ],
    ['a length of 4 GB', '0a0d0d0a fffffffc 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c', 'truncated'],
  ])('%s', (_, hex, code) => {
    expect(readCapture(fromHex(hex))).toMatchObject({ ok: false, error: { code } });
  });
});

/** A section header without options. */
const SECTION_LE = '0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000';

describe('files of others', () => {
  test('little endian: microseconds unless told otherwise, simple packets, unknown blocks', () => {
    const file = fromHex(`
      ${SECTION_LE}
      01000000 14000000 0100 0000 04000000 14000000
      0b0a0000 10000000 deadbeef 10000000
      03000000 18000000 06000000 01020304 00000000 18000000
      06000000 28000000 00000000 01000000 02000000 05000000 05000000 0102030405000000 28000000`);
    const read = readPcapng(file);
    // A simple packet is cut to the snapshot length of its interface: 4 of 6 bytes, padding included in the block.
    expect(read).toMatchObject({
      ok: true,
      value: {
        packets: [
          { lenBytes: 6, bytes: Uint8Array.of(1, 2, 3, 4), atNs: 0n },
          { bytes: Uint8Array.of(1, 2, 3, 4, 5), atNs: (2n ** 32n + 2n) * 1000n },
        ],
      },
    });
  });

  test('times in powers of two, with an offset', () => {
    const file = fromHex(`
      ${SECTION_LE}
      01000000 2c000000 0100 0000 00000000
        0900 0100 8a000000 0e00 0800 ffffffffffffffff 0000 0000 2c000000
      06000000 20000000 00000000 00000000 000c0000 00000000 00000000 20000000`);
    // 3072 units of 1/1024 s, and one second less.
    expect(readPcapng(file)).toMatchObject({ ok: true, value: { packets: [{ atNs: 2_000_000_000n }] } });
  });

  test('a second section counts its interfaces from zero, and may have the other byte order', () => {
    const ours = writePcapng({
      comment: '',
      application: '',
      interfaces: [{ name: 'b', linkType: 101, mac: mac('02:00:00:00:00:01') }],
      packets: [packet(0)],
    });
    const file = fromHex(`${SECTION_LE} 01000000 14000000 0100 0000 00000000 14000000`);
    const read = readPcapng(Uint8Array.of(...file, ...ours));
    expect(read).toMatchObject({
      ok: true,
      value: { interfaces: [{ linkType: 1 }, { name: 'b', linkType: 101 }], packets: [{ dev: 1 }] },
    });
  });

  test('a packet of an interface that is not described is refused', () => {
    const file = writePcapng({ comment: '', application: '', interfaces: [], packets: [packet(0)] });
    expect(readPcapng(file)).toMatchObject({ ok: false, error: { code: 'no-interface' } });
  });
});

test('a comment longer than an option is cut between two characters', () => {
  const long = '\u7f51'.repeat(30_000);
  const interfaces = [{ name: 'a', linkType: 1, mac: null }];
  const read = readPcapng(
    writePcapng({ comment: '', application: '', interfaces, packets: [{ ...packet(0), comments: [long] }] }),
  );
  expect(read).toMatchObject({ ok: true, value: { packets: [{ comments: ['\u7f51'.repeat(21_845)] }] } });
});

function packet(dev: number): CapturedPacket {
  const bytes = Uint8Array.of(1, 2, 3);
  return { dev, atNs: 5n, direction: null, reception: null, packet: null, lenBytes: 3, bytes, comments: [] };
}
