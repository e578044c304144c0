/**
 * Goal: `ip link` asks for what iproute2 would ask for, and answers what it answers.
 * The answers were recorded from iproute2 6.1.0 on Linux 6.18.
 */
import { describe, expect, test } from 'vitest';
import { recordedShell } from '../../../testing/shell-host';
import { ipv4, mac, ZERO_MAC } from '../../../wire/addr';

const SETUP = `
ip netns add pod-a
ip link add v0 type veth peer name v1
ip link add cni0 type bridge`;

function opsOf(command: string): object[] {
  const { run, ops } = recordedShell(SETUP);
  const { exitCode, stderr } = run(command);
  expect([exitCode, ...stderr]).toEqual([0]);
  return ops.map(({ typed, netns, ...op }) => (netns === 'node-1' ? op : { netns, ...op }));
}

describe('ip link add', () => {
  test.each<[string, object[]]>([
    ['br0 type bridge', [{ kind: 'link.add', name: 'br0', spec: { kind: 'bridge' } }]],
    ['name br0 type bridge', [{ kind: 'link.add', name: 'br0', spec: { kind: 'bridge' } }]],
    ['dev br0 type bridge', [{ kind: 'link.add', name: 'br0', spec: { kind: 'bridge' } }]],
    [
      'br0 type bridge ageing_time 6000 stp_state 0',
      [{ kind: 'link.add', name: 'br0', spec: { kind: 'bridge', ageingSec: 60 } }],
    ],
    [
      'br0 address 02:00:00:00:00:01 mtu 1450 type bridge',
      [{ kind: 'link.add', name: 'br0', spec: { kind: 'bridge' }, mac: mac('02:00:00:00:00:01'), mtu: 1450 }],
    ],
    [
      'br0 up type bridge',
      [
        { kind: 'link.add', name: 'br0', spec: { kind: 'bridge' } },
        { kind: 'link.set', name: 'br0', set: { up: true } },
      ],
    ],
    [
      'br0 netns pod-a type bridge',
      [{ netns: 'pod-a', kind: 'link.add', name: 'br0', spec: { kind: 'bridge' } }],
    ],
    ['d0 type dummy', [{ kind: 'link.add', name: 'd0', spec: { kind: 'dummy' } }]],
    [
      'x0 type veth peer name x1',
      [{ kind: 'link.add', name: 'x0', spec: { kind: 'veth', peer: { netns: 'node-1', name: 'x1' } } }],
    ],
    [
      'x0 mtu 1450 type veth peer name x1 netns pod-a address 02:00:00:00:00:02 mtu 1400',
      [
        {
          kind: 'link.add',
          name: 'x0',
          mtu: 1450,
          spec: {
            kind: 'veth',
            peer: { netns: 'pod-a', name: 'x1', mac: mac('02:00:00:00:00:02'), mtu: 1400 },
          },
        },
      ],
    ],
    [
      'x0 type veth peer x1',
      [{ kind: 'link.add', name: 'x0', spec: { kind: 'veth', peer: { netns: 'node-1', name: 'x1' } } }],
    ],
    [
      'x0 type veth',
      [{ kind: 'link.add', name: 'x0', spec: { kind: 'veth', peer: { netns: 'node-1', name: 'veth0' } } }],
    ],
    [
      'type veth',
      [{ kind: 'link.add', name: 'veth1', spec: { kind: 'veth', peer: { netns: 'node-1', name: 'veth0' } } }],
    ],
    ['type bridge', [{ kind: 'link.add', name: 'bridge0', spec: { kind: 'bridge' } }]],
    [
      'vx type vxlan id 1 dev eth0 local 192.168.56.11 dstport 4789 nolearning ageing 60',
      [
        {
          kind: 'link.add',
          name: 'vx',
          spec: {
            kind: 'vxlan',
            vni: 1,
            dev: 'eth0',
            local: ipv4('192.168.56.11'),
            dstPort: 4789,
            learning: false,
            ageingSec: 60,
          },
        },
      ],
    ],
    ['vx type vxlan id 0x10 dstport 0', [{ kind: 'link.add', name: 'vx', spec: { kind: 'vxlan', vni: 16 } }]],
    [
      'vx type vxlan vni 7 remote 10.0.0.9',
      [
        { kind: 'link.add', name: 'vx', spec: { kind: 'vxlan', vni: 7 } },
        {
          kind: 'fdb.append',
          dev: 'vx',
          mac: ZERO_MAC,
          dst: ipv4('10.0.0.9'),
          where: 'self',
          permanent: true,
        },
      ],
    ],
  ])('%s', (words, ops) => expect(opsOf(`ip link add ${words}`)).toEqual(ops));
});

