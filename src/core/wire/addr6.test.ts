import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { asIpv6, formatCidr6, formatIpv6, inCidr6, network6Of, parseCidr6, parseIpv6 } from './addr6';

function read(text: string): bigint | null {
  const parsed = parseIpv6(text);
  return parsed.ok ? parsed.value : null;
}

describe('IPv6 text', () => {
  test.each([
    ['::', 0n],
    ['::1', 1n],
    ['1::', 1n << 112n],
    ['2001:db8::10', 0x2001_0db8_0000_0000_0000_0000_0000_0010n],
    ['fc00:0:0:1::', 0xfc00_0000_0000_0001_0000_0000_0000_0000n],
    ['1:2:3:4:5:6:7:8', 0x0001_0002_0003_0004_0005_0006_0007_0008n],
    ['1:2:3:4:5:6:7::', 0x0001_0002_0003_0004_0005_0006_0007_0000n],
    ['::ffff:192.0.2.1', 0xffff_c000_0201n],
    ['FE80::ABcd', 0xfe80_0000_0000_0000_0000_0000_0000_abcdn],
  ])('%s', (text, value) => expect(read(text)).toBe(value));

  test.each([
    '',
    ':',
    ':::',
    '1::2::3',
    '1:2:3',
    ':1:2',
    '1:2:',
    '12345::',
    'g::',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '1:2:3:4::5:6:7:8',
    '::1.2.3',
    '::1.2.3.4:5',
    '1.2.3.4',
    'fe80::1%eth0',
    ' ::1',
  ])('refuses %j', (text) => expect(read(text)).toBeNull());

  /** RFC 5952, section 4. */
  test.each([
    ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['1:0:0:0:0:0:0:0', '1::'],
    ['::ffff:c000:201', '::ffff:192.0.2.1'],
  ])('%s is written %s', (long, short) => {
    const parsed = parseIpv6(long);
    expect(parsed.ok && formatIpv6(parsed.value)).toBe(short);
  });

  test('what is written is read back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), fc.nat(0xffff), (bits, holes) => {
        // Zero groups here and there, so that `::` is met often.
        let addr = bits;
        for (let i = 0n; i < 8n; i += 1n) if ((holes >> Number(i)) & 1) addr &= ~(0xffffn << (16n * i));
        expect(read(formatIpv6(asIpv6(addr)))).toBe(addr);
      }),
    );
  });
});

describe('IPv6 prefixes', () => {
  test.each(['fc00::/48', '2001:db8:ffff::/64', '::/0', '::1/128'])('%s', (text) => {
    const parsed = parseCidr6(text);
    expect(parsed.ok && formatCidr6(parsed.value)).toBe(text);
  });

  test('an address alone is itself; host bits are kept', () => {
    expect(parseCidr6('::1')).toEqual({ ok: true, value: { addr: 1n, len: 128 } });
    expect(parseCidr6('fc00::5/48')).toEqual({ ok: true, value: { addr: (0xfc00n << 112n) + 5n, len: 48 } });
  });

  test.each([
    ['fc00::/129', 'prefix-length'],
    ['fc00::/', 'prefix-length'],
    ['fc00::/048', 'prefix-length'],
    ['fc00:/48', 'not-ipv6'],
  ])('refuses %s', (text, code) => {
    expect(parseCidr6(text)).toEqual({ ok: false, error: { code, text } });
  });

  test('what is inside', () => {
    const parsed = parseCidr6('fc00:0:0:1::/64');
    if (!parsed.ok) throw new Error('not a prefix');
    const inside = asIpv6((0xfc00_0000_0000_0001n << 64n) + 99n);
    expect(inCidr6(inside, parsed.value)).toBe(true);
    expect(inCidr6(asIpv6(inside + (1n << 64n)), parsed.value)).toBe(false);
    expect(network6Of(inside, 64)).toBe(parsed.value.addr);
    expect(network6Of(inside, 0)).toBe(0n);
  });
});
