import { describe, expect, test } from 'vitest';
import { udpClientProcess } from '../../apps/udp-client';
import { udpEchoProcess } from '../../apps/udp-echo';
import { recordedShell } from '../../testing/shell-host';
import { ipv4 } from '../../wire/addr';

describe('a server', () => {
  test.each<[string, number, string]>([
    ['ncat -u -l -k -e /bin/cat 5353', 5353, ''],
    ['ncat -ulk 5353 -e cat', 5353, ''],
    ['ncat --udp --listen --keep-open --exec=/bin/cat 5353', 5353, ''],
    ['ncat -u -l -k -e /bin/cat', 31337, ''],
    ['ncat -u -l -k -c "sed -u s/^/pong:/" 5353', 5353, 'pong:'],
  ])('%s', (command, port, prefix) => {
    const { run, spawned } = recordedShell();
    expect(run(command)).toMatchObject({ exitCode: 0, stderr: [] });
    const [process] = spawned;
    expect(process).toEqual({
      ...udpEchoProcess({ port, prefix, whole: true }, process?.argv ?? []),
      netns: 'node-1',
    });
    expect(process?.argv[0]).toBe('ncat');
  });
});

describe('a client', () => {
  test.each<[string, object]>([
    ['echo ping | ncat -u 10.0.0.2 5353', {}],
    ['echo -n ping | ncat -u 10.0.0.2 5353', { payload: Uint8Array.of(112, 105, 110, 103) }],
    ['echo ping | ncat -u -p 40001 -w 2 10.0.0.2 5353', { srcPort: 40_001, timeoutNs: 2e9 }],
    ['echo ping | ncat -u -w 500ms 10.0.0.2 5353', { timeoutNs: 5e8 }],
    ['echo ping | ncat -u 10.0.0.2', { port: 31_337 }],
    ['ncat -u 10.0.0.2 5353', { payload: Uint8Array.of() }],
  ])('%s', (command, options) => {
    const { run, spawned } = recordedShell();
    expect(run(command).pid).not.toBeNull();
    const [process] = spawned;
    const defaults = {
      dst: ipv4('10.0.0.2'),
      port: 5353,
      srcPort: 0,
      payload: Uint8Array.of(112, 105, 110, 103, 10),
      timeoutNs: 1e9,
      broadcast: true,
      host: '10.0.0.2',
    };
    expect(process).toEqual({
      ...udpClientProcess({ ...defaults, ...options }, process?.argv ?? []),
      netns: 'node-1',
    });
  });
});

test.each<[string, number, string]>([
  ['ncat -u', 2, 'Ncat: You must specify a host to connect to. QUITTING.'],
  ['ncat -u 10.0.0.2 x', 2, 'Ncat: Invalid port number "x". QUITTING.'],
  ['ncat -u 10.0.0.2 70000', 2, 'Ncat: Invalid port number "70000". QUITTING.'],
  ['ncat -u 10.0.0.2 1 2', 2, 'Ncat: Got more than one port specification: 1 2. QUITTING.'],
  [
    'ncat -u nohost 1',
    2,
    'Ncat: Could not resolve hostname "nohost": Temporary failure in name resolution. QUITTING.',
  ],
  ['ncat -u -w x 10.0.0.2 1', 2, 'Ncat: Invalid -w timeout (must be greater than 0). QUITTING.'],
  ['ncat -u -l 5353', 69, "packetwalk: 'ncat -l without -k -e /bin/cat' is not in this lab yet"],
])('%s', (command, exitCode, answer) => {
  const { run, spawned } = recordedShell();
  expect(run(command)).toEqual({ exitCode, stdout: [], stderr: [answer], pid: null });
  expect(spawned).toEqual([]);
});
