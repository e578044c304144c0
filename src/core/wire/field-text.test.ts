import { expect, test } from 'vitest';
import type { Field, FieldFormat } from './field';
import { fieldText } from './field-text';

const field = (format: FieldFormat, bits: number, unitBytes?: number): Field => ({
  name: 'x',
  bitOffset: 0,
  bits,
  format,
  source: '',
  ...(unitBytes !== undefined && { unitBytes }),
});

test.each<[FieldFormat, number, number, string]>([
  ['dec', 16, 1500, '1500'],
  ['hex', 16, 0x2197, '0x2197'],
  ['hex', 16, 7, '0x0007'],
  ['hex', 13, 0xb9, '0x00b9'],
  ['flag', 1, 1, '1'],
  ['flag', 1, 0, '0'],
  ['mac', 48, 0x0a580af40102, '0a:58:0a:f4:01:02'],
  ['ipv4', 32, 0xc0a8380b, '192.168.56.11'],
  ['bytes', 8, 0x0f, '0x0f'],
  ['ethertype', 16, 0x0800, 'IPv4 (0x0800)'],
  ['ethertype', 16, 0x0806, 'ARP (0x0806)'],
  ['ethertype', 16, 0x8100, '802.1Q (0x8100)'],
  ['ethertype', 16, 0x86dd, 'IPv6 (0x86dd)'],
  ['ethertype', 16, 0x1234, '0x1234'],
  ['ipproto', 8, 1, 'ICMP (1)'],
  ['ipproto', 8, 17, 'UDP (17)'],
  ['ipproto', 8, 4, 'IPIP (4)'],
  ['ipproto', 8, 6, 'TCP (6)'],
  ['ipproto', 8, 41, 'IPv6 (41)'],
  ['ipproto', 8, 47, 'GRE (47)'],
  ['ipproto', 8, 50, 'ESP (50)'],
  ['ipproto', 8, 132, 'SCTP (132)'],
  ['ipproto', 8, 253, '253'],
  ['arpop', 16, 1, 'Request (1)'],
  ['arpop', 16, 2, 'Reply (2)'],
  ['arpop', 16, 9, '9'],
  ['icmptype', 8, 8, 'echo request (8)'],
  ['icmptype', 8, 11, 'time exceeded (11)'],
  ['icmptype', 8, 200, '200'],
])('%s of %i bits: %i is %s', (format, bits, value, text) =>
  expect(fieldText(field(format, bits), value)).toBe(text),
);

test('a number of units is written in bytes', () => {
  expect(fieldText(field('dec', 4, 4), 5)).toBe('20');
  expect(fieldText(field('dec', 13, 8), 185)).toBe('1480');
});
