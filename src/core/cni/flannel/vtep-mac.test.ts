import { describe, expect, test } from 'vitest';
import { fromHex } from '../../base/bytes';
import { formatMac } from '../../wire/addr';
import { DEFAULT_PREFIX } from './annotations';
import { newHardwareAddr, storedMac } from './vtep-mac';

describe('newHardwareAddr', () => {
  test.each([
    ['a1b2c3d4e5f6', 'a2:b2:c3:d4:e5:f6'],
    ['000000000000', '02:00:00:00:00:00'],
    ['0300000000ff', '02:00:00:00:00:ff'],
    ['feffffffffff', 'fe:ff:ff:ff:ff:ff'],
  ])('%s gives %s', (bytes, mac) => expect(formatMac(newHardwareAddr(fromHex(bytes)))).toBe(mac));
});

describe('storedMac', () => {
  const stored = (data: string, prefix = DEFAULT_PREFIX): string =>
    storedMac({ 'flannel.alpha.coreos.com/backend-data': data }, prefix);

  test('the address of an earlier life', () => {
    expect(stored('{"VNI":1,"VtepMAC":"a2:b2:c3:d4:e5:f6"}')).toBe('a2:b2:c3:d4:e5:f6');
  });

  test.each(['', 'null', '{"VNI":1}', '{"PublicKey":"x","Port":51820,"More":"y"}'])('%j has none', (data) =>
    expect(stored(data)).toBe(''),
  );

  test('of a prefix that ends in a slash nothing is found: a second slash is put in', () => {
    expect(stored('{"VNI":1,"VtepMAC":"a2:b2:c3:d4:e5:f6"}', `${DEFAULT_PREFIX}/`)).toBe('');
  });

  test('whatever follows the only :" is taken', () => {
    expect(stored('{"PublicKey":"abc="}')).toBe('abc=');
  });
});