describe('ip link set', () => {
  test.each<[string, object]>([
    ['v0 up', { up: true }],
    ['dev v0 up', { up: true }],
    ['v0 down', { up: false }],
    ['v0 mtu 1400 address 02:00:00:00:00:11 up', { mtu: 1400, mac: mac('02:00:00:00:00:11'), up: true }],
    ['v0 master cni0', { master: 'cni0' }],
    ['v0 nomaster', { master: null }],
    ['v0 name v9', { name: 'v9' }],
    ['v0 netns pod-a', { netns: 'pod-a' }],
    ['up dev v0', { up: true }],
    ['v0', {}],
  ])('%s', (words, set) =>
    expect(opsOf(`ip link set ${words}`)).toEqual([{ kind: 'link.set', name: 'v0', set }]),
  );

  test('settings of a bridge port', () => {
    const { run, ops } = recordedShell(`${SETUP}\nip link set v0 master cni0`);
    expect(
      run('ip link set v0 type bridge_slave hairpin on learning off flood off isolated on').exitCode,
    ).toBe(0);
    expect(ops).toMatchObject([{ set: { hairpin: true, learning: false, flood: false, isolated: true } }]);
  });

  test('netns 1 is the root netns of the machine', () => {
    const { run, ops } = recordedShell(SETUP);
    run('ip link set v0 netns pod-a');
    expect(run('ip -n pod-a link set v0 netns 1').exitCode).toBe(0);
    expect(ops[1]).toMatchObject({ netns: 'pod-a', set: { netns: 'node-1' } });
  });
});

test('ip link del', () => {
  expect(opsOf('ip link del v0')).toEqual([{ kind: 'link.del', name: 'v0' }]);
  expect(opsOf('ip link delete dev v0 type veth')).toEqual([{ kind: 'link.del', name: 'v0' }]);
});

