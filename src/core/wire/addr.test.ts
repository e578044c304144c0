import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '../base/bytes';
import {
  ANY_IPV4,
  asIpv4,
  asMac,
  BROADCAST_MAC,
  formatCidr4,
  formatIpv4,
  formatMac,
  inCidr,
  ipv4,
  isGroupMac,
  isLoopbackIpv4,
  isMulticastIpv4,
  isZeronetIpv4,
  LIMITED_BROADCAST,
  mac,
  maskOf,
  networkOf,
  parseCidr4,
  parseIpv4,
  parseMac,
  readIpv4,
  readMac,
  writeIpv4,
  writeMac,
  ZERO_MAC,
  type Cidr4,
} from './addr';

const RUNS = { seed: 0x2001 };
const anyIpv4 = fc.nat(0xffffffff).map(asIpv4);
const anyMac = fc.nat(0xffff_ffff_ffff).map(asMac);

function cidr(text: string): Cidr4 {
  const parsed = parseCidr4(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

describe('IPv4 text', () => {
  test.each([
    ['0.0.0.0', 0],
    ['10.244.1.2', 0x0af40102],
    ['192.168.56.11', 0xc0a8380b], // above 2^31: must not come out negative
    ['255.255.255.255', 0xffffffff],
  ])('%s is %i', (text, value) => {
    expect(parseIpv4(text)).toEqual({ ok: true, value });
    expect(formatIpv4(asIpv4(value))).toBe(text);
    expect(ipv4(text)).toBe(value);
  });

  test.each([
    ['', 'not-ipv4', 0],
    ['10.1', 'not-ipv4', 0],
    ['1.2.3.4.5', 'not-ipv4', 0],
    ['1.2..4', 'not-ipv4', 4],
    ['1.2.x.4', 'not-ipv4', 4],
    ['1.2.3.4 ', 'not-ipv4', 6],
    ['1.-2.3.4', 'not-ipv4', 2],
    ['10.256.0.1', 'octet-range', 3],
    ['10.1000.0.1', 'not-ipv4', 3],
    ['10.0.01.1', 'leading-zero', 5],
  ])('%j is refused: %s at %i', (text, code, at) => {
    expect(parseIpv4(text)).toEqual({ ok: false, error: { code, text, at } });
    expect(() => ipv4(text)).toThrow('not an IPv4 address');
  });

  test('parse undoes format', () => {
    fc.assert(
      fc.property(anyIpv4, (a) => {
        expect(parseIpv4(formatIpv4(a))).toEqual({ ok: true, value: a });
      }),
      RUNS,
    );
  });
});

describe('CIDR text', () => {
  test.each([
    ['10.244.1.0/24', 0x0af40100, 24],
    ['10.244.1.7/24', 0x0af40107, 24], // host bits stay
    ['0.0.0.0/0', 0, 0],
    ['192.168.0.1/32', 0xc0a80001, 32],
  ])('%s', (text, addr, len) => {
    expect(parseCidr4(text)).toEqual({ ok: true, value: { addr, len } });
    expect(formatCidr4({ addr: asIpv4(addr), len })).toBe(text);
  });

  test('an address alone means /32', () =>
    expect(cidr('10.0.0.1')).toEqual({ addr: ipv4('10.0.0.1'), len: 32 }));

  test.each([
    ['10.0.0.0/33', 'prefix-length', 9],
    ['10.0.0.0/', 'prefix-length', 9],
    ['10.0.0.0/08', 'prefix-length', 9],
    ['10.0.0.0/-1', 'prefix-length', 9],
    ['10.0.0.0/24/8', 'prefix-length', 9],
    ['10.0.0/24', 'not-ipv4', 0],
    ['10.0.999.0/24', 'octet-range', 5],
    ['default', 'not-ipv4', 0],
  ])('%j is refused: %s at %i', (text, code, at) =>
    expect(parseCidr4(text)).toEqual({ ok: false, error: { code, text, at } }),
  );
});

describe('prefix arithmetic', () => {
  test.each([
    [0, 0x00000000],
    [1, 0x80000000],
    [8, 0xff000000],
    [24, 0xffffff00],
    [31, 0xfffffffe],
    [32, 0xffffffff],
  ])('the mask of /%i', (len, mask) => expect(maskOf(len)).toBe(mask));

  test('networkOf clears the host bits and stays unsigned', () => {
    expect(networkOf(ipv4('192.168.56.11'), 24)).toBe(ipv4('192.168.56.0'));
    expect(networkOf(ipv4('192.168.56.11'), 0)).toBe(ANY_IPV4);
    expect(networkOf(ipv4('192.168.56.11'), 32)).toBe(ipv4('192.168.56.11'));
  });

  test.each([
    ['10.244.1.255', '10.244.1.0/24', true],
    ['10.244.2.0', '10.244.1.0/24', false],
    ['10.244.1.9', '10.244.1.200/24', true], // host bits of the prefix do not matter
    ['200.1.2.3', '128.0.0.0/1', true],
    ['100.1.2.3', '128.0.0.0/1', false],
    ['1.2.3.4', '0.0.0.0/0', true],
    ['1.2.3.4', '1.2.3.4/32', true],
    ['1.2.3.5', '1.2.3.4/32', false],
  ])('%s in %s: %s', (addr, net, inside) => expect(inCidr(ipv4(addr), cidr(net))).toBe(inside));

  test('agrees with comparing binary digits', () => {
    const bits = (a: number, len: number): string => a.toString(2).padStart(32, '0').slice(0, len);
    const near = fc.tuple(anyIpv4, fc.nat(32), fc.nat(31)).map(([addr, len, flip]) => ({
      addr,
      len,
      other: asIpv4(addr ^ (1 << flip)), // one bit apart: inside or outside by that bit alone
    }));
    fc.assert(
      fc.property(near, ({ addr, len, other }) => {
        expect(inCidr(other, { addr, len })).toBe(bits(other, len) === bits(addr, len));
        expect(networkOf(addr, len)).toBe(parseInt(bits(addr, len).padEnd(32, '0'), 2));
      }),
      RUNS,
    );
  });
});

describe('special addresses', () => {
  test.each([
    ['223.255.255.255', false],
    ['224.0.0.0', true],
    ['239.255.255.255', true],
    ['240.0.0.0', false],
    ['255.255.255.255', false],
  ])('%s is multicast: %s', (text, is) => expect(isMulticastIpv4(ipv4(text))).toBe(is));

  test.each([
    ['126.255.255.255', false],
    ['127.0.0.0', true],
    ['127.255.255.255', true],
    ['128.0.0.0', false],
  ])('%s is loopback: %s', (text, is) => expect(isLoopbackIpv4(ipv4(text))).toBe(is));

  test.each([
    ['0.0.0.0', true],
    ['0.255.255.255', true],
    ['1.0.0.0', false],
  ])('%s is zeronet: %s', (text, is) => expect(isZeronetIpv4(ipv4(text))).toBe(is));

  test('constants', () => {
    expect(formatIpv4(ANY_IPV4)).toBe('0.0.0.0');
    expect(formatIpv4(LIMITED_BROADCAST)).toBe('255.255.255.255');
    expect(formatMac(BROADCAST_MAC)).toBe('ff:ff:ff:ff:ff:ff');
    expect(formatMac(ZERO_MAC)).toBe('00:00:00:00:00:00');
  });

  test('asIpv4 mends a sign', () =>
    expect(asIpv4(ipv4('192.168.0.1') & 0xffffff00)).toBe(ipv4('192.168.0.0')));

  test.each([-1, 0x1_0000_0000_0000, 1.5])('%s is no MAC address', (n) =>
    expect(() => asMac(n)).toThrow('48-bit'),
  );
});

describe('MAC text', () => {
  test.each([
    ['0a:58:0a:f4:01:02', 0x0a580af40102],
    ['ff:ff:ff:ff:ff:ff', 0xffffffffffff],
    ['00:00:00:00:00:01', 1],
  ])('%s', (text, value) => {
    expect(parseMac(text)).toEqual({ ok: true, value });
    expect(formatMac(asMac(value))).toBe(text);
    expect(mac(text)).toBe(value);
  });

  test('capitals and single digits are read, lower case and two digits are written', () => {
    expect(formatMac(mac('2:0:C0:A8:38:b'))).toBe('02:00:c0:a8:38:0b');
  });

  test.each([
    ['', 0],
    ['0a:58:0a:f4:01', 0],
    ['0a:58:0a:f4:01:02:03', 0],
    ['0a:58:0a:f4:01:', 15],
    ['0a:58:0g:f4:01:02', 6],
    ['0a:580:0a:f4:01:02', 3],
    ['0a-58-0a-f4-01-02', 0],
  ])('%j is refused at %i', (text, at) => {
    expect(parseMac(text)).toEqual({ ok: false, error: { code: 'not-mac', text, at } });
    expect(() => mac(text)).toThrow('not a MAC address');
  });

  test.each([
    ['0a:58:0a:f4:01:02', false],
    ['01:00:00:00:00:00', true],
    ['01:00:5e:00:00:01', true],
    ['33:33:00:00:00:01', true],
    ['fe:ff:ff:ff:ff:ff', false],
    ['ff:ff:ff:ff:ff:ff', true],
  ])('%s addresses a group: %s', (text, is) => expect(isGroupMac(mac(text))).toBe(is));
});

describe('in bytes', () => {
  test('literal', () => {
    const b = new Uint8Array(12).fill(0xa5);
    writeMac(b, 1, mac('fe:dc:ba:98:76:54'));
    writeIpv4(b, 7, ipv4('192.168.56.11'));
    expect(toHex(b)).toBe('a5fedcba987654c0a8380ba5');
    expect(readMac(b, 1)).toBe(mac('fe:dc:ba:98:76:54'));
    expect(readIpv4(b, 7)).toBe(ipv4('192.168.56.11'));
  });

  test('read undoes write', () => {
    fc.assert(
      fc.property(anyMac, anyIpv4, (m, a) => {
        const b = new Uint8Array(10).fill(0xa5);
        writeMac(b, 0, m);
        writeIpv4(b, 6, a);
        expect([readMac(b, 0), readIpv4(b, 6)]).toEqual([m, a]);
        expect(parseMac(formatMac(m))).toEqual({ ok: true, value: m });
      }),
      RUNS,
    );
  });
});
