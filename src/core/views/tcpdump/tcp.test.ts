import { describe, expect, test } from 'vitest';
import { tcpFrame, type MadeIp } from '../../testing/make-frame';
import { HTTP_FRAMES } from '../../testing/tcp-frames';
import { frameText, type TcpConversations } from '../tcpdump';

/** Lines as tcpdump 4.99.3 prints the same frames. */
const lines = (frames: readonly Uint8Array[], verbose = false): string[] => {
  const conversations: TcpConversations = new Map();
  return frames.map((bytes) => frameText({ bytes, l2: true }, { ether: false, verbose }, conversations));
};

const MADE: MadeIp = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.0.0.1', dst: '10.0.0.2' };

test('an HTTP request: numbers are relative once the conversation is known', () => {
  expect(lines(HTTP_FRAMES)).toEqual([
    'IP 10.244.1.2.41000 > 10.244.1.3.8080: Flags [S], seq 147178886, win 64240, options [mss 1460,sackOK,TS val 3641689813 ecr 0,nop,wscale 10], length 0',
    'IP 10.244.1.3.8080 > 10.244.1.2.41000: Flags [S.], seq 1034249374, ack 147178887, win 65160, options [mss 1460,sackOK,TS val 999207778 ecr 3641689813,nop,wscale 10], length 0',
    'IP 10.244.1.2.41000 > 10.244.1.3.8080: Flags [.], ack 1, win 63, options [nop,nop,TS val 3641689813 ecr 999207778], length 0',
    'IP 10.244.1.2.41000 > 10.244.1.3.8080: Flags [P.], seq 1:30, ack 1, win 63, options [nop,nop,TS val 3641689874 ecr 999207778], length 29: HTTP: GET / HTTP/1.0',
    'IP 10.244.1.3.8080 > 10.244.1.2.41000: Flags [.], ack 30, win 64, options [nop,nop,TS val 999207839 ecr 3641689874], length 0',
    'IP 10.244.1.3.8080 > 10.244.1.2.41000: Flags [P.], seq 1:62, ack 30, win 64, options [nop,nop,TS val 999207920 ecr 3641689874], length 61: HTTP: HTTP/1.0 200 OK',
  ]);
});

test('-v: checksums, and all of the request', () => {
  expect(lines(HTTP_FRAMES, true)[3]).toBe(
    `IP (tos 0x0, ttl 64, id 31644, offset 0, flags [DF], proto TCP (6), length 81)
    10.244.1.2.41000 > 10.244.1.3.8080: Flags [P.], cksum 0xe9f5 (correct), seq 1:30, ack 1, win 63, options [nop,nop,TS val 3641689874 ecr 999207778], length 29: HTTP, length: 29
\tGET / HTTP/1.0
\tHost: web
\t`,
  );
});

describe('one segment', () => {
  const one = (bytes: Uint8Array, verbose = false): string => lines([bytes], verbose)[0] ?? '';
  const ports = { srcPort: 40_001, dstPort: 4444 };

  test('a reset', () =>
    expect(one(tcpFrame(MADE, { ...ports, flags: 'RA', seq: 0, ack: 7 }))).toBe(
      'IP 10.0.0.1.40001 > 10.0.0.2.4444: Flags [R.], seq 0, ack 7, win 64240, length 0',
    ));

  test('a wrong checksum', () => {
    const bytes = tcpFrame(MADE, { ...ports, flags: 'F', seq: 0 });
    bytes[14 + 20 + 16] = (bytes[14 + 20 + 16] ?? 0) ^ 1;
    expect(one(bytes, true)).toMatch(/Flags \[F\], cksum 0x\w{4} \(incorrect -> 0x\w{4}\), seq 0, win/);
  });

  test('no flag at all', () =>
    expect(one(tcpFrame(MADE, { ...ports, flags: '' }))).toContain('Flags [none], win'));
});
