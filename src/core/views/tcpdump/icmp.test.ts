import { expect, test } from 'vitest';
import { icmpFrame, udpFrame, type MadeIp } from '../../testing/make-frame';
import { frameText } from '../tcpdump';

/** Lines as tcpdump 4.99.3 prints them. */
const MADE: MadeIp = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.0.0.1', dst: '10.0.0.2' };
const QUOTED = udpFrame({ ...MADE, src: '10.0.0.2', dst: '10.0.0.9' }, 40001, 4444, 'hello').subarray(14);
const PLAIN = { ether: false, verbose: false };

function said(type: number, code: number, quoted = QUOTED): string {
  const text = frameText({ bytes: icmpFrame(MADE, { type, code }, quoted), l2: true }, PLAIN);
  return text.replace('IP 10.0.0.1 > 10.0.0.2: ICMP ', '').replace(/, length \d+$/, '');
}

test.each([
  [3, 0, 'net 10.0.0.9 unreachable'],
  [3, 1, 'host 10.0.0.9 unreachable'],
  [3, 2, '10.0.0.9 protocol 17 unreachable'],
  [3, 3, '10.0.0.9 udp port 4444 unreachable'],
  [3, 4, '10.0.0.9 unreachable - need to frag'],
  [3, 13, 'host 10.0.0.9 unreachable - admin prohibited filter'],
  [3, 16, '10.0.0.9 unreachable - #16'],
  [5, 1, 'redirect 10.0.0.9 to host 0.0.0.0'],
  [5, 2, 'redirect-tos 10.0.0.9 to net 0.0.0.0'],
  [11, 0, 'time exceeded in-transit'],
  [11, 1, 'ip reassembly time exceeded'],
  [12, 0, 'parameter problem - octet 0'],
  [4, 0, 'source quench'],
  [42, 0, 'type-#42'],
])('type %i, code %i', (type, code, text) => {
  expect(said(type, code)).toBe(text);
});

test('fragmentation needed names the MTU where one is given', () => {
  const bytes = icmpFrame(MADE, { type: 3, code: 4 }, QUOTED);
  bytes[14 + 20 + 6] = 0x05;
  bytes[14 + 20 + 7] = 0xaa;
  expect(frameText({ bytes, l2: true }, PLAIN)).toContain('10.0.0.9 unreachable - need to frag (mtu 1450)');
});

test('with -v the packet that the error is about follows', () => {
  const bytes = icmpFrame(MADE, { type: 11, code: 0 }, QUOTED);
  expect(frameText({ bytes, l2: true }, { ether: false, verbose: true })).toBe(
    'IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto ICMP (1), length 61)\n' +
      '    10.0.0.1 > 10.0.0.2: ICMP time exceeded in-transit, length 41\n' +
      '\tIP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 33)\n' +
      '    10.0.0.2.40001 > 10.0.0.9.4444: UDP, length 5',
  );
});

test('a wrong checksum is named with the right one', () => {
  const bytes = icmpFrame(MADE);
  const right = (((bytes[36] ?? 0) << 8) | (bytes[37] ?? 0)).toString(16);
  bytes[36] = 0;
  bytes[37] = 0x2a;
  expect(frameText({ bytes, l2: true }, { ether: false, verbose: true })).toMatch(
    new RegExp(`length 64 \\(wrong icmp cksum 2a \\(->${right}\\)!\\)$`),
  );
});

test('a quote too short to say where it was going', () => {
  expect(said(3, 1, QUOTED.subarray(0, 12))).toContain('[|icmp]');
  expect(said(3, 3, QUOTED.subarray(0, 22))).toContain('[|icmp]');
});
