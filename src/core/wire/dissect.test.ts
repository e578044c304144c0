/**
 * Goal: frames are shown as what they are, and any bytes are shown.
 * Method: captured frames as literals against their known contents in a short notation; damaged copies; arbitrary
 * bytes, for which only the invariants are known.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, setU16, toHex } from '../base/bytes';
import { dissect, type DissectedLayer, type Dissection } from './dissect';
import { fillIpChecksum } from './ipv4';

const RUNS = { seed: 0x200b, numRuns: 1000 };

const PING_DATA =
  '5586006b0000000049890c0000000000101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334353637';

/** Captured on real interfaces. */
const FRAMES = {
  arpReply: '0a580af401020a580af40101080600010800060400020a580af401010af401010a580af401020af40102',
  vxlan: `0200c0a8380c0200c0a8380b0800 450000866768000040112197c0a8380bc0a8380c bf2021180072a59e 0800000000000100
    2ef10af402002ef10af401000800 45000054313440003f01f1890af401020af40202 0800113c7c750001 ${PING_DATA}`,
  ipip: `0200c0a8380c0200c0a8380b0800 45000068b25540003f0497d4c0a8380bc0a8380c 450000549cb240003f01860b0af401020af40202
    08002510011d0001d987006b000000002d0c0c0000000000101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334353637`,
  portUnreachable: `0a580af401020a580af401030800 45c0003950af0000400111690af401030af40102 0303150400000000
    4500001d195d4000401109870af401020af40103 9c4114e90009bec4 78`,
  redirect: `0200c0a838640200c0a838010800 45c00070f6f4000040019122c0a83801c0a83864 0501024ac0a8380c
    45000054c6c140003f016ee5c0a838640af40202 0800356772b80001 a788006b00000000e018090000000000101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334353637`,
  udp: '0a580af401010a580af4010a0800 450000219f744000401184f00af4010a0a60000a 9c400035000dfd0e 7175657279',
  tcp: '0a580af401030a580af401020800 4500003c7b9a40004006a7350af401020af40103 a0281f9008c5c58600000000a002faf007360000020405b40402080ad90fc6d5000000000103030a',
};

/**
 * One layer a word: header, `+` per depth, `?` when quoted, its bytes, its notes. `udp+?[42,50)truncated` is a
 * quoted UDP header inside one tunnel.
 */
function outline({ layers }: Dissection): string[] {
  return layers.map(
    ({ header, depth, quoted, from, to, notes }) =>
      `${header}${'+'.repeat(depth)}${quoted ? '?' : ''}[${from},${to})${notes.join(' ')}`,
  );
}

function texts(layer: DissectedLayer | undefined): Record<string, string> {
  return Object.fromEntries((layer?.fields ?? []).map((field) => [field.name, field.text]));
}

function frame(name: keyof typeof FRAMES): Uint8Array {
  return fromHex(FRAMES[name]);
}

