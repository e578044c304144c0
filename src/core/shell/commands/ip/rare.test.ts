/** Groups as iproute2 6.1 and Linux 6.18 listed them, without those of IPv6; what there is none of prints what the tool prints. */
import { describe, expect, test } from 'vitest';
import { net } from '../../../testing/net';
import { recordedShell } from '../../../testing/shell-host';
import { statsLines } from '../../format/link.stats';

const lab = net()
  .machines('a')
  .type('a', 'ip link set lo up\nip link add va1 type veth peer name vb1\nip link add br7 type bridge')
  .type('a', 'ip link set va1 up\nip link set vb1 master br7\nip link set vb1 up\nip link set br7 up')
  .type(
    'a',
    'ip link add vx7 type vxlan id 7 dstport 4789 dev va1\nip tuntap add tun9 mode tun\nip link set tun9 up',
  )
  .type('a', 'ip link add mv0 link va1 type macvlan\nip link set mv0 up');

test('groups of every device that is up', () => {
  expect(lab.printed('a', 'ip maddr').join('\n')).toBe(
    [
      '1:\tlo\n\tinet  224.0.0.1',
      '2:\tvb1\n\tlink  01:00:5e:00:00:01\n\tinet  224.0.0.1',
      '3:\tva1\n\tlink  01:00:5e:00:00:01 users 2\n\tinet  224.0.0.1',
      '4:\tbr7\n\tlink  01:00:5e:00:00:6a\n\tlink  01:00:5e:00:00:01\n\tinet  224.0.0.1\n\tinet  224.0.0.106',
      '6:\ttun9\n\tinet  224.0.0.1',
      '7:\tmv0\n\tlink  01:00:5e:00:00:01\n\tinet  224.0.0.1',
    ].join('\n'),
  );
});

test('of one device, on one line, of IPv4 alone, as JSON', () => {
  expect(lab.printed('a', 'ip -4 maddr show dev br7')).toEqual([
    '4:\tbr7',
    '\tinet  224.0.0.1',
    '\tinet  224.0.0.106',
  ]);
  expect(lab.printed('a', 'ip -o maddr show va1')).toEqual([
    '3:\tva1\\\tlink  01:00:5e:00:00:01 users 2',
    '3:\tva1\\\tinet  224.0.0.1',
  ]);
  expect(lab.printed('a', 'ip -j maddr show dev va1')).toEqual([
    '[{"ifindex":3,"ifname":"va1","maddr":[{"link":"01:00:5e:00:00:01","users":2},{"family":"inet","address":"224.0.0.1"}]}]',
  ]);
  expect(lab.printed('a', 'ip maddr show nodev')).toEqual([]);
});

test('what there is none of', () => {
  const none = ['Name              Table', '-----------------------', 'No VRF has been configured'];
  expect(lab.printed('a', 'ip vrf')).toEqual(none);
  expect(lab.printed('a', 'ip vrf show')).toEqual(none);
  expect(lab.printed('a', 'ip -j vrf')).toEqual(['[]']);
  expect(lab.printed('a', 'ip -j -p vrf show')).toEqual(['[ ]']);
  for (const command of ['ip tunnel', 'ip tunnel show', 'ip xfrm state', 'ip xfrm policy list'])
    expect(lab.printed('a', command)).toEqual([]);
});

test.each([
  ['ip maddr add 01:00:5e:00:00:05 dev va1', "packetwalk: 'ip maddr add' is not in this lab yet"],
  ['ip maddr bogus', 'Command "bogus" is unknown, try "ip maddr help".'],
  ['ip vrf exec a b', "packetwalk: 'ip vrf exec' is not in this lab yet"],
  ['ip vrf bogus', 'Command "bogus" is unknown, try "ip vrf help".'],
  ['ip tunnel add x', "packetwalk: 'ip tunnel add' is not in this lab yet"],
  ['ip xfrm state add', "packetwalk: 'ip xfrm state add' is not in this lab yet"],
  ['ip xfrm monitor', "packetwalk: 'ip xfrm monitor list' is not in this lab yet"],
  ['ip xfrm', 'Usage: ip xfrm XFRM-OBJECT { COMMAND | help }'],
])('%s', (command, line) => expect(lab.ask('a', command).stderr[0]).toBe(line));

