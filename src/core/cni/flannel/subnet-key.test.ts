import { describe, expect, test } from 'vitest';
import { formatCidr4 } from '../../wire/addr';
import { formatCidr6 } from '../../wire/addr6';
import { makeSubnetKey, parseSubnetKey } from './subnet-key';

describe('keys of leases', () => {
  test.each([
    ['10.5.34.0-24', '10.5.34.0/24', null],
    ['10.5.34.0-24&fc00:5:34::-64', '10.5.34.0/24', 'fc00:5:34::/64'],
    ['0.0.0.0-0', '0.0.0.0/0', null],
  ])('%s, there and back', (text, four, six) => {
    const key = parseSubnetKey(text);
    if (key === null) throw new Error('no key');
    expect(formatCidr4(key.subnet)).toBe(four);
    expect(key.ipv6Subnet && formatCidr6(key.ipv6Subnet)).toBe(six);
    expect(makeSubnetKey(key)).toBe(text);
  });

  test('the whole path in etcd may stand before it', () => {
    const key = parseSubnetKey('/coreos.com/network/subnets/10.5.34.0-24');
    expect(key && makeSubnetKey(key)).toBe('10.5.34.0-24');
  });

  test.each([
    '',
    '10.5.34.0',
    '10.5.34.0/24',
    '10.5.34-24',
    '10.5.34.256-24',
    '10.5.34.0-24 ',
    '10.5x34.0-24',
    '10.5.34x0-24',
    '10.5.34.0-32',
    '10.5.34.0-24&fc00::-128',
    '10.5.34.0-24&fc00:::-64',
    '10.5.34.0-24&fc00::',
    '10.5.34.0-24&FC00::-64',
    '&fc00::-64',
  ])('%j is none', (text) => expect(parseSubnetKey(text)).toBeNull());
});