describe('captured frames', () => {
  test.each<[keyof typeof FRAMES, string[]]>([
    ['arpReply', ['ethernet[0,14)', 'arp[14,42)']],
    [
      'vxlan',
      [
        'ethernet[0,14)',
        'ipv4[14,34)',
        'udp[34,42)',
        'vxlan[42,50)',
        'ethernet+[50,64)',
        'ipv4+[64,84)',
        'icmp4+[84,92)',
        'payload+[92,148)',
      ],
    ],
    ['ipip', ['ethernet[0,14)', 'ipv4[14,34)', 'ipv4+[34,54)', 'icmp4+[54,62)', 'payload+[62,118)']],
    [
      'portUnreachable',
      ['ethernet[0,14)', 'ipv4[14,34)', 'icmp4[34,42)', 'ipv4?[42,62)', 'udp?[62,70)', 'payload?[70,71)'],
    ],
    ['udp', ['ethernet[0,14)', 'ipv4[14,34)', 'udp[34,42)', 'payload[42,47)']],
    ['tcp', ['ethernet[0,14)', 'ipv4[14,34)', 'tcp[34,74)']],
  ])('%s', (name, layers) => expect(outline(dissect(frame(name), 'ethernet'))).toEqual(layers));

  test('the layers of a VXLAN packet, from the cable to the ping', () => {
    const layers = dissect(frame('vxlan'), 'ethernet').layers.map((layer) => layer.layer);
    expect(layers).toEqual(['l2', 'l3', 'l4', 'tun', 'l2', 'l3', 'l4', 'app']);
  });

  test('fields of an ARP reply', () => {
    const [eth, arp] = dissect(frame('arpReply'), 'ethernet').layers;
    expect(texts(eth)).toEqual({
      dst: '0a:58:0a:f4:01:02',
      src: '0a:58:0a:f4:01:01',
      type: 'ARP (0x0806)',
    });
    expect(texts(arp)).toEqual({
      htype: '1',
      ptype: 'IPv4 (0x0800)',
      hlen: '6',
      plen: '4',
      op: 'Reply (2)',
      sha: '0a:58:0a:f4:01:01',
      spa: '10.244.1.1',
      tha: '0a:58:0a:f4:01:02',
      tpa: '10.244.1.2',
    });
  });

  test('fields of the outer packet and of the packet inside', () => {
    const { layers } = dissect(frame('vxlan'), 'ethernet');
    expect(texts(layers[1])).toEqual({
      version: '4',
      headerLen: '20',
      dscp: '0',
      ecn: '0',
      totalLen: '134',
      id: '26472',
      reserved: '0',
      df: '0',
      mf: '0',
      fragOffset: '0',
      ttl: '64',
      proto: 'UDP (17)',
      checksum: '0x2197',
      src: '192.168.56.11',
      dst: '192.168.56.12',
    });
    expect(texts(layers[2])).toEqual({ srcPort: '48928', dstPort: '8472', len: '114', checksum: '0xa59e' });
    expect(texts(layers[3])).toEqual({ flags: '0x08', reserved1: '0x000000', vni: '1', reserved2: '0x00' });
    expect(texts(layers[5])).toMatchObject({ src: '10.244.1.2', dst: '10.244.2.2', ttl: '63', df: '1' });
    expect(texts(layers[6])).toEqual({
      type: 'echo request (8)',
      code: '0',
      checksum: '0x113c',
      id: '31861',
      seq: '1',
    });
    expect(texts(layers[7])).toEqual({ data: PING_DATA });
  });

  test('the rest of an ICMP header depends on its type', () => {
    const redirect = dissect(frame('redirect'), 'ethernet').layers[2];
    expect(texts(redirect)).toMatchObject({ type: 'redirect (5)', code: '1', gateway: '192.168.56.12' });
    const unreachable = dissect(frame('portUnreachable'), 'ethernet').layers[2];
    expect(texts(unreachable)).toMatchObject({ type: 'unreachable (3)', code: '3', rest: '0x00000000' });
  });

  test('TCP with its options', () => {
    const tcp = dissect(frame('tcp'), 'ethernet').layers[2];
    expect(tcp?.notes).toEqual([]);
    expect(texts(tcp)).toEqual({
      ...{ srcPort: '41000', dstPort: '8080', seq: '147178886', ack: '0', headerLen: '40', reserved: '0' },
      ...{ cwr: '0', ece: '0', urg: '0', ackFlag: '0', psh: '0', rst: '0', syn: '1', fin: '0' },
      ...{ window: '64240', checksum: '0x0736', urgent: '0' },
      ...{ mss: '1460', sackPermitted: '0x0402', tsValue: '3641689813', tsEcho: '0', wscale: '10' },
    });
  });

  test('a bare IP packet, as a tun device carries it', () => {
    const bare = frame('udp').subarray(14);
    expect(outline(dissect(bare, 'ipv4'))).toEqual(['ipv4[0,20)', 'udp[20,28)', 'payload[28,33)']);
  });
});

describe('fields', () => {
  test('a place is counted from the start of the frame', () => {
    const udp = dissect(frame('udp'), 'ethernet').layers[2]!;
    expect(udp.fields[1]).toEqual({
      name: 'dstPort',
      value: 53,
      text: '53',
      bitOffset: (34 + 2) * 8,
      bits: 16,
      format: 'dec',
      source: 'RFC 768',
    });
  });

  test('values are raw numbers, of bytes the hexadecimal text', () => {
    const [eth, ip, , data] = dissect(frame('udp'), 'ethernet').layers;
    expect(eth?.fields.find((f) => f.name === 'dst')?.value).toBe(0x0a580af40101);
    expect(ip?.fields.find((f) => f.name === 'headerLen')).toMatchObject({ value: 5, text: '20' });
    expect(data?.fields[0]).toMatchObject({ value: '7175657279', text: '7175657279', bits: 40 });
  });

  test('checksums are marked as consequences', () => {
    const marked = dissect(frame('vxlan'), 'ethernet')
      .layers.flatMap((layer) => layer.fields)
      .filter((field) => field.changes === 'checksum');
    expect(marked.map((field) => field.name)).toEqual(['checksum', 'checksum', 'checksum', 'checksum']);
  });
});

