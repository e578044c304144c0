import { describe, expect, it } from 'vitest';
import { bridgedNet, net, type Net } from '../../testing/net';

/** Goal: attaching and detaching, and what a bridge takes over from its ports. As observed on Linux 6.18. */
const bare = (): Net => net().machines('n', 'x').type('n', 'ip link add br0 type bridge\nip link set br0 up');

function port(lab: Net, name: string, mac: string, mtu = 1500): Net {
  lab
    .veth(`n.${name}`, `x.${name}`)
    .type('n', `ip link set ${name} mtu ${mtu}\nip link set ${name} address ${mac}`);
  return lab.type('n', `ip link set ${name} master br0`);
}

describe('the address of a bridge', () => {
  it('is the lowest of its ports’, and follows them', () => {
    const lab = port(port(bare(), 'p1', '02:00:00:00:00:22'), 'p2', '02:00:00:00:00:11');
    expect(lab.mac('n.br0')).toBe('02:00:00:00:00:11');
    lab.type('n', 'ip link set p2 nomaster');
    expect(lab.mac('n.br0')).toBe('02:00:00:00:00:22');
    lab.type('n', 'ip link set p1 address 02:00:00:00:00:33');
    expect(lab.mac('n.br0')).toBe('02:00:00:00:00:33');
  });

  it('is nothing once the last port is gone', () => {
    const lab = port(bare(), 'p1', '02:00:00:00:00:22').type('n', 'ip link set p1 nomaster');
    expect(lab.mac('n.br0')).toBe('00:00:00:00:00:00');
    expect(lab.fdb('n', 'br br0')).toEqual([]);
    lab.type('n', 'ip link set p1 master br0');
    expect(lab.mac('n.br0')).toBe('02:00:00:00:00:22');
  });

  it('stays once it was set by hand', () => {
    const lab = bare().type('n', 'ip link set br0 address 02:00:00:00:00:99');
    port(lab, 'p1', '02:00:00:00:00:22');
    expect(lab.mac('n.br0')).toBe('02:00:00:00:00:99');
    lab.type('n', 'ip link set p1 nomaster');
    expect(lab.mac('n.br0')).toBe('02:00:00:00:00:99');
  });

  it('stands in the fdb as its port’s, when it is that of a port', () => {
    const lab = port(bare(), 'p1', '02:00:00:00:00:22');
    expect(lab.fdb('n', 'br br0')).toEqual(['02:00:00:00:00:22 dev p1 master br0 permanent']);
    expect(lab.behind('n.br0', '02:00:00:00:00:22')).toBe('p1');
  });

  it('still takes frames up to the host when the port that shared it leaves', () => {
    const lab = bridgedNet(1).type('node', 'ip link set v1 address 02:00:00:00:00:01');
    lab.type(
      'node',
      'ip link set v1 nomaster\nip link set v1 address 02:00:00:00:01:11\nip link set v1 master br0',
    );
    expect(lab.behind('node.br0', '02:00:00:00:00:01')).toBe('br0');
    expect(lab.answers('p1', '-c1 10.1.0.1')).toBe(1);
  });
});

describe('the MTU of a bridge', () => {
  it('is not pinned by being set to what it is', () => {
    const lab = port(bare().type('n', 'ip link set br0 mtu 1500'), 'p1', '02:00:00:00:00:22', 1300);
    expect(lab.printed('n', 'ip link show br0')[0]).toContain('mtu 1300');
  });

  it('is the lowest of its ports’, be it larger than Ethernet’s', () => {
    const lab = port(bare(), 'p1', '02:00:00:00:00:22', 9000);
    expect(lab.link('n.br0').mtu).toBe(9000);
    port(lab, 'p2', '02:00:00:00:00:33', 1450);
    expect(lab.link('n.br0').mtu).toBe(1450);
    lab.type('n', 'ip link set p2 mtu 1400');
    expect(lab.link('n.br0').mtu).toBe(1400);
    lab.type('n', 'ip link set p2 nomaster\nip link set p1 nomaster');
    expect(lab.link('n.br0').mtu).toBe(1500);
  });

  it('given when the bridge is made is forgotten with the first port, set later it stays', () => {
    const lab = net().machines('n', 'x').type('n', 'ip link add br0 mtu 1400 type bridge');
    expect(lab.link('n.br0').mtu).toBe(1400);
    port(lab, 'p1', '02:00:00:00:00:22');
    expect(lab.link('n.br0').mtu).toBe(1500);
    lab.type('n', 'ip link set br0 mtu 1300\nip link set p1 mtu 1400');
    expect(lab.link('n.br0').mtu).toBe(1300);
  });
});

describe('a port', () => {
  it('that is attached where it is keeps its settings', () => {
    const lab = bridgedNet(1).type('node', 'ip link set v1 type bridge_slave hairpin on');
    lab.type('node', 'ip link set v1 master br0');
    expect(lab.link('node.v1').port?.hairpin).toBe(true);
  });

  it('that goes down, or whose other end does, has nothing behind it any more', () => {
    for (const [netns, dev] of [
      ['node', 'v1'],
      ['p1', 'eth0'],
    ] as const) {
      const lab = bridgedNet(2);
      lab.ping('p1', '-c1 10.1.0.12');
      lab.type(netns, `ip link set ${dev} down`);
      expect(lab.behind('node.br0', '02:00:00:00:00:11')).toBeNull();
      expect(lab.behind('node.br0', '02:00:00:00:01:11')).toBe('v1');
      expect(lab.behind('node.br0', '02:00:00:00:00:12')).toBe('v2');
    }
  });

  it('that is not the last leaves the bridge’s neighbours alone', () => {
    const lab = bridgedNet(2);
    lab.ping('node', '-c1 10.1.0.11');
    lab.type('p1', 'ip link set eth0 down');
    expect(lab.neigh('node.br0', '10.1.0.11')).not.toBeNull();
  });

  it('that is the last with a carrier takes the bridge’s neighbours along', () => {
    const lab = bridgedNet(1);
    lab.ping('node', '-c1 10.1.0.11');
    expect(lab.neigh('node.br0', '10.1.0.11')).not.toBeNull();
    lab.type('p1', 'ip link set eth0 down');
    expect(lab.neigh('node.br0', '10.1.0.11')).toBeNull();
  });

  it.each([
    ['ip link set v1 master v2', 'RTNETLINK answers: Operation not supported'],
    ['ip link set lo master br0', 'RTNETLINK answers: Invalid argument'],
  ])('cannot be: %s', (command, text) => expect(bridgedNet(2).ask('node', command).stderr).toEqual([text]));

  it('cannot be a bridge', () => {
    const lab = bridgedNet(1).type('node', 'ip link add br1 type bridge');
    expect(lab.ask('node', 'ip link set br1 master br0').stderr).toEqual([
      'Error: Can not enslave a bridge to a bridge.',
    ]);
  });
});

it('a bridge that goes down forgets what it learned', () => {
  const lab = bridgedNet(2);
  lab.ping('p1', '-c1 10.1.0.12');
  lab.type('node', 'ip link set br0 down');
  expect(
    lab.printed('node', 'bridge fdb show br br0').every((line) => line.trim().endsWith('permanent')),
  ).toBe(true);
});

it('a bridge that is deleted frees its ports', () => {
  const lab = bridgedNet(2).type('node', 'ip link del br0');
  expect([lab.link('node.v1').master, lab.link('node.v2').port]).toEqual([0, null]);
});
