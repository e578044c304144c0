import { describe, expect, it } from 'vitest';
import { net, type Net } from '../../testing/net';

/**
 * Goal: who hears whom on a bridge that minds VLANs, and what its tables say. All facts were observed on Linux 6.1 (user mode, with
 * bridge.ko and 8021q.ko); iproute2 6.1.
 */
function bare(): Net {
  const made = net().machines('sw', 'h1', 'h2', 'h3');
  made.type(
    'sw',
    'ip link add br0 address 02:00:00:00:00:01 type bridge vlan_filtering 1\nip link set br0 up',
  );
  for (const number of [1, 2, 3]) {
    made.veth(`sw.p${number}`, `h${number}.eth0`);
    made.type('sw', `ip link set p${number} address 02:00:00:00:01:0${number} master br0`);
    made.type(`h${number}`, `ip link set eth0 address 02:00:00:00:00:1${number}`);
  }
  return made;
}

/** Host 1 in VLAN 10, host 2 in VLAN 20, and a router for both on one port. */
function lab(): Net {
  const made = bare().type(
    'sw',
    `bridge vlan add dev p1 vid 10 pvid untagged
     bridge vlan del dev p1 vid 1
     bridge vlan add dev p2 vid 20 pvid untagged
     bridge vlan del dev p2 vid 1
     bridge vlan add dev p3 vid 10
     bridge vlan add dev p3 vid 20`,
  );
  made.type('h1', 'ip addr add 10.10.0.11/24 dev eth0\nip route add default via 10.10.0.1');
  made.type('h2', 'ip addr add 10.20.0.12/24 dev eth0\nip route add default via 10.20.0.1');
  for (const vid of [10, 20])
    made.type(
      'h3',
      `ip link add link eth0 name eth0.${vid} type vlan id ${vid}
       ip link set eth0.${vid} up
       ip addr add 10.${vid}.0.1/24 dev eth0.${vid}`,
    );
  return made.type('h3', 'sysctl -w net.ipv4.ip_forward=1');
}

describe('frames', () => {
  it('get the VLAN of their port, and leave with its tag where the other end minds VLANs', () => {
    const made = lab();
    expect(made.ping('h1', '-c1 10.20.0.12')[1]).toContain('ttl=63');
    const onTrunk = made.frames('sw.p3').filter(({ icmp }) => icmp !== undefined);
    expect(onTrunk.map(({ way, vlan, lenBytes }) => [way, vlan?.['vid'], lenBytes])).toEqual([
      ['out', 10, 102],
      ['in', 20, 102],
      ['out', 20, 102],
      ['in', 10, 102],
    ]);
    for (const port of ['sw.p1', 'sw.p2'] as const)
      expect(made.frames(port).every(({ vlan }) => vlan === undefined)).toBe(true);
    // The trunk has no flood of the other VLAN's, and the access ports neither.
    expect(made.frames('sw.p1').filter(({ arp, way }) => arp !== undefined && way === 'out')).toHaveLength(1);
  });

  it('fit with 1500 bytes on every port', () => {
    expect(lab().answers('h1', '-c1 -M do -s 1472 10.20.0.12')).toBe(1);
  });

  it('of a VLAN that the port does not carry are not let in', () => {
    const made = lab();
    made.answers('h1', '-c1 10.20.0.12');
    made.type('sw', 'bridge vlan del dev p3 vid 20');
    expect(made.answers('h1', '-c1 -W1 10.20.0.12')).toBe(0);
    expect(new Set(made.drops('sw'))).toEqual(new Set(['PW_VLAN_NOT_MEMBER']));
    expect(made.printed('sw', 'bridge fdb show br br0 vlan 20').some((line) => line.includes('dev p3'))).toBe(
      false,
    );
    made.type('sw', 'bridge vlan add dev p3 vid 20');
    expect(made.answers('h1', '-c1 10.20.0.12')).toBe(1);
  });

  it('without a tag are not let in where no VLAN is for them', () => {
    const made = lab().type('sw', 'bridge vlan add dev p1 vid 10 untagged');
    expect(made.answers('h1', '-c1 -W1 10.20.0.12')).toBe(0);
    expect(made.drops('sw')).toContain('PW_VLAN_NO_PVID');
  });

  it('of one VLAN never reach a port of another', () => {
    const made = lab();
    made.type('h1', 'ip addr add 10.30.0.1/24 dev eth0').type('h2', 'ip addr add 10.30.0.2/24 dev eth0');
    expect(made.answers('h1', '-c1 -W1 10.30.0.2')).toBe(0);
    expect(made.frames('h2.eth0')).toEqual([]);
    const refused = made.records('bridge.forward', 'sw')[0]?.detail.refused;
    expect(refused).toContainEqual({ port: made.link('sw.p2').ifindex, reason: 'vlan' });
  });

  it('reach the host by a device upon the bridge, and only in VLANs that are the bridge’s', () => {
    const made = lab().type(
      'sw',
      'ip link add link br0 name br0.10 type vlan id 10\nip addr add 10.10.0.9/24 dev br0.10\nip link set br0.10 up',
    );
    expect(made.answers('sw', '-c1 -W1 10.10.0.11')).toBe(0);
    made.type('sw', 'bridge vlan add dev br0 vid 10 self');
    expect(made.answers('sw', '-c1 10.10.0.11')).toBe(1);
  });

  it('pass with their tags as they are while the bridge does not mind VLANs', () => {
    const made = lab().type('sw', 'ip link set br0 type bridge vlan_filtering 0');
    made.type(
      'h1',
      'ip link add link eth0 name x type vlan id 20\nip link set x up\nip addr add 10.20.0.3/24 dev x',
    );
    expect(made.answers('h1', '-c1 10.20.0.1')).toBe(1);
  });

  // Source: br_netfilter_hooks.c br_nf_pre_routing, br_nf_forward_ip: what came with a tag is not followed.
  it('between access ports meet iptables, those that came by a trunk do not', () => {
    const made = lab().type('sw', 'iptables -P FORWARD DROP\nsysctl -w net.bridge.bridge-nf-call-iptables=1');
    expect(made.answers('h1', '-c1 -W1 10.10.0.1')).toBe(1);
    made
      .type('sw', 'bridge vlan add dev p2 vid 10 pvid untagged')
      .type('h2', 'ip addr add 10.10.0.12/24 dev eth0');
    expect(made.answers('h1', '-c1 -W1 10.10.0.12')).toBe(0);
    expect(made.drops('sw')).toEqual(['NETFILTER_DROP']);
  });
});

