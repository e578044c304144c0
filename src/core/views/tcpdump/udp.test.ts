import { expect, test } from 'vitest';
import { udpFrame, type MadeIp } from '../../testing/make-frame';
import { frameText } from '../tcpdump';

/** Lines as tcpdump 4.99.3 prints them. */
const MADE: MadeIp = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.0.0.1', dst: '10.0.0.2' };
const text = (bytes: Uint8Array): string => frameText({ bytes, l2: true }, { ether: false, verbose: false });

test('addresses with their ports, and how much', () => {
  expect(text(udpFrame(MADE, 40001, 4444, 'hello'))).toBe('IP 10.0.0.1.40001 > 10.0.0.2.4444: UDP, length 5');
});

test.each([8285, 51820, 51821])('port %i, of a tunnel, has no printer', (port) => {
  expect(text(udpFrame(MADE, port, port, 'x'.repeat(84)))).toMatch(/: UDP, length 84$/);
});

test('whatever is at the ports of DNS is taken for it', () => {
  expect(text(udpFrame(MADE, 40001, 5353, 'ping\n'))).toBe(
    'IP 10.0.0.1.40001 > 10.0.0.2.5353: domain [length 5 < 12] (invalid)',
  );
});

test('lengths that cannot be', () => {
  const bytes = udpFrame(MADE, 1, 9, 'hello');
  bytes[14 + 20 + 5] = 40;
  expect(text(bytes)).toBe('IP 10.0.0.1.1 > 10.0.0.2.9: UDP, bad length 32 > 5');
  bytes[14 + 20 + 5] = 7;
  expect(text(bytes)).toBe('IP 10.0.0.1.1 > 10.0.0.2.9: truncated-udplength 7');
});
