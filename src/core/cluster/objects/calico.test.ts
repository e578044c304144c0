import { expect, test } from 'vitest';
import {
  asNumberFaults,
  DURATION,
  durationFaults,
  enumFaults,
  patternFaults,
  rangeFaults,
  readAsNumber,
  readDuration,
  readPeerIp,
  tagFault,
} from './calico';

// calico api/pkg/lib/numorstring/asnumber.go; RFC 5396.
test.each([
  [64512, 64512],
  ['64512', 64512],
  ['1.10', 65546],
  [4294967295, 4294967295],
  [4294967296, null],
  ['65536.0', null],
  [-1, null],
  [1.5, null],
  ['x', null],
  [true, null],
  [null, null],
])('AS number %j is %j', (value, number) => expect(readAsNumber(value)).toBe(number));

test('a bad AS number is named', () => {
  expect(asNumberFaults({ asNumber: 'x' }, 'asNumber')).toMatchObject([
    { field: 'spec.asNumber', body: 'Invalid value: "x": invalid AS Number format (x)' },
  ]);
  expect(asNumberFaults({ asNumber: null }, 'asNumber')).toEqual([]);
});

test.each([
  ['10.0.0.1', { ip: '10.0.0.1', port: 0 }],
  ['10.0.0.1:1790', { ip: '10.0.0.1', port: 1790 }],
  ['10.0.0.1:0', null],
  ['10.0.0.1:70000', null],
  ['10.0.0', null],
  ['router', null],
  ['2001:db8::1', { ip: '2001:db8::1', port: 0 }],
])('peer %s', (text, peer) => expect(readPeerIp(text)).toEqual(peer));

test.each([
  ['90s', 90],
  ['1h30m', 5400],
  ['1.5s', 1.5],
  ['500ms', 0.5],
  ['0', 0],
  ['90', null],
  ['s', null],
  ['', null],
])('duration %s is %j s', (text, seconds) => {
  expect(readDuration(text)).toBe(seconds);
  expect(DURATION.test(text)).toBe(seconds !== null);
  expect(durationFaults({ x: text }, 'x')).toHaveLength(seconds === null ? 1 : 0);
});

test('words of the custom resource definition', () => {
  const of = (spec: Parameters<typeof enumFaults>[0]): readonly string[] =>
    [
      ...enumFaults(spec, 'mode', ['A', 'B']),
      ...patternFaults(spec, 'text', /^a*$/, '^a*$'),
      ...rangeFaults(spec, 'port', 1, 65535),
    ].map(({ body }) => body);
  expect(of({ mode: 'A', text: 'aa', port: 1 })).toEqual([]);
  expect(of({ mode: 'C', text: 'b', port: 0 })).toEqual([
    'Unsupported value: "C": supported values: "A", "B"',
    `Invalid value: "b": spec.text in body should match '^a*$'`,
    'Invalid value: 0: spec.port in body should be greater than or equal to 1',
  ]);
  expect(of({ port: 65536 })).toEqual([
    'Invalid value: 65536: spec.port in body should be less than or equal to 65535',
  ]);
  expect(tagFault('PeerIP', 'x', 'IP:port').body).toContain('because of Tag: IP:port');
});
