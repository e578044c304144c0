import { describe, expect, it } from 'vitest';
import { ethernetFrame } from '../../testing/make-frame';
import { net, type Net } from '../../testing/net';

/**
 * Goal: what a vlan device does with tags, and how it hangs on its card. All facts were observed on Linux 6.1 (user mode, with
 * 8021q.ko); iproute2 6.1.
 */
function lab(): Net {
  return net()
    .machines('a', 'b')
    .veth('a.v0', 'b.v0')
    .type('a', 'ip link set v0 address 02:00:00:00:00:0a mtu 1600')
    .type('b', 'ip link set v0 address 02:00:00:00:00:0b mtu 1600');
}

function both(): Net {
  return lab()
    .type(
      'a',
      'ip link add link v0 name v0.10 type vlan id 10\nip link set v0.10 up\nip addr add 10.10.0.1/24 dev v0.10',
    )
    .type(
      'b',
      'ip link add link v0 name v0.10 type vlan id 10\nip link set v0.10 up\nip addr add 10.10.0.2/24 dev v0.10',
    );
}

const linesOf = (made: Net, command: string): readonly string[] => made.printed('a', command);

describe('frames', () => {
  it('have the tag on the card and none on the device', () => {
    const made = both();
    expect(made.answers('a', '-c1 10.10.0.2')).toBe(1);
    const onCard = made.frames('b.v0');
    expect(onCard.map(({ vlan }) => vlan?.['vid'])).toEqual([10, 10, 10, 10]);
    expect(onCard.map(({ lenBytes }) => lenBytes)).toEqual([46, 46, 102, 102]);
    expect(made.frames('b.v0.10').every(({ vlan }) => vlan === undefined)).toBe(true);
  });

  it('are 4 bytes longer than the MTU has room for', () => {
    const made = both().type('a', 'ip link set v0 mtu 1500').type('b', 'ip link set v0 mtu 1500');
    expect(made.answers('a', '-c1 -M do -s 1472 10.10.0.2')).toBe(1);
    expect(Math.max(...made.frames('b.v0').map(({ lenBytes }) => lenBytes))).toBe(1518);
  });

  it('of a VLAN without a device are for nobody', () => {
    const made = both().type('b', 'ip link del v0.10\nip addr add 10.10.0.2/24 dev v0');
    expect(made.answers('a', '-c1 -W1 10.10.0.2')).toBe(0);
    expect(made.records('vlan.forward', 'b').every(({ verdict }) => verdict === 'nobody')).toBe(true);
    expect(made.records('arp.receive', 'b')).toEqual([]);
  });

  it('of a VLAN whose device is down end there', () => {
    const made = both().type('b', 'ip link set v0.10 down');
    made.arrive('b.v0', tagged(10));
    expect(made.drops('b')).toEqual(['PW_VLAN_DEVICE_DOWN']);
  });

  it('that tell a priority alone are for the card', () => {
    const made = both().type('b', 'ip addr add 10.0.0.2/24 dev v0');
    made.arrive('b.v0', tagged(0));
    expect(made.drops('b')).toEqual(['UNHANDLED_PROTO']);
    expect(made.records('vlan.forward', 'b').at(-1)?.verdict).toBe('nobody');
  });

  it('with two tags go up two devices', () => {
    const made = both();
    for (const [name, digit] of [
      ['a', 1],
      ['b', 2],
    ] as const)
      made.type(
        name,
        `ip link add link v0.10 name q type vlan proto 802.1ad id 20\nip link set q up\nip addr add 10.20.0.${digit}/24 dev q`,
      );
    expect(made.answers('a', '-c1 10.20.0.2')).toBe(1);
    const [frame] = made.frames('b.v0').slice(-1);
    expect(frame?.lenBytes).toBe(98 + 8);
  });

  it('are counted without tag, and by the device without the Ethernet header as well', () => {
    const made = both();
    made.answers('a', '-c1 10.10.0.2');
    const stats = (place: 'b.v0'): readonly number[] => {
      const { rxBytes, rxPackets, txBytes, txPackets } = made.link(place).stats;
      return [rxPackets, rxBytes, txPackets, txBytes];
    };
    expect(stats('b.v0')).toEqual([2, 42 + 98, 2, 42 + 98]);
    expect(stats('b.v0.10' as 'b.v0')).toEqual([2, 28 + 84, 2, 42 + 98]);
  });

  it('that are cut within the tag are dropped', () => {
    const made = both();
    made.arrive('b.v0', tagged(10).slice(0, 16));
    expect(made.drops('b')).toEqual(['PKT_TOO_SMALL']);
  });
});

/** A frame with a tag and a type that nobody knows behind it. */
function tagged(vid: number): Uint8Array {
  const body = new Uint8Array(50);
  body.set([vid >> 8, vid & 0xff, 0x88, 0xb5]);
  return ethernetFrame({ from: '02:00:00:00:00:0a', to: '02:00:00:00:00:0b' }, 0x8100, body);
}