describe('what iproute2 refuses by itself', () => {
  test.each<[string, number, string]>([
    ['ip link frob', 255, 'Command "frob" is unknown, try "ip link help".'],
    ['ip link add foo', 1, 'Not enough information: "type" argument is required'],
    ['ip link add foo type', 255, 'Command line is not complete. Try option "help"'],
    ['ip link add foo type frob', 2, 'Error: Unknown device type.'],
    ['ip link add averyveryverylongname type bridge', 2, 'Error: Attribute failed policy validation.'],
    ['ip link add foo bar type bridge', 255, 'Error: either "dev" is duplicate, or "bar" is a garbage.'],
    [
      'ip link add foo netns nope type bridge',
      255,
      'Error: argument "nope" is wrong: Invalid "netns" value\n',
    ],
    [
      'ip link add foo type veth peer name x1ar netns nope',
      255,
      'Error: argument "nope" is wrong: Invalid "netns" value\n',
    ],
    [
      'ip link add foo type veth frob',
      1,
      "Usage: ip link <options> type veth [peer <options>]\nTo get <options> type 'ip link add help'",
    ],
    ['ip link add foo type vxlan', 2, 'Error: Required attributes not provided to perform the operation.'],
    ['ip link add foo type vxlan id x', 255, 'Error: argument "x" is wrong: invalid id'],
    ['ip link add foo type vxlan id 16777216', 255, 'Error: argument "16777216" is wrong: invalid id'],
    ['ip link add foo type vxlan id 1 dev nope', 255, 'Cannot find device "nope"'],
    ['ip link add foo type vxlan id 1 dstport', 255, 'Command line is not complete. Try option "help"'],
    [
      'ip link add foo type vxlan id 1 local 1.2.3.400',
      1,
      'Error: any valid address is expected rather than "1.2.3.400".',
    ],
    ['ip link add foo type bridge ageing_time x', 255, 'Error: argument "x" is wrong: invalid ageing_time'],
    ['ip link set', 255, 'Not enough information: "dev" argument is required.'],
    ['ip link set nope up', 1, 'Cannot find device "nope"'],
    ['ip link set v0 frob', 255, 'Error: either "dev" is duplicate, or "frob" is a garbage.'],
    ['ip link set v0 mtu x', 255, 'Error: argument "x" is wrong: Invalid "mtu" value\n'],
    ['ip link set v0 mtu', 255, 'Command line is not complete. Try option "help"'],
    ['ip link set v0 address zz', 1, '"zz" is invalid lladdr.'],
    ['ip link set v0 master nope', 255, 'Error: argument "nope" is wrong: Device does not exist\n'],
    ['ip link set v0 netns nope', 255, 'Error: argument "nope" is wrong: Invalid "netns" value\n'],
    [
      'ip link set v0 name averyveryverylongname',
      255,
      'Error: argument "averyveryverylongname" is wrong: "name" not a valid ifname',
    ],
    [
      'ip link set v0 type bridge_slave hairpin maybe',
      1,
      'Error: argument of "hairpin" must be one of "off", "on", not "maybe"',
    ],
    ['ip link del', 255, 'Not enough information: "dev" argument is required.'],
    ['ip link del nope', 1, 'Cannot find device "nope"'],
    ['ip link del v0 frob', 255, 'Error: either "dev" is duplicate, or "frob" is a garbage.'],
  ])('%s', (command, exitCode, stderr) => {
    const { run, ops } = recordedShell(SETUP);
    expect(run(command)).toEqual({ exitCode, stdout: [], stderr: stderr.split('\n'), pid: null });
    expect(ops).toEqual([]);
  });

  test('a port setting it does not know', () => {
    const { run } = recordedShell(SETUP);
    const { exitCode, stderr } = run('ip link set v0 type bridge_slave frob on');
    expect([exitCode, stderr[0]]).toEqual([1, 'bridge_slave: unknown option "frob"?']);
  });
});

describe('what the kernel refuses', () => {
  test.each<[string, string]>([
    ['ip link add v0 type bridge', 'RTNETLINK answers: File exists'],
    ['ip link set v0 name v1', 'RTNETLINK answers: File exists'],
    ['ip link del lo', 'RTNETLINK answers: Operation not supported'],
    ['ip link set lo netns pod-a', 'Error: The interface netns is immutable.'],
    ['ip link set v0 mtu 10', 'Error: mtu less than device minimum.'],
    ['ip link set v0 type bridge_slave hairpin on', 'RTNETLINK answers: Operation not supported'],
  ])('%s', (command, answer) => {
    expect(recordedShell(SETUP).run(command)).toMatchObject({ exitCode: 2, stderr: [answer] });
  });
});

describe('what exists in life but not here', () => {
  test.each([
    ['ip link add foo type gre', "packetwalk: 'ip link add … type gre' is not in this lab yet"],
    [
      'ip link add foo type bridge vlan_stats_enabled 1',
      "packetwalk: 'ip link add … type bridge vlan_stats_enabled' is not in this lab yet",
    ],
    ['ip link set v0 allmulticast on', "packetwalk: 'ip link set … allmulticast' is not in this lab yet"],
    [
      'ip link set cni0 type bridge ageing_time 1',
      "packetwalk: 'ip link set … type bridge ageing_time' is not in this lab yet",
    ],
    ['ip link xstats', "packetwalk: 'ip link xstats' is not in this lab yet"],
  ])('%s', (command, answer) => {
    expect(recordedShell(SETUP).run(command)).toMatchObject({ exitCode: 69, stderr: [answer] });
  });
});