test('tunnels that there are would have to be shown', () => {
  const other = net().machines('a').type('a', 'ip link add t1 type ipip local 10.0.0.1');
  expect(other.ask('a', 'ip tunnel show').exitCode).toBe(69);
});

// Recorded from iproute2 6.1 on Linux 6.18.
describe('addresses that are asked for', () => {
  const setup = [
    'ip link add v0 type veth peer name v1',
    'ip link set v0 up',
    'ip link set lo up',
    'ip link add br0 type bridge',
    'ip addr add 10.0.0.1/24 dev br0',
    'ip addr add 10.0.0.2/24 dev br0',
  ].join('\n');

  test.each<[string, string[]]>([
    [
      'ip -4 -o a s scope global',
      [
        '3: br0    inet 10.0.0.1/24 scope global br0\\       valid_lft forever preferred_lft forever',
        '3: br0    inet 10.0.0.2/24 scope global secondary br0\\       valid_lft forever preferred_lft forever',
      ],
    ],
    ['ip -br a s scope host dev lo', ['lo               UNKNOWN        127.0.0.1/8 ']],
    ['ip -br a s to 10.0.0.0/8', ['br0              DOWN           10.0.0.1/24 10.0.0.2/24 ']],
    ['ip -br a s secondary dev br0', ['br0              DOWN           10.0.0.2/24 ']],
    ['ip a s to 10.0.0.0/8 scope host', []],
    ['ip a s scope foo', ['Error: argument "foo" is wrong: invalid "scope"', '']],
  ])('%s', (command, expected) => {
    const { stdout, stderr } = recordedShell(setup).run(command);
    const text = [...stdout, ...stderr].map((line) => line.replace(/^\d+: br0/, '3: br0'));
    expect(text).toEqual(expected);
  });

  test('in brief and with -4, devices without one are left out', () => {
    const { stdout } = recordedShell(setup).run('ip -br -4 a');
    expect(stdout.map((line) => line.split(' ')[0])).toEqual(['lo', 'br0']);
  });
});

test('numbers for people', () => {
  expect(
    statsLines(
      { rxBytes: 42_900, rxPackets: 32, rxDropped: 0, txBytes: 999, txPackets: 1_500_000, txDropped: 0 },
      false,
      'k',
    ),
  ).toEqual([
    '    RX:  bytes packets errors dropped  missed   mcast           ',
    '         42.9k      32      0       0       0       0 ',
    '    TX:  bytes packets errors dropped carrier collsns           ',
    '           999   1.50M      0       0       0       0 ',
  ]);
});

// Recorded from iproute2 6.1 on Linux 6.18.
test('ip route change wants the route to be there; what is asked for by metric is shown without it', () => {
  const { run } = recordedShell('ip addr add 10.0.0.1/24 dev eth0\nip link set eth0 up');
  run('ip route add 10.9.0.0/16 via 10.0.0.2 metric 50');
  expect(run('ip route show metric 50').stdout).toEqual(['10.9.0.0/16 via 10.0.0.2 dev eth0 ']);
  expect(run('ip route change 10.9.0.0/16 via 10.0.0.3 metric 50')).toMatchObject({
    exitCode: 0,
    stderr: [],
  });
  expect(run('ip route show 10.9.0.0/16').stdout).toEqual(['10.9.0.0/16 via 10.0.0.3 dev eth0 metric 50 ']);
  for (const other of ['10.10.0.0/16 via 10.0.0.3', '10.9.0.0/16 via 10.0.0.3'])
    expect(run(`ip route change ${other}`)).toMatchObject({
      exitCode: 2,
      stderr: ['RTNETLINK answers: No such file or directory'],
    });
});