describe('tables', () => {
  it('are VLAN 1 in the beginning', () => {
    const made = bare();
    expect(made.printed('sw', 'bridge vlan show')).toEqual([
      'port              vlan-id  ',
      'br0               1 PVID Egress Untagged',
      'p1                1 PVID Egress Untagged',
      'p2                1 PVID Egress Untagged',
      'p3                1 PVID Egress Untagged',
    ]);
    const details = made.printed('sw', 'ip -d link show br0').join('\n');
    expect(details).toContain(' vlan_filtering 1 vlan_protocol 802.1Q bridge_id ');
    expect(details).toContain(
      ' vlan_default_pvid 1 vlan_stats_enabled 0 vlan_stats_per_port 0 group_fwd_mask 0 ',
    );
  });

  it('are shown as they were made', () => {
    const made = lab();
    expect(made.printed('sw', 'bridge vlan')).toEqual([
      'port              vlan-id  ',
      'br0               1 PVID Egress Untagged',
      'p1                10 PVID Egress Untagged',
      'p2                20 PVID Egress Untagged',
      'p3                1 PVID Egress Untagged',
      '                  10',
      '                  20',
    ]);
    expect(made.printed('sw', 'bridge -j vlan show').join('')).toBe(
      '[{"ifname":"br0","vlans":[{"vlan":1,"flags":["PVID","Egress Untagged"]}]},{"ifname":"p1","vlans":[{"vlan":10,"flags":["PVID","Egress Untagged"]}]},{"ifname":"p2","vlans":[{"vlan":20,"flags":["PVID","Egress Untagged"]}]},{"ifname":"p3","vlans":[{"vlan":1,"flags":["PVID","Egress Untagged"]},{"vlan":10},{"vlan":20}]}]',
    );
    expect(made.printed('sw', 'bridge vlan show vid 10')).toEqual([
      'port              vlan-id  ',
      'p1                10 PVID Egress Untagged',
      'p3                10',
    ]);
  });

  it('take ranges, and a flag that is not given again goes', () => {
    const made = lab().type(
      'sw',
      'bridge vlan add dev p3 vid 30-33\nbridge vlan add dev p1 vid 40 pvid untagged',
    );
    expect(made.printed('sw', 'bridge vlan show dev p3').slice(3)).toEqual(
      [20, 30, 31, 32, 33].map((vid) => `                  ${vid}`),
    );
    expect(made.printed('sw', 'bridge vlan show dev p1').slice(1)).toEqual([
      'p1                10 Egress Untagged',
      '                  40 PVID Egress Untagged',
    ]);
    made.type('sw', 'bridge vlan del dev p3 vid 30-33\nbridge vlan del dev p1 vid 77');
    expect(made.printed('sw', 'bridge vlan show dev p3')).toHaveLength(4);
  });

  it('get another default where nothing else was said', () => {
    const made = lab();
    const pvids = (): readonly string[] =>
      made.printed('sw', 'bridge vlan show').filter((line) => line.includes('PVID'));
    made.type('sw', 'ip link set br0 type bridge vlan_default_pvid 5');
    expect(pvids()).toEqual([
      'br0               5 PVID Egress Untagged',
      'p1                10 PVID Egress Untagged',
      'p2                20 PVID Egress Untagged',
      'p3                5 PVID Egress Untagged',
    ]);
    made.type('sw', 'ip link set br0 type bridge vlan_default_pvid 0');
    expect(pvids()).toEqual([
      'p1                10 PVID Egress Untagged',
      'p2                20 PVID Egress Untagged',
    ]);
    made.type('sw', 'ip link set br0 type bridge vlan_default_pvid 1');
    expect(pvids().every((line) => line.includes(' 1 PVID'))).toBe(true);
    expect(pvids()).toHaveLength(4);
  });

  it('of addresses are kept for each VLAN', () => {
    const made = lab();
    made.answers('h1', '-c1 10.20.0.12');
    expect(new Set(made.fdb('sw', 'br br0'))).toEqual(
      new Set([
        '02:00:00:00:00:01 dev br0 vlan 1 master br0 permanent',
        '02:00:00:00:00:01 dev br0 master br0 permanent',
        '02:00:00:00:00:11 dev p1 vlan 10 master br0 ',
        '02:00:00:00:01:01 dev p1 vlan 10 master br0 permanent',
        '02:00:00:00:01:01 dev p1 master br0 permanent',
        '02:00:00:00:00:12 dev p2 vlan 20 master br0 ',
        '02:00:00:00:01:02 dev p2 vlan 20 master br0 permanent',
        '02:00:00:00:01:02 dev p2 master br0 permanent',
        '02:00:00:00:00:13 dev p3 vlan 20 master br0 ',
        '02:00:00:00:00:13 dev p3 vlan 10 master br0 ',
        '02:00:00:00:01:03 dev p3 vlan 20 master br0 permanent',
        '02:00:00:00:01:03 dev p3 vlan 10 master br0 permanent',
        '02:00:00:00:01:03 dev p3 vlan 1 master br0 permanent',
        '02:00:00:00:01:03 dev p3 master br0 permanent',
      ]),
    );
    // They age each for itself.
    made.wait(320);
    expect(made.printed('sw', 'bridge fdb show br br0').filter((line) => line.endsWith(' '))).toEqual([]);
  });

  it('of addresses take entries for one VLAN or for all of the port’s', () => {
    const made = lab().type('sw', 'bridge fdb add 02:00:00:00:00:99 dev p1 master static vlan 10');
    made.type('sw', 'bridge fdb add 02:00:00:00:00:98 dev p1 master static');
    const rows = (mac: string): readonly string[] =>
      made.printed('sw', 'bridge fdb show br br0').filter((line) => line.startsWith(mac));
    expect(rows('02:00:00:00:00:99')).toHaveLength(1);
    expect(rows('02:00:00:00:00:98')).toHaveLength(2);
    expect(made.ask('sw', 'bridge fdb add 02:00:00:00:00:97 dev p1 master static vlan 77').stderr).toEqual([
      'RTNETLINK answers: Invalid argument',
    ]);
    made.type('sw', 'bridge fdb del 02:00:00:00:00:99 dev p1 master vlan 10');
    expect(rows('02:00:00:00:00:99')).toEqual([]);
  });

  it('go with their port', () => {
    const made = lab();
    made.answers('h1', '-c1 10.20.0.12');
    made.type('sw', 'ip link set p3 nomaster');
    expect(made.printed('sw', 'bridge fdb show br br0').some((line) => line.includes('dev p3'))).toBe(false);
    made.type('sw', 'ip link set p3 master br0');
    expect(made.printed('sw', 'bridge vlan show dev p3').slice(1)).toEqual([
      'p3                1 PVID Egress Untagged',
    ]);
  });
});

it.each([
  ['bridge vlan add dev p1 vid 0', 'Error: bridge: Vlan id is invalid.'],
  ['bridge vlan add dev p1 vid 4095', 'Error: bridge: Vlan id is invalid.'],
  ['bridge vlan add dev p1 vid 4096', 'Invalid VLAN ID "4096"'],
  ['bridge vlan add dev p1', 'Device and VLAN ID are required arguments.'],
  ['bridge vlan add vid 3', 'Device and VLAN ID are required arguments.'],
  ['bridge vlan add dev nope vid 3', 'Cannot find bridge device "nope"'],
  ['bridge vlan add dev br0 vid 10', 'RTNETLINK answers: Operation not supported'],
  ['bridge vlan add dev lo vid 3', 'RTNETLINK answers: Operation not supported'],
  ['bridge vlan add dev p1 vid 10-9', 'Invalid VLAN range "10-9"'],
  ['bridge vlan add dev p1 vid 40-42 pvid', 'pvid cannot be configured for a vlan range'],
  ['ip link set br0 type bridge vlan_default_pvid 4095', 'RTNETLINK answers: Invalid argument'],
])('%s', (command, answer) => {
  expect(lab().ask('sw', command).stderr[0]).toBe(answer);
});
