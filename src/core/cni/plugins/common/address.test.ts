import { describe, expect, it } from 'vitest';
import {
  formatIp,
  formatNetwork,
  inNetwork,
  lastOf,
  networkOf,
  nextIp,
  parseIp,
  parseNetwork,
} from './address';

const ip = (text: string): NonNullable<ReturnType<typeof parseIp>> => {
  const parsed = parseIp(text);
  if (parsed === null) throw new Error(text);
  return parsed;
};
const network = (text: string): Parameters<typeof lastOf>[0] => {
  const parsed = parseNetwork(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
};

describe('addresses', () => {
  // RFC 5952, sections 4 and 5.
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::', '::'],
    ['::1', '::1'],
    ['fe80::', 'fe80::'],
    ['3ffe:ffff:0:01ff::1', '3ffe:ffff:0:1ff::1'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ])('%s is printed %s', (text, printed) => {
    expect(formatIp(ip(text))).toBe(printed);
  });

  it.each([
    '',
    '10.0.0',
    '10.0.0.256',
    '1::2::3',
    '1:2:3',
    '12345::',
    ':::',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
  ])('"%s" is none', (text) => expect(parseIp(text)).toBeNull());
});

describe('networks', () => {
  it('have a first and a last address', () => {
    expect(formatIp(networkOf(network('10.22.0.77/24')))).toBe('10.22.0.0');
    expect(formatIp(lastOf(network('10.22.0.0/24')))).toBe('10.22.0.254');
    expect(formatIp(lastOf(network('fd00:5::/64')))).toBe('fd00:5::ffff:ffff:ffff:ffff');
    expect(formatNetwork(network('10.0.0.5/8'))).toBe('10.0.0.5/8');
  });

  it('hold addresses of their own family', () => {
    expect(inNetwork(ip('10.22.0.200'), network('10.22.0.0/24'))).toBe(true);
    expect(inNetwork(ip('10.22.1.0'), network('10.22.0.0/24'))).toBe(false);
    expect(inNetwork(ip('::a16:1'), network('10.22.0.0/24'))).toBe(false);
    expect(formatIp(nextIp(ip('10.0.0.255')))).toBe('10.0.1.0');
  });

  it.each(['10.0.0.0', '10.0.0.0/33', 'x/8', '10.0.0.0/-1', '::/129'])('%s is none', (text) => {
    expect(parseNetwork(text)).toEqual({ ok: false, error: `invalid CIDR address: ${text}` });
  });
});
