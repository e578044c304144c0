/** Goal: `ip tuntap` and devices for bare IP behave and print as iproute2 6.1.0 on Linux 6.18, where they were recorded. */
import { describe, expect, test } from 'vitest';
import { TwoNodes } from '../../../testing/two-nodes';
import { recordedShell } from '../../../testing/shell-host';
import { ipv4 } from '../../../wire/addr';
import { tunOpen } from '../../../kernel/sock/tun';

const SETUP = 'ip tuntap add dev t0 mode tun';

describe('ip tuntap', () => {
  test.each([
    ['ip tuntap add dev t1 mode tun', 't1'],
    ['ip tuntap add t1 mode tun', 't1'],
    ['ip tuntap add mode tun name t1', 't1'],
    ['ip tunt a t1 mod tu', 't1'],
    ['ip tuntap add mode tun', 'tun0'],
  ])('%s', (typed, name) => {
    const { run, ops } = recordedShell(SETUP);
    expect(run(typed)).toMatchObject({ exitCode: 0, stderr: [] });
    expect(ops).toEqual([{ kind: 'link.add', name, spec: { kind: 'tun' }, netns: 'node-1', typed }]);
  });

  test.each<[string, number, string]>([
    ['add dev t0 mode tun', 1, 'ioctl(TUNSETIFF): Device or resource busy'],
    ['add dev t2', 1, 'You failed to specify a tunnel mode'],
    ['del dev t0', 1, 'You failed to specify a tunnel mode'],
    ['add dev t2 mode frob', 255, 'Unknown tunnel mode "frob"'],
    ['frob', 255, 'Command "frob" is unknown, try "ip tuntap help".'],
    [
      'add dev abcdefghijklmnopqrst mode tun',
      ...([255, 'Error: argument "abcdefghijklmnopqrst" is wrong: "dev" not a valid ifname'] as const),
    ],
    ['add dev t0 t5 mode tun', 255, 'Error: either "name" is duplicate, or "t5" is a garbage.'],
    ['del dev eth0 mode tun', 1, 'ioctl(TUNSETIFF): Invalid argument'],
  ])('%s', (words, exitCode, text) => {
    expect(recordedShell(SETUP).run(`ip tuntap ${words}`)).toMatchObject({ exitCode, stderr: [text] });
  });

  test('deletes, and does not mind what is not there', () => {
    const { run } = recordedShell(SETUP);
    expect(run('ip tuntap').stdout).toEqual(['t0: tun persist']);
    expect(run('ip tuntap del dev t9 mode tun').exitCode).toBe(0);
    expect(run('ip tuntap del dev t0 mode tun').exitCode).toBe(0);
    expect(run('ip tuntap').stdout).toEqual([]);
  });

  test('leaves alone what a process holds', () => {
    const nodes = new TwoNodes(1500, (own) => (own === 1 ? SETUP : ''));
    tunOpen(nodes.simulation.ctx, nodes.netns('node-1'), 1, 't0');
    const { exitCode, stderr } = nodes.type('node-1', 'ip tuntap del dev t0 mode tun');
    expect([exitCode, ...stderr]).toEqual([1, 'ioctl(TUNSETIFF): Device or resource busy']);
  });
});