describe('the device', () => {
  it('is shown with its VLAN, its card and the card’s address and MTU', () => {
    const made = lab().type('a', 'ip link add link v0 name v0.10 type vlan id 10');
    const [head, address, kind] = linesOf(made, 'ip -d link show v0.10');
    expect(head).toMatch(
      /^\d+: v0\.10@v0: <BROADCAST,MULTICAST> mtu 1600 qdisc noop state DOWN mode DEFAULT group default qlen 1000$/,
    );
    expect(address).toContain(
      '    link/ether 02:00:00:00:00:0a brd ff:ff:ff:ff:ff:ff promiscuity 0  allmulti 0 minmtu 0 maxmtu 65535 ',
    );
    expect(kind).toContain('    vlan protocol 802.1Q id 10 <REORDER_HDR> ');
    const [json] = JSON.parse(linesOf(made, 'ip -j -d link show v0.10').join('')) as readonly {
      readonly linkinfo: unknown;
    }[];
    expect(json?.linkinfo).toEqual({
      info_kind: 'vlan',
      info_data: { protocol: '802.1Q', id: 10, flags: ['REORDER_HDR'] },
    });
    expect(linesOf(made, 'cat /proc/net/vlan/config')).toEqual([
      'VLAN Dev name\t | VLAN ID',
      'Name-Type: VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD',
      'v0.10          | 10  | v0',
    ]);
  });

  it('follows the card up, down, in address and MTU, and goes with it', () => {
    const made = both();
    const head = (): string => linesOf(made, 'ip link show v0.10')[0] ?? '';
    made.type('a', 'ip link set v0 down');
    expect(head()).toContain('<BROADCAST,MULTICAST,M-DOWN> mtu 1600 qdisc noqueue state DOWN ');
    expect(linesOf(made, 'ip route')).toEqual([]);
    expect(made.ask('a', 'ip link set v0.10 up').stderr).toEqual(['RTNETLINK answers: Network is down']);
    made.type('a', 'ip link set v0 up');
    expect(head()).toContain('<BROADCAST,MULTICAST,UP,LOWER_UP> ');
    expect(linesOf(made, 'ip route')).toEqual([
      '10.10.0.0/24 dev v0.10 proto kernel scope link src 10.10.0.1 ',
    ]);
    made.type('b', 'ip link set v0 down');
    expect(head()).toContain(
      '<NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1600 qdisc noqueue state LOWERLAYERDOWN ',
    );
    made.type('a', 'ip link set v0 address 02:00:00:00:00:0c mtu 1500');
    expect(linesOf(made, 'ip link show v0.10').join()).toMatch(/mtu 1500 .*link\/ether 02:00:00:00:00:0c /);
    made.type('a', 'ip link set v0 mtu 1600');
    expect(head()).toContain('mtu 1500');
    expect(made.ask('a', 'ip link set v0.10 mtu 1601').stderr).toEqual([
      'RTNETLINK answers: Numerical result out of range',
    ]);
    made.type('a', 'ip link set v0.10 address 02:00:00:00:00:0d\nip link set v0 address 02:00:00:00:00:0e');
    expect(made.link('a.v0.10').mac).toBe(0x02000000000d);
    made.type('a', 'ip link del v0');
    expect(linesOf(made, 'ip -br link').map((line) => line.split(' ')[0])).toEqual(['lo']);
  });

  it('may stand in another netns than its card', () => {
    const made = both().type('a', 'ip netns add pod\nip link set v0.10 netns pod');
    made.type('pod', 'ip addr add 10.10.0.1/24 dev v0.10\nip link set v0.10 up');
    expect(made.answers('pod', '-c1 10.10.0.2')).toBe(1);
  });

  it('stands beside macvlan devices and upon a bridge', () => {
    const made = both().type('a', 'ip link add m link v0 type macvlan mode bridge');
    expect(made.answers('a', '-c1 10.10.0.2')).toBe(1);
    const bridged = lab().type(
      'a',
      'ip link add br0 type bridge\nip link set v0 master br0\nip link set br0 up',
    );
    bridged.type(
      'a',
      'ip link add link br0 name br0.10 type vlan id 10\nip link set br0.10 up\nip addr add 10.10.0.1/24 dev br0.10',
    );
    bridged.type(
      'b',
      'ip link add link v0 name x type vlan id 10\nip link set x up\nip addr add 10.10.0.2/24 dev x',
    );
    expect(bridged.answers('a', '-c1 10.10.0.2')).toBe(1);
  });
});

it.each([
  ['ip link add link v0 name x type vlan id 10', 'Error: 8021q: VLAN device already exists.'],
  ['ip link add link v0 name x type vlan id 4095', 'Error: 8021q: Invalid VLAN id.'],
  ['ip link add link v0 name x type vlan id 4096', 'Error: 8021q: Invalid VLAN id.'],
  ['ip link add link v0 name x type vlan', 'Error: 8021q: VLAN properties not specified.'],
  ['ip link add name x type vlan id 3', 'Error: 8021q: link not specified.'],
  ['ip link add link v0 name x type vlan id abc', 'Error: argument "abc" is wrong: id is invalid'],
  [
    'ip link add link v0 name x type vlan proto 802.1x id 3',
    'Error: argument "802.1x" is wrong: protocol is invalid',
  ],
  ['ip link add link lo name x type vlan id 3', 'Error: 8021q: VLANs not supported on device.'],
  ['ip link add link v0 name x mtu 1700 type vlan id 3', 'RTNETLINK answers: Invalid argument'],
  [
    'ip link add link v0 name x type vlan id 3 reorder_hdr off',
    "packetwalk: 'vlan reorder_hdr off' is not in this lab yet",
  ],
])('%s', (command, answer) => {
  const made = both();
  expect(made.ask('a', command).stderr[0]).toBe(answer);
});
