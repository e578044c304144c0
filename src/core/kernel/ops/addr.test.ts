import { describe, expect, it } from 'vitest';
import { net, type Net } from '../../testing/net';

/** Goal: addresses and what the kernel does along with them. Method: `ip addr`; lists as observed on Linux 6.18. */
const host = (): Net =>
  net().machines('r', 'x').veth('r.e0', 'x.e').type('r', 'ip addr add 10.1.0.1/24 dev e0').wait(1);

const addresses = (lab: Net): readonly string[] =>
  lab.printed('r', 'ip -4 addr show dev e0').flatMap((line) => /inet (.*) e0/.exec(line)?.[1]?.trim() ?? []);
const routes = (lab: Net, table = 'main'): readonly string[] =>
  lab.printed('r', `ip route show table ${table}`).map((line) => line.trim());

describe('ip addr add', () => {
  // observed on Linux 6.18
  it('makes the later address of a subnet a secondary; primaries stand in front', () => {
    const lab = host().type('r', 'ip addr add 10.1.0.9/24 dev e0\nip addr add 10.1.0.10/32 dev e0');
    expect(addresses(lab)).toEqual([
      '10.1.0.1/24 scope global',
      '10.1.0.10/32 scope global',
      '10.1.0.9/24 scope global secondary',
    ]);
  });

  it('refuses the same address, but not with another length, nor on another device', () => {
    const lab = host();
    expect(lab.ask('r', 'ip addr add 10.1.0.1/24 dev e0').stderr).toEqual([
      'Error: ipv4: Address already assigned.',
    ]);
    lab.type('r', 'ip addr add 10.1.0.1/16 dev e0\nip addr add 10.1.0.1/24 dev lo');
    expect(lab.ask('r', 'ip addr add 10.1.0.1/24 dev nix').stderr).toEqual(['Cannot find device "nix"']);
  });

  // observed on Linux 6.18: no x.x.x.0 broadcast entry since 5.14
  it('brings local, broadcast and connected routes', () => {
    const lab = host();
    expect(routes(lab, 'local')).toEqual([
      'local 10.1.0.1 dev e0 proto kernel scope host src 10.1.0.1',
      'broadcast 10.1.0.255 dev e0 proto kernel scope link src 10.1.0.1',
      'local 127.0.0.0/8 dev lo proto kernel scope host src 127.0.0.1',
      'local 127.0.0.1 dev lo proto kernel scope host src 127.0.0.1',
      'broadcast 127.255.255.255 dev lo proto kernel scope link src 127.0.0.1',
    ]);
    expect(routes(lab)).toEqual(['10.1.0.0/24 dev e0 proto kernel scope link src 10.1.0.1']);
  });

  it.each([
    ['10.7.0.1/32', [], ['local 10.7.0.1 dev e0 proto kernel scope host src 10.7.0.1']],
    [
      '10.7.0.0/31',
      ['10.7.0.0/31 dev e0 proto kernel scope link src 10.7.0.0'],
      ['local 10.7.0.0 dev e0 proto kernel scope host src 10.7.0.0'],
    ],
  ])('%s has neither broadcast nor more than it needs', (addr, main, local) => {
    const lab = host().type('r', `ip addr add ${addr} dev e0`);
    expect(routes(lab).filter((line) => line.startsWith('10.7'))).toEqual(main);
    expect(routes(lab, 'local').filter((line) => line.includes('10.7.0'))).toEqual(local);
  });

  it('`brd +` is the address the kernel takes anyway', () => {
    const lab = host().type('r', 'ip addr add 10.8.0.1/24 brd + dev e0');
    expect(routes(lab, 'local').filter((line) => line.startsWith('broadcast 10.8'))).toHaveLength(1);
    expect(addresses(lab)).toContain('10.8.0.1/24 brd 10.8.0.255 scope global');
  });

  it('on a device that is down: the address is ours, the subnet is not reachable yet', () => {
    const lab = net().machines('r', 'x').cable('r.e0', 'x.e').type('r', 'ip link set e0 down');
    lab.type('r', 'ip addr add 10.1.0.1/24 dev e0');
    expect(routes(lab)).toEqual([]);
    expect(routes(lab, 'local')[0]).toBe('local 10.1.0.1 dev e0 proto kernel scope host src 10.1.0.1');
    lab.type('r', 'ip link set e0 up');
    expect(routes(lab)).toHaveLength(1);
  });
});

describe('ip addr del', () => {
  // observed on Linux 6.18: promote_secondaries is off
  it('of a primary address takes its secondaries along', () => {
    const lab = host().type('r', 'ip addr add 10.1.0.9/24 dev e0\nip addr add 10.1.0.10/32 dev e0');
    lab.type('r', 'ip addr del 10.1.0.1/24 dev e0');
    expect(addresses(lab)).toEqual(['10.1.0.10/32 scope global']);
    expect(routes(lab)).toEqual([]);
    expect(routes(lab, 'local').filter((line) => line.includes('10.1.0'))).toHaveLength(1);
  });

  it('of a secondary leaves the others and their routes', () => {
    const lab = host().type('r', 'ip addr add 10.1.0.9/24 dev e0\nip addr del 10.1.0.9/24 dev e0');
    expect(addresses(lab)).toEqual(['10.1.0.1/24 scope global']);
    expect(routes(lab)).toHaveLength(1);
  });

  // observed on Linux 6.18
  it('of the last address takes everything of IP off the device: routes by it, neighbours', () => {
    const lab = host()
      .type('r', 'ip route add default via 10.1.0.2')
      .type('x', 'ip addr add 10.1.0.2/24 dev e');
    lab.ping('r', '-c1 10.1.0.2');
    expect(lab.neigh('r.e0', '10.1.0.2')).not.toBeNull();
    lab.type('r', 'ip addr del 10.1.0.1/24 dev e0');
    expect(routes(lab)).toEqual([]);
    expect(lab.neigh('r.e0', '10.1.0.2')).toBeNull();
    expect(routes(lab, 'local').filter((line) => line.includes('e0'))).toEqual([]);
  });

  // observed on Linux 6.18
  it('takes the routes along that prefer it as a source', () => {
    const lab = host().type(
      'r',
      'ip addr add 10.9.0.1/24 dev e0\nip route add 10.50.0.0/24 via 10.1.0.2 src 10.9.0.1\nip addr del 10.9.0.1/24 dev e0',
    );
    expect(routes(lab)).toEqual(['10.1.0.0/24 dev e0 proto kernel scope link src 10.1.0.1']);
  });

  it('knows what is not there', () => {
    const { exitCode, stderr } = host().ask('r', 'ip addr del 10.1.0.77/24 dev e0');
    expect([exitCode, stderr]).toEqual([2, ['Error: ipv4: Address not found.']]);
  });
});
