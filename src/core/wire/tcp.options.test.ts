import { expect, test } from 'vitest';
import { fromHex } from '../base/bytes';
import { NO_TCP_OPTIONS, parseTcpOptions, type TcpOptions } from './tcp.options';

const read = (hex: string): TcpOptions => parseTcpOptions(fromHex(hex), 0, fromHex(hex).length);

test('none', () => expect(read('')).toBe(NO_TCP_OPTIONS));
test('what follows the end of the list is not looked at', () =>
  expect(read('00 020405b4')).toEqual(NO_TCP_OPTIONS));
test('unknown ones are passed over', () => expect(read('fe04abcd 020405b4').mss).toBe(1460));
test('a length below 2, or beyond the header, ends the list', () => {
  expect(read('0100 020405b4')).toEqual(NO_TCP_OPTIONS);
  expect(read('0301 020405b4')).toEqual(NO_TCP_OPTIONS);
  expect(read('020405b4 0814').mss).toBe(1460);
});
test('a known kind of another length is none', () => expect(read('0203ff 01').mss).toBeNull());
test('a shift above 14 is 14 (RFC 7323 2.3)', () => expect(read('01 030318').wscale).toBe(14));
test('blocks', () =>
  expect(read('0101 050a 00000001 ffffffff').sack).toEqual([{ from: 1, to: 0xffff_ffff }]));
