import { expect, it } from 'vitest';
import {
  parseNetwork,
  parseProtocol,
  parseRange,
  printHost,
  printNetwork,
  printProtocol,
  printRange,
  printString,
} from './values';

it.each([
  ['10.0.0.7/8', '10.0.0.0/8', '10.0.0.0/8'],
  ['10.0.0.7', '10.0.0.7/32', '10.0.0.7'],
  ['10.1.2.3/255.255.0.0', '10.1.0.0/16', '10.1.0.0/16'],
])('%s is printed %s, in extensions %s', (text, network, host) => {
  const cidr = parseNetwork(text);
  expect(cidr === null ? null : [printNetwork(cidr), printHost(cidr)]).toEqual([network, host]);
});

it.each(['10.0.0.0/255.0.255.0', '10.0.0.0/33', 'fd00::1', ''])('%s is no network', (text) => {
  expect(parseNetwork(text)).toBeNull();
});

it.each([
  ['80', '80'],
  ['80:90', '80:90'],
  [':90', '0:90'],
  ['80:', '80:65535'],
])('the range %s is %s', (text, printed) => {
  const range = parseRange(text, 0xffff);
  expect(range === null ? null : printRange(range)).toBe(printed);
});

it.each([':', '', '90:80', '1:2:3', '65536', 'http'])('"%s" is no range of ports', (text) => {
  expect(parseRange(text, 0xffff)).toBeNull();
});

it('knows protocols by name, and prints what has one', () => {
  expect(['tcp', 'TCP', '4', 'ipencap', '253'].map(parseProtocol)).toEqual([6, 6, 4, 4, 253]);
  expect([6, 4, 253].map(printProtocol)).toEqual(['tcp', 'ipencap', '253']);
  expect(parseProtocol('256')).toBeNull();
});

it('quotes where it must', () => {
  expect(['a-b_1', 'a b', 'a/b', "it's", ''].map(printString)).toEqual([
    'a-b_1',
    '"a b"',
    '"a/b"',
    '"it\\\'s"',
    '""',
  ]);
});
