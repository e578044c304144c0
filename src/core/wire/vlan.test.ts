import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex } from '../base/bytes';
import { dissect } from './dissect';
import { emitVlan, isVlanType, parseVlan, VLAN_HEADER_LEN, vlanTci, vidOf } from './vlan';

/** Goal: the tag of IEEE 802.1Q is read and written as it stands there. Method: bytes spelled out, and any bytes both ways. */
const RUNS = { seed: 0x8100 };

test.each([
  ['VLAN 10, as Linux sends it', '000a 0800', { pcp: 0, dei: false, vid: 10, type: 0x0800 }],
  ['highest priority, drop eligible, VLAN 4094', 'fffe 0806', { pcp: 7, dei: true, vid: 4094, type: 0x0806 }],
  ['a priority alone', '6000 86dd', { pcp: 3, dei: false, vid: 0, type: 0x86dd }],
])('%s, both ways', (_, hex, header) => {
  expect(parseVlan(fromHex(hex), 0, 4)).toEqual({ ok: true, value: header });
  const b = new Uint8Array(6).fill(0xa5);
  expect(emitVlan(header, b, 1)).toBe(VLAN_HEADER_LEN);
  expect(b).toEqual(fromHex(`a5 ${hex} a5`));
  expect(vidOf(vlanTci(b, 1))).toBe(header.vid);
});

test('three bytes are too few', () =>
  expect(parseVlan(fromHex('000a08'), 0, 3)).toEqual({
    ok: false,
    error: { header: 'vlan', code: 'truncated', at: 3 },
  }));

test('emit undoes parse: any four bytes are a tag', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (bytes) => {
      const parsed = parseVlan(bytes, 0, 4);
      if (!parsed.ok) throw new Error(parsed.error.code);
      const b = new Uint8Array(4).fill(0xa5);
      emitVlan(parsed.value, b, 0);
      expect(b).toEqual(bytes);
    }),
    RUNS,
  );
});

test('it is found behind the addresses, once or twice, with what follows at the depth of the frame', () => {
  const inner = '0800 4500 0014 0000 0000 4063 6684 0a000001 0a000002';
  const twice = fromHex(`020000000002 020000000001 88a8 0064 8100 200a ${inner}`);
  const { layers } = dissect(twice, 'ethernet');
  expect(layers.map(({ header, depth }) => [header, depth])).toEqual([
    ['ethernet', 0],
    ['vlan', 0],
    ['vlan', 0],
    ['ipv4', 0],
  ]);
  expect(layers[0]?.fields.find(({ name }) => name === 'type')?.text).toBe('802.1Q-QinQ (0x88a8)');
  expect(layers[2]?.fields.map(({ name, text }) => `${name} ${text}`)).toEqual([
    'pcp 1',
    'dei 0',
    'vid 10',
    'type IPv4 (0x0800)',
  ]);
});

test('two types announce a tag', () =>
  expect([0x8100, 0x88a8, 0x0800, 0x9100].map(isVlanType)).toEqual([true, true, false, false]));
