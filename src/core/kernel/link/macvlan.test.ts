import { describe, expect, it } from 'vitest';
import { net, type Net } from '../../testing/net';
import { mac } from '../../wire/addr';
import { bucketOf } from './macvlan';

/** Two devices upon eth0 of node n, and a host behind a switch. All facts were observed on Linux 6.18. */
function lab(mode: string): Net {
  const made = net()
    .machines('n', 'h')
    .cable('n.eth0', 'h.eth0')
    .type('n', 'ip addr add 10.0.0.1/24 dev eth0\nip netns add a\nip netns add b')
    .type('h', 'ip addr add 10.0.0.9/24 dev eth0');
  for (const pod of ['a', 'b']) {
    const digit = pod === 'a' ? 2 : 3;
    made.type(
      'n',
      `ip link add link eth0 name e0 netns ${pod} address 02:00:00:00:00:0${digit} type macvlan mode ${mode}`,
    );
    made.type(pod, `ip addr add 10.0.0.${digit}/24 dev e0\nip link set e0 up`);
  }
  return made;
}

describe('in mode bridge', () => {
  it('siblings talk beside the wire', () => {
    const made = lab('bridge');
    expect(made.answers('a', '-c1 10.0.0.3')).toBe(1);
    made.wait(1);
    // Only the question for everybody was out there.
    expect(made.frames('h.eth0').every(({ arp }) => arp !== undefined)).toBe(true);
    expect(made.frames('h.eth0')).toHaveLength(1);
    // The card receives what its devices say to one another.
    expect(made.frames('n.eth0').filter(({ way }) => way === 'in').length).toBeGreaterThan(0);
  });

  it('the outside is reached, and reaches them', () => {
    const made = lab('bridge');
    expect(made.answers('a', '-c1 10.0.0.9')).toBe(1);
    expect(made.answers('h', '-c1 10.0.0.3')).toBe(1);
  });

  it('the node and its devices hear nothing of one another', () => {
    expect(lab('bridge').answers('a', '-c1 -W1 10.0.0.1')).toBe(0);
    expect(lab('bridge').answers('n', '-c1 -W1 10.0.0.2')).toBe(0);
  });

  it('the rules of the node have no say', () => {
    const made = lab('bridge').type('n', 'iptables -P FORWARD DROP\niptables -P INPUT DROP');
    expect(made.answers('h', '-c1 10.0.0.2')).toBe(1);
  });
});

it.each(['private', 'vepa'])('in mode %s siblings do not talk, the outside does', (mode) => {
  expect(lab(mode).answers('a', '-c1 -W1 10.0.0.3')).toBe(0);
  expect(lab(mode).answers('a', '-c1 10.0.0.9')).toBe(1);
});

describe('in mode passthru', () => {
  const made = (): Net =>
    net()
      .machines('n', 'h')
      .cable('n.eth0', 'h.eth0')
      .type('n', 'ip netns add a\nip link add link eth0 name e0 netns a type macvlan mode passthru')
      .type('a', 'ip addr add 10.0.0.2/24 dev e0\nip link set e0 up')
      .type('h', 'ip addr add 10.0.0.9/24 dev eth0');

  it('the device has the address of its card and all that it receives', () => {
    const one = made();
    expect(one.mac('a.e0')).toBe(one.mac('n.eth0'));
    expect(one.answers('h', '-c1 10.0.0.2')).toBe(1);
  });

  it('there is room for one', () => {
    const refused = made().ask('n', 'ip link add link eth0 name e1 type macvlan mode bridge');
    expect(refused.stderr).toEqual(['RTNETLINK answers: Invalid argument']);
  });
});

describe('what the kernel refuses', () => {
  it.each([
    ['ip link add m link lo type macvlan', 'RTNETLINK answers: Invalid argument'],
    ['ip link add m type macvlan', 'RTNETLINK answers: Invalid argument'],
    ['ip link add m link nope type macvlan', 'Cannot find device "nope"'],
    ['ip link add m link eth0 mtu 1600 type macvlan', 'RTNETLINK answers: Invalid argument'],
    ['ip link add m link eth0 type macvlan mode passthru', 'RTNETLINK answers: Invalid argument'],
    ['ip link set eth0 master br0', 'RTNETLINK answers: Device or resource busy'],
    ['ip link set m0 mtu 1501', 'RTNETLINK answers: Invalid argument'],
    ['ip link set m0 type macvlan mode passthru', 'RTNETLINK answers: Invalid argument'],
    [
      'ip link add m link eth0 type macvlan mode tree',
      'Error: argument of "mode" must be "private", "vepa", "bridge", "passthru" or "source", not "tree"',
    ],
  ])('%s', (command, text) => {
    const made = net().machines('n', 'h').cable('n.eth0', 'h.eth0').type('n', 'ip link add br0 type bridge');
    made.type('n', 'ip link add m0 link eth0 type macvlan mode bridge');
    expect(made.ask('n', command).stderr).toEqual([text]);
  });

  it('two with one address, as soon as both are to be up', () => {
    const made = lab('bridge').type('n', 'ip link add mv0 link eth0 address 02:00:00:00:00:02 type macvlan');
    expect(made.ask('n', 'ip link set mv0 up').stderr).toEqual(['RTNETLINK answers: Address already in use']);
  });
});

describe('and its card', () => {
  it('share MTU and carrier', () => {
    const made = lab('bridge').type('n', 'ip link set eth0 mtu 1400');
    expect(made.link('a.e0').mtu).toBe(1400);
    made.type('n', 'ip link set eth0 down');
    expect(made.printed('a', 'ip -o link show e0')[0]).toMatch(
      /^2: e0@if2: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1400 qdisc noqueue state LOWERLAYERDOWN /,
    );
  });

  it('find one another wherever they go; it goes with its card', () => {
    const made = lab('bridge').type('n', 'ip link add v0 type veth peer name v1\nip link set v1 up');
    made.type('n', 'ip link add mv0 link v0 type macvlan mode bridge\nip link set v0 netns a');
    made.type(
      'n',
      'ip link set mv0 netns b\nip netns exec a ip link set v0 up\nip netns exec b ip link set mv0 up',
    );
    expect(made.printed('b', 'ip -br link show mv0')[0]).toMatch(/^mv0@if\d+ +UP /);
    made.type('a', 'ip link del v0');
    expect(made.ask('b', 'ip link show mv0').stderr).toEqual(['Device "mv0" does not exist.']);
  });

  it('a wider net: the card listens to their addresses', () => {
    expect(lab('bridge').fdb('n', 'dev eth0')).toEqual([
      '02:00:00:00:00:02 self permanent',
      '02:00:00:00:00:03 self permanent',
    ]);
  });
});

// include/linux/hash.h: (address << 16, little endian) * GOLDEN_RATIO_64 >> 56
it('hashes an address as it lies in memory', () => {
  expect(bucketOf(mac('00:00:00:00:00:00'))).toBe(0);
  // 1 << 16 times 0x61c8864680b583eb, modulo 2^64: 0x864680b583eb0000.
  expect(bucketOf(mac('01:00:00:00:00:00'))).toBe(0x86);
});
