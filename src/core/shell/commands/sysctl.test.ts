/** Answers recorded from procps-ng 4.0.2. */
import { describe, expect, test } from 'vitest';
import { recordedShell } from '../../testing/shell-host';
import { keyPath } from './sysctl';

describe('the key', () => {
  test.each([
    ['net.ipv4.ip_forward', 'net/ipv4/ip_forward'],
    ['net/ipv4/ip_forward', 'net/ipv4/ip_forward'],
    ['net.ipv4.conf.flannel/1.rp_filter', 'net/ipv4/conf/flannel.1/rp_filter'],
    ['net/ipv4/conf/flannel.1/rp_filter', 'net/ipv4/conf/flannel.1/rp_filter'],
    ['net.ipv4.conf.flannel.1.rp_filter', 'net/ipv4/conf/flannel/1/rp_filter'],
  ])('%s', (key, path) => expect(keyPath(key)).toBe(path));
});

test.each<[string, string[]]>([
  ['sysctl -w net.ipv4.ip_forward=1', ['net.ipv4.ip_forward = 1']],
  ['sysctl net.ipv4.ip_forward=1', ['net.ipv4.ip_forward = 1']],
  ['sysctl --write "net.ipv4.ip_forward = 1"', ['net.ipv4.ip_forward = 1']],
  ['sysctl -q net.ipv4.ip_forward=1', []],
  ['sysctl -n net.ipv4.ip_forward=1', ['1']],
  ['sysctl net/ipv4/conf/eth0/rp_filter=1', ['net.ipv4.conf.eth0.rp_filter = 1']],
  ['sysctl net.ipv4.neigh.eth0.gc_stale_time=20', ['net.ipv4.neigh.eth0.gc_stale_time = 20']],
  ['sysctl net.ipv4.ip_forward=-1', ['net.ipv4.ip_forward = -1']],
  [
    'sysctl net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0',
    ['net.ipv4.ip_forward = 1', 'net.ipv4.conf.all.rp_filter = 0'],
  ],
  ['sysctl net.ipv4.ip_forward', ['net.ipv4.ip_forward = 0']],
  ['sysctl -n net.ipv4.ip_forward', ['0']],
  ['sysctl -a -r ip_forward$', ['net.ipv4.ip_forward = 0']],
  ['sysctl -N net.ipv4.ip_forward', ['net.ipv4.ip_forward']],
  ['sysctl -e net.ipv4.nope=1', []],
])('%s', (command, stdout) => {
  expect(recordedShell().run(command)).toEqual({ exitCode: 0, stdout, stderr: [], pid: null });
});

test('writes what it was given', () => {
  const { run, ops } = recordedShell();
  run('sysctl -w net.ipv4.conf.eth0.rp_filter=1');
  expect(ops).toMatchObject([{ kind: 'sysctl.set', key: 'net/ipv4/conf/eth0/rp_filter', value: 1 }]);
});

test.each<[string, string]>([
  ['sysctl net.ipv4.nope=1', 'sysctl: cannot stat /proc/sys/net/ipv4/nope: No such file or directory'],
  [
    'sysctl net.ipv4.conf.nope.rp_filter=1',
    'sysctl: cannot stat /proc/sys/net/ipv4/conf/nope/rp_filter: No such file or directory',
  ],
  ['sysctl -p /nofile', 'sysctl: cannot open "/nofile": No such file or directory'],
  ['sysctl net.ipv4.nope', 'sysctl: cannot stat /proc/sys/net/ipv4/nope: No such file or directory'],
  ['sysctl net.ipv4.ip_forward=x', 'sysctl: setting key "net.ipv4.ip_forward": Invalid argument'],
  ['sysctl net.ipv4.ip_forward=', 'sysctl: setting key "net.ipv4.ip_forward": Invalid argument'],
  ['sysctl net.ipv4.ip_forward=99999999999', 'sysctl: setting key "net.ipv4.ip_forward": Invalid argument'],
  ['sysctl -w net.ipv4.ip_forward', 'sysctl: command line(0): invalid syntax, continuing...'],
])('%s', (command, answer) => {
  expect(recordedShell().run(command)).toEqual({ exitCode: 1, stdout: [], stderr: [answer], pid: null });
});