describe('VXLAN ports', () => {
  const onPort = (port: number): Uint8Array => {
    const b = frame('vxlan');
    setU16(b, 36, port);
    setU16(b, 40, 0); // no checksum, which would be wrong now
    return b;
  };
  const fourth = (port: number, vxlanPorts?: number[]): string | undefined =>
    dissect(onPort(port), 'ethernet', vxlanPorts && { vxlanPorts }).layers[3]?.header;

  test.each([
    [8472, undefined, 'vxlan'],
    [4789, undefined, 'vxlan'],
    [4790, undefined, 'payload'],
    [4790, [4790], 'vxlan'],
    [8472, [4790], 'payload'], // the option replaces the usual ports
  ])('port %i with option %j: %s', (port, option, header) => expect(fourth(port, option)).toBe(header));
});

describe('what is wrong is noted where it is wrong', () => {
  const notesOf = (b: Uint8Array): string[] =>
    outline(dissect(b, 'ethernet')).filter((line) => !line.endsWith(')'));

  /** `writes` are bytes put at an offset; `mended` has the first IP header's checksum computed again. */
  test.each<[string, keyof typeof FRAMES, writes: [at: number, hex: string][], mended: boolean, string[]]>([
    ['nothing', 'vxlan', [], false, []],
    ['IP checksum', 'udp', [[22, '09']], false, ['ipv4[14,34)checksum-bad']],
    ['IP version 6', 'udp', [[14, '65']], true, ['ipv4[14,34)bad-version']],
    ['IHL 4', 'udp', [[14, '44']], false, ['ipv4[14,34)bad-length checksum-bad']],
    ['total length 19', 'udp', [[16, '0013']], true, ['ipv4[14,34)bad-length']],
    ['UDP checksum', 'udp', [[46, '00']], false, ['udp[34,42)checksum-bad']],
    ['no UDP checksum', 'udp', [[40, '0000']], false, ['udp[34,42)checksum-absent']],
    ['UDP length 7', 'udp', [[38, '0007']], false, ['udp[34,42)bad-length']],
    ['UDP length 14 of 13', 'udp', [[38, '000e']], false, ['udp[34,42)length-beyond-frame']],
    ['ICMP checksum', 'ipip', [[117, '00']], false, ['icmp4+[54,62)checksum-bad']],
    ['ARP for another hardware', 'arpReply', [[15, '06']], false, ['arp[14,42)bad-value']],
    [
      'VXLAN without the I flag',
      'vxlan',
      [
        [40, '0000'],
        [42, '00'],
      ],
      false,
      ['udp[34,42)checksum-absent', 'vxlan[42,50)bad-value'],
    ],
  ])('%s', (_, name, writes, mended, notes) => {
    const b = frame(name);
    for (const [at, hex] of writes) b.set(fromHex(hex), at);
    if (mended) fillIpChecksum(b, 14);
    expect(notesOf(b)).toEqual(notes);
  });

  test('a frame cut short: the header it ends in is truncated, the fields that are whole remain', () => {
    const cut = frame('udp').subarray(0, 39);
    expect(notesOf(cut)).toEqual(['ipv4[14,34)length-beyond-frame', 'udp[34,39)truncated']);
    expect(texts(dissect(cut, 'ethernet').layers[2])).toEqual({ srcPort: '40000', dstPort: '53' });
  });

  test('a frame that ends where a header should begin', () => {
    expect(outline(dissect(frame('udp').subarray(0, 14), 'ethernet'))).toEqual([
      'ethernet[0,14)',
      'ipv4[14,14)truncated',
    ]);
    expect(outline(dissect(new Uint8Array(), 'ethernet'))).toEqual(['ethernet[0,0)truncated']);
  });

  test('a quoted packet may be cut: no complaint about its length or checksums', () => {
    const b = frame('portUnreachable').subarray(0, 70); // the quote loses its one byte of data
    setU16(b, 16, 56);
    fillIpChecksum(b, 14);
    setU16(b, 36, 0x8d04); // the data was 0x78 in the high half of a word
    expect(notesOf(b)).toEqual(['ipv4?[42,62)quote-cut']);
  });
});

describe('fragments', () => {
  const fragment = (flagsAndOffset: number): Uint8Array => {
    const b = frame('udp');
    setU16(b, 20, flagsAndOffset);
    fillIpChecksum(b, 14);
    setU16(b, 38, 1000); // the datagram is longer than this piece
    return b;
  };

  test('the first one shows its transport header, of which nothing can be verified', () =>
    expect(outline(dissect(fragment(0x2000), 'ethernet'))).toEqual([
      'ethernet[0,14)',
      'ipv4[14,34)fragment',
      'udp[34,42)',
      'payload[42,47)',
    ]));

  test.each([
    ['a middle', 0x20b9],
    ['the last', 0x00b9],
  ])('%s one is all payload', (_, word) =>
    expect(outline(dissect(fragment(word), 'ethernet'))).toEqual([
      'ethernet[0,14)',
      'ipv4[14,34)fragment',
      'payload[34,47)',
    ]),
  );

  test('the offset is written in bytes', () =>
    expect(texts(dissect(fragment(0x20b9), 'ethernet').layers[1])).toMatchObject({
      fragOffset: '1480',
      mf: '1',
    }));
});