describe('ip link add', () => {
  test.each<[string, object]>([
    ['x type ipip', { kind: 'ipip' }],
    ['x type ipip local 192.0.2.1', { kind: 'ipip', local: ipv4('192.0.2.1') }],
    [
      'x type ipip remote 192.0.2.2 local 192.0.2.1 ttl 64 dev eth0 nopmtudisc',
      {
        ...{ kind: 'ipip', remote: ipv4('192.0.2.2'), local: ipv4('192.0.2.1') },
        ...{ ttl: 64, dev: 'eth0', pmtudisc: false },
      },
    ],
    ['x type ipip remote any ttl inherit pmtudisc', { kind: 'ipip', remote: 0, ttl: 0, pmtudisc: true }],
    ['x type wireguard', { kind: 'wireguard' }],
  ])('%s', (words, spec) => {
    const { run, ops } = recordedShell();
    expect(run(`ip link add ${words}`)).toMatchObject({ exitCode: 0, stderr: [] });
    expect(ops).toMatchObject([{ kind: 'link.add', name: 'x', spec }]);
  });

  test('names a device itself when it is not told how', () => {
    const { run, ops } = recordedShell();
    run('ip link add type wireguard');
    expect(ops[0]).toMatchObject({ name: 'wireguard0' });
  });

  test.each<[string, number, string]>([
    ['x type ipip remote frob', 1, 'Error: inet address is expected rather than "frob".'],
    ['x type ipip ttl 300', 255, 'Error: argument "300" is wrong: invalid TTL'],
    ['x type ipip dev nope', 255, 'Cannot find device "nope"'],
    [
      'x type ipip frob',
      1,
      'Usage: ... ipip [ remote ADDR ] [ local ADDR ] [ ttl TTL ] [ [no]pmtudisc ] [ dev PHYS_DEV ]',
    ],
    ['x type wireguard frob', 1, 'Garbage instead of arguments "frob ...". Try "ip link help".'],
    ['x type tun', 2, 'Error: tun/tap creation via rtnetlink is not supported.'],
  ])('%s is refused', (words, exitCode, text) => {
    const { exitCode: code, stderr } = recordedShell().run(`ip link add ${words}`);
    expect([code, stderr[0]]).toEqual([exitCode, text]);
  });
});

describe('shown', () => {
  const lines = (setup: string, command: string): readonly string[] =>
    recordedShell(setup).run(command).stdout;

  test('a tun device, down and without a reader', () => {
    expect(lines(SETUP, 'ip link show t0')).toEqual([
      '3: t0: <POINTOPOINT,MULTICAST,NOARP> mtu 1500 qdisc noop state DOWN mode DEFAULT group default qlen 500',
      '    link/none ',
    ]);
    const up = `${SETUP}\nip link set t0 up\nip addr add 10.244.1.0/16 dev t0`;
    expect(lines(up, 'ip addr show t0')).toEqual([
      '3: t0: <NO-CARRIER,POINTOPOINT,MULTICAST,NOARP,UP> mtu 1500 qdisc pfifo_fast state DOWN group default qlen 500',
      '    link/none ',
      '    inet 10.244.1.0/16 scope global t0',
      '       valid_lft forever preferred_lft forever',
    ]);
    expect(lines(up, 'ip -br link show t0')).toEqual([
      't0               DOWN           <NO-CARRIER,POINTOPOINT,MULTICAST,NOARP,UP> ',
    ]);
  });

  test('a tun device that a process reads', () => {
    const nodes = new TwoNodes(1500, (own) => (own === 1 ? `${SETUP}\nip link set t0 up` : ''));
    tunOpen(nodes.simulation.ctx, nodes.netns('node-1'), 1, 't0');
    expect(nodes.type('node-1', 'ip link show t0').stdout[0]).toMatch(
      /<POINTOPOINT,MULTICAST,NOARP,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP mode DEFAULT group default qlen 500$/,
    );
  });

  test('a tunnel with one end, and with two', () => {
    const setup = `ip link add flannel.ipip type ipip local 192.168.56.11\nip link set flannel.ipip up`;
    expect(lines(setup, 'ip link show flannel.ipip')).toEqual([
      '3: flannel.ipip@NONE: <NOARP,UP,LOWER_UP> mtu 1480 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000',
      '    link/ipip 192.168.56.11 brd 0.0.0.0',
    ]);
    expect(
      lines('ip link add t1 type ipip local 192.0.2.1 remote 192.0.2.2 dev eth0', 'ip link show t1'),
    ).toEqual([
      '3: t1@eth0: <POINTOPOINT,NOARP> mtu 1480 qdisc noop state DOWN mode DEFAULT group default qlen 1000',
      '    link/ipip 192.0.2.1 peer 192.0.2.2',
    ]);
  });

  test('a wireguard device', () => {
    expect(lines('ip link add wg0 type wireguard\nip link set wg0 up', 'ip link show wg0')).toEqual([
      '3: wg0: <POINTOPOINT,NOARP,UP,LOWER_UP> mtu 1420 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000',
      '    link/none ',
    ]);
  });
});
