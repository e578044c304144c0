import { describe, expect, test } from 'vitest';
import { ethernetFrame, icmpFrame, ipFrame, udpFrame, type MadeIp } from '../../testing/make-frame';
import { frameText } from '../tcpdump';

/** Lines as tcpdump 4.99.3 prints them. */
const MADE: MadeIp = {
  from: '02:00:00:00:00:01',
  to: '02:00:00:00:00:02',
  src: '10.0.0.1',
  dst: '10.0.0.2',
  id: 4660,
};
const PLAIN = { ether: false, verbose: false };
const VERBOSE = { ether: false, verbose: true };
const text = (bytes: Uint8Array, options = PLAIN): string => frameText({ bytes, l2: true }, options);

test('with -v the header comes first, on a line of its own', () => {
  expect(text(icmpFrame({ ...MADE, df: true, ttl: 63 }), VERBOSE)).toBe(
    'IP (tos 0x0, ttl 63, id 4660, offset 0, flags [DF], proto ICMP (1), length 84)\n' +
      '    10.0.0.1 > 10.0.0.2: ICMP echo request, id 7, seq 1, length 64',
  );
});

test('a checksum that is wrong is named with the right one', () => {
  const bytes = icmpFrame(MADE);
  bytes[24] = 0;
  bytes[25] = 1;
  expect(text(bytes, VERBOSE)).toMatch(/, length 84, bad cksum 1 \(->[0-9a-f]+\)!\)\n {4}10\.0\.0\.1 > /);
  expect(text(bytes)).toBe('IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 7, seq 1, length 64');
});

describe('fragments', () => {
  test('the first shows the transport, the others only the protocol', () => {
    const first = ipFrame({ ...MADE, mf: true }, 17, udpFrame(MADE, 1, 9, 'x'.repeat(16)).subarray(34));
    expect(text(first)).toBe('IP 10.0.0.1.1 > 10.0.0.2.9: UDP, length 16');
    const second = ipFrame({ ...MADE, fragOffset: 24 }, 17, new Uint8Array(8));
    expect(text(second)).toBe('IP 10.0.0.1 > 10.0.0.2: ip-proto-17');
    expect(text(second, VERBOSE)).toContain('offset 24, flags [none], proto UDP (17)');
  });
});

test('IP in IP is printed twice on one line', () => {
  const inner = icmpFrame({ ...MADE, src: '10.244.1.2', dst: '10.244.2.2' }).subarray(14);
  expect(text(ipFrame(MADE, 4, inner))).toBe(
    'IP 10.0.0.1 > 10.0.0.2: IP 10.244.1.2 > 10.244.2.2: ICMP echo request, id 7, seq 1, length 64',
  );
});

test('without Ethernet there is nothing before it; -e says so', () => {
  const bytes = icmpFrame(MADE).subarray(14);
  expect(frameText({ bytes, l2: false }, PLAIN)).toMatch(/^IP 10\.0\.0\.1 > /);
  expect(frameText({ bytes, l2: false }, { ether: true, verbose: false })).toMatch(/^ip: 10\.0\.0\.1 > /);
});

test('protocols without a printer, other versions, and bytes that are too few', () => {
  expect(text(ipFrame(MADE, 99, new Uint8Array(5)))).toBe('IP 10.0.0.1 > 10.0.0.2:  ip-proto-99 5');
  expect(text(ethernetFrame(MADE, 0x0800, new Uint8Array(20)))).toBe('IP0 (invalid)');
  expect(text(icmpFrame(MADE).subarray(0, 50))).toMatch(/^IP truncated-ip - 48 bytes missing! /);
  expect(text(icmpFrame(MADE).subarray(0, 24))).toBe('IP  [|ip]');
});