describe('padding', () => {
  test('of a short frame belongs to Ethernet', () => {
    const padded = new Uint8Array([...frame('arpReply'), ...new Uint8Array(18)]);
    const { layers } = dissect(padded, 'ethernet');
    expect(outline({ layers })).toEqual(['ethernet[0,14)', 'arp[14,42)', 'padding[42,60)']);
    expect(layers[2]?.layer).toBe('l2');
  });

  test('on two levels comes in the order of the bytes', () => {
    const b = new Uint8Array([...frame('udp'), 0xee]);
    setU16(b, 38, 11); // three bytes of data; the packet has five, the frame six
    setU16(b, 40, 0);
    expect(outline(dissect(b, 'ethernet')).slice(2)).toEqual([
      'udp[34,42)checksum-absent',
      'payload[42,45)',
      'padding[45,47)',
      'padding[47,48)',
    ]);
  });
});

test('an IP packet and a datagram without data are complete', () => {
  const ip = fromHex('450000140001000040fd 0000 0a0000010a000002'); // a protocol without a codec
  fillIpChecksum(ip, 0);
  expect(outline(dissect(ip, 'ipv4'))).toEqual(['ipv4[0,20)']);
  const udp = fromHex('4500001c000100004011 0000 0a0000010a000002 00350035 0008 0000');
  fillIpChecksum(udp, 0);
  expect(outline(dissect(udp, 'ipv4'))).toEqual(['ipv4[0,20)', 'udp[20,28)checksum-absent']);
});

test('IPv4 options are one run of bytes', () => {
  const b = fromHex('4600001c00010000 40fd0000 0a0000010a000002 94040000 deadbeef');
  fillIpChecksum(b, 0);
  const { layers } = dissect(b, 'ipv4');
  expect(outline({ layers })).toEqual(['ipv4[0,24)', 'payload[24,28)']);
  expect(layers[0]?.fields.at(-1)).toMatchObject({
    name: 'options',
    value: '94040000',
    bitOffset: 160,
    bits: 32,
  });
});

describe('any bytes', () => {
  /** Captured frames with a few bytes overwritten and the end cut off: close to real, and wrong. */
  const damaged = fc
    .tuple(
      fc.constantFrom(...Object.values(FRAMES)),
      fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 5 }),
      fc.nat(100),
    )
    .map(([hex, writes, cut]) => {
      const b = fromHex(hex);
      for (const [at, byte] of writes) if (at < b.length) b[at] = byte;
      return b.subarray(0, Math.max(0, b.length - (cut > 70 ? cut - 70 : 0)));
    });
  const bytes = fc.oneof(damaged, fc.uint8Array({ maxLength: 120 }));
  const start = fc.constantFrom('ethernet' as const, 'ipv4' as const);

  test('become layers that tile the frame, without a throw', () => {
    fc.assert(
      fc.property(bytes, start, (b, first) => {
        let at = 0;
        for (const layer of dissect(b, first).layers) {
          expect(layer.from).toBe(at);
          expect(layer.to).toBeGreaterThanOrEqual(at);
          at = layer.to;
        }
        expect(at).toBe(b.length);
      }),
      RUNS,
    );
  });

  test('become fields that lie within their layer, in order, and say what the bytes say', () => {
    fc.assert(
      fc.property(bytes, start, (b, first) => {
        for (const layer of dissect(b, first).layers) {
          let bit = layer.from * 8;
          for (const field of layer.fields) {
            expect(field.bitOffset).toBeGreaterThanOrEqual(bit);
            bit = field.bitOffset + field.bits;
            expect(bit).toBeLessThanOrEqual(layer.to * 8);
            if (field.bitOffset % 8 === 0 && field.bits % 8 === 0) {
              const raw = toHex(b.subarray(field.bitOffset / 8, bit / 8));
              const value = typeof field.value === 'string' ? field.value : field.value.toString(16);
              expect(value.padStart(raw.length, '0')).toBe(raw);
            }
          }
          if (layer.to > layer.from && !layer.notes.includes('truncated')) expect(bit).toBe(layer.to * 8);
        }
      }),
      RUNS,
    );
  });
});
