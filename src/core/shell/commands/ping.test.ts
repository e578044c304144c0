/** Answers recorded from iputils 20221126. */
import { describe, expect, test } from 'vitest';
import { pingProcess, type PingOptions } from '../../apps/ping';
import { routedNet } from '../../testing/net';
import { recordedShell } from '../../testing/shell-host';
import { ipv4 } from '../../wire/addr';

const SETUP = 'ip link set eth0 up\nip addr add 10.0.0.1/24 dev eth0';
const DEFAULTS: PingOptions = {
  dst: ipv4('10.0.0.2'),
  count: 1,
  sizeBytes: 56,
  intervalMs: 1000,
  ttl: 0,
  waitMs: 10_000,
  deadlineMs: null,
  pmtudisc: 'want',
  host: '10.0.0.2',
  naming: null,
  quiet: false,
};

describe('options', () => {
  test.each<[string, Partial<PingOptions>]>([
    ['-c 1 10.0.0.2', {}],
    ['10.0.0.2 -c 1', {}],
    ['10.0.0.2', { count: null }],
    [
      '-c2 -i.2 -s 1000 -t 3 -W 1.5 10.0.0.2',
      { count: 2, intervalMs: 200, sizeBytes: 1000, ttl: 3, waitMs: 1500 },
    ],
    ['-qc 1 -w 5 10.0.0.2', { quiet: true, deadlineMs: 5000 }],
    ['-M do -c 1 10.0.0.2', { pmtudisc: 'do' }],
    ['-n -4 -c 1 10.0.0.2', {}],
    ['-c 1 -I 10.0.0.1 10.0.0.2', { src: ipv4('10.0.0.1') }],
    ['-c 1 10.2', { dst: ipv4('10.0.0.2'), host: '10.2' }],
    ['-n -c 1 localhost', { dst: ipv4('127.0.0.1'), host: 'localhost' }],
  ])('ping %s', (words, options) => {
    const { run, spawned } = recordedShell(SETUP);
    const argv = ['ping', ...words.split(' ')];
    expect(run(`ping ${words}`).pid).not.toBeNull();
    expect(spawned).toEqual([{ ...pingProcess({ ...DEFAULTS, ...options }, argv), netns: 'node-1' }]);
  });
});

describe('refused', () => {
  test.each<[string, number, string]>([
    ['ping', 1, 'ping: usage error: Destination address required'],
    ['ping -c x 10.0.0.2', 1, "ping: invalid argument: 'x'"],
    ['ping -c 0 10.0.0.2', 1, "ping: invalid argument: '0': out of range: 1 <= value <= 9223372036854775807"],
    [
      'ping -c -1 10.0.0.2',
      1,
      "ping: invalid argument: '-1': out of range: 1 <= value <= 9223372036854775807",
    ],
    ['ping -s x 10.0.0.2', 1, "ping: invalid argument: 'x'"],
    ['ping -s -5 10.0.0.2', 1, "ping: invalid argument: '-5': out of range: 0 <= value <= 2147483647"],
    ['ping -t 0 10.0.0.2', 2, 'ping: cannot set unicast time-to-live: Invalid argument'],
    ['ping -t 256 10.0.0.2', 1, "ping: invalid argument: '256': out of range: 0 <= value <= 255"],
    ['ping -M frob 10.0.0.2', 2, 'ping: invalid -M argument: frob'],
    ['ping nohost.invalid', 2, 'ping: nohost.invalid: Temporary failure in name resolution'],
    ['ping 300.1.1.1', 2, 'ping: 300.1.1.1: Temporary failure in name resolution'],
    ['ping -I 9.9.9.9 10.0.0.2', 2, 'ping: bind: Cannot assign requested address'],
    ['ping -R 10.0.0.2', 69, "packetwalk: 'ping -R' is not in this lab yet"],
    ['ping fd00::1', 69, "packetwalk: 'IPv6' is not in this lab yet"],
    ['ping -c 5000 10.0.0.2', 69, "packetwalk: 'ping -c with more than 1000' is not in this lab yet"],
  ])('%s', (command, exitCode, answer) => {
    const { run, spawned } = recordedShell(SETUP);
    expect(run(command)).toEqual({ exitCode, stdout: [], stderr: [answer], pid: null });
    expect(spawned).toEqual([]);
  });

  test.each<[string, string]>([
    ['ping -Z 10.0.0.2', "ping: invalid option -- 'Z'"],
    ['ping -c', "ping: option requires an argument -- 'c'"],
  ])('%s', (command, answer) => {
    const { exitCode, stderr } = recordedShell(SETUP).run(command);
    expect([exitCode, stderr[0]]).toEqual([2, answer]);
  });
});

test('-Q marks requests, and their answers; what is no type of service is refused as iputils does', () => {
  const lab = routedNet();
  lab.ping('h1', '-c1 -Q 0x10 10.2.0.2');
  // The second byte behind the Ethernet header.
  const tos = lab.frames('h1.a0').flatMap(({ ip, bytes }) => (ip === undefined ? [] : [bytes[15]]));
  expect(tos).toEqual([0x10, 0x10]);
  expect(lab.ask('h1', 'ping -c1 -Q foo 10.2.0.2').stderr).toEqual(['ping: bad TOS value: foo']);
  expect(lab.ask('h1', 'ping -c1 -Q 256 10.2.0.2').stderr).toEqual([
    'ping: the decimal value of TOS bits must be in range 0-255: 256',
  ]);
});
