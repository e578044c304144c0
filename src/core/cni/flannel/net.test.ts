import { describe, expect, test } from 'vitest';
import { formatCidr4, ipv4, parseCidr4, type Cidr4 } from '../../wire/addr';
import { formatCidr6, formatIpv6 } from '../../wire/addr6';
import {
  NO_NET4,
  NO_NET6,
  containsNet,
  incremented,
  isNoNet4,
  isNoNet6,
  isPrivate,
  isPrivate6,
  nextNet,
  overlaps,
  parseIp,
  parseNet,
  sameNet,
  sizeOf,
  to16,
} from './net';

function net(text: string): Cidr4 {
  const parsed = parseCidr4(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

describe('reading', () => {
  test('addresses of both families, and an IPv4 address in disguise', () => {
    expect(parseIp('10.0.0.1')).toEqual({ family: 4, addr: ipv4('10.0.0.1') });
    expect(parseIp('::ffff:10.0.0.1')).toEqual({ family: 4, addr: ipv4('10.0.0.1') });
    expect(parseIp('fc00::1')?.family).toBe(6);
    expect(parseIp('10.0.0')).toBeNull();
    expect(formatIpv6(to16(ipv4('10.0.0.1')))).toBe('::ffff:10.0.0.1');
  });

  test.each([
    ['10.244.3.7/24', '10.244.3.0/24'],
    ['10.244.3.7/024', '10.244.3.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['fc00::1/48', 'fc00::/48'],
  ])('%s is the network %s', (text, clean) => {
    const parsed = parseNet(text);
    expect(parsed?.family === 4 ? formatCidr4(parsed.net) : parsed && formatCidr6(parsed.net)).toBe(clean);
  });

  test.each(['', '10.0.0.0', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/ 8', 'fc00::/129', '010.0.0.0/8'])(
    '%j is none',
    (text) => expect(parseNet(text)).toBeNull(),
  );

  test('nothing is nothing', () => {
    expect(isNoNet4(NO_NET4) && isNoNet6(NO_NET6)).toBe(true);
    expect(isNoNet4(net('0.0.0.0/1')) || isNoNet4(net('0.0.0.1/0'))).toBe(false);
    expect(isNoNet6({ ...NO_NET6, len: 1 })).toBe(false);
  });
});

describe('arithmetic', () => {
  test('the next network, and round the end', () => {
    expect(formatCidr4(nextNet(net('10.244.0.0/24')))).toBe('10.244.1.0/24');
    expect(formatCidr4(nextNet(net('255.255.255.0/24')))).toBe('0.0.0.0/24');
    expect(formatCidr4(nextNet(net('10.0.0.0/0')))).toBe('10.0.0.0/0');
    expect([sizeOf(32), sizeOf(24), sizeOf(0)]).toEqual([1, 256, 0]);
  });

  test('the first usable address keeps the length', () => {
    expect(formatCidr4(incremented(net('10.244.3.0/24')))).toBe('10.244.3.1/24');
  });

  test.each([
    ['10.244.0.0/24', '10.244.0.0/16', true],
    ['10.244.0.0/16', '10.244.7.0/24', true],
    ['10.244.0.0/24', '10.244.1.0/24', false],
    ['10.0.0.0/0', '200.0.0.0/8', true],
  ])('%s overlaps %s: %s', (a, b, yes) => {
    expect(overlaps(net(a), net(b))).toBe(yes);
    expect(overlaps(net(b), net(a))).toBe(yes);
  });

  test('containing is overlapping with the shorter prefix outside', () => {
    expect(containsNet(net('10.244.0.0/16'), net('10.244.7.0/24'))).toBe(true);
    expect(containsNet(net('10.244.7.0/24'), net('10.244.0.0/16'))).toBe(false);
    expect(containsNet(net('10.244.0.0/16'), net('10.245.0.0/24'))).toBe(false);
    expect(sameNet(net('10.0.0.0/8'), net('10.0.0.0/9'))).toBe(false);
  });
});

test.each([
  ['10.1.2.3', true],
  ['172.31.0.1', true],
  ['172.32.0.1', false],
  ['192.168.0.1', true],
  ['8.8.8.8', false],
  ['fd00::1', true],
  ['2001:db8::1', false],
])('%s is private: %s', (text, expected) => {
  const parsed = parseIp(text);
  expect(parsed?.family === 4 ? isPrivate(parsed.addr) : parsed !== null && isPrivate6(parsed.addr)).toBe(
    expected,
  );
});
