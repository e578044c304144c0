import { describe, expect, it } from 'vitest';
import { net } from '../../testing/net';
import { formatMac } from '../../wire/addr';
import { derivedMac } from './netns';
import { createWorld, netnsByName } from '../netns';

describe('a new netns', () => {
  const lab = net().machines('h').type('h', 'ip netns add pod');

  it('has a loopback that is down, no routes, three policy rules', () => {
    const pod = lab.ns('pod');
    expect(lab.link('pod.lo')).toMatchObject({ up: false, mtu: 65_536, addrs: [], ifindex: 1 });
    expect(pod.ipRules.map(({ pref, table }) => [pref, table])).toEqual([
      [0, 255],
      [32_766, 254],
      [32_767, 253],
    ]);
    expect(pod.routeTables.size).toBe(0);
  });

  it('does not forward', () =>
    expect(lab.printed('pod', 'sysctl net.ipv4.ip_forward')).toEqual(['net.ipv4.ip_forward = 0']));
  it('is on its machine', () => expect(lab.ns('pod').machine).toBe(lab.ns('h').machine));
  it('has a name nobody else has', () => {
    expect(lab.simulation.apply('h', { kind: 'netns.add', name: 'pod' })?.errno).toBe('EEXIST');
    expect(lab.simulation.apply('h', { kind: 'netns.add', name: 'h' })?.errno).toBe('EEXIST');
  });
});

describe('a netns by its name', () => {
  it('is found as long as it is there, and anew when it comes back', () => {
    const lab = net().machines('h').type('h', 'ip netns add pod');
    const { world } = lab.simulation;
    const first = netnsByName(world, 'pod');
    expect(world.netns[first ?? -1]?.name).toBe('pod');
    lab.type('h', 'ip netns delete pod');
    expect(netnsByName(world, 'pod')).toBeNull();
    lab.type('h', 'ip netns add pod');
    expect(netnsByName(world, 'pod')).not.toBe(first);
    // A list that became shorter is read anew.
    world.netns.pop();
    expect(netnsByName(world, 'pod')).toBeNull();
    expect(netnsByName(world, 'h')).toBe(0);
  });
});

describe('a machine', () => {
  it('has a loopback that is up', () => {
    const lab = net().machines('h');
    expect(lab.link('h.lo').up).toBe(true);
    expect(lab.answers('h', '-c1 127.0.0.1')).toBe(1);
  });

  it('is there once', () => {
    const lab = net().machines('h');
    expect(lab.simulation.applyFabric({ kind: 'machine.add', name: 'h', role: 'node' })?.errno).toBe(
      'EEXIST',
    );
    expect(lab.world.machines).toHaveLength(1);
  });
});

describe('a cable', () => {
  const cable = (a: string, aDev: string, b: string, bDev: string): string | undefined =>
    net()
      .machines('a', 'b')
      .cable('a.used', 'b.used')
      .simulation.applyFabric({
        kind: 'cable.add',
        ends: [
          { netns: a, dev: aDev },
          { netns: b, dev: bDev },
        ],
      })?.errno;

  it('needs two machines and two free sockets', () => {
    expect(cable('a', 'eth0', 'b', 'eth0')).toBeUndefined();
    expect(cable('a', 'eth0', 'nix', 'eth0')).toBe('ENODEV');
    expect(cable('a', 'used', 'b', 'eth0')).toBe('EEXIST');
    expect(cable('a', 'eth0', 'a', 'eth0')).toBe('EEXIST');
  });

  it('may join two cards of one machine', () => {
    const lab = net().machines('a').cable('a.one', 'a.two');
    const peer = { netns: lab.ns('a').id, ifindex: lab.link('a.two').ifindex };
    expect(lab.link('a.one')).toMatchObject({ up: true, peer });
  });
});

it('derivedMac: unicast, locally administered, of seed and names alone', () => {
  const world = createWorld(1);
  const text = formatMac(derivedMac(world, 'h', 'eth0'));
  expect(text).toBe(formatMac(derivedMac(createWorld(1), 'h', 'eth0')));
  expect(text).not.toBe(formatMac(derivedMac(createWorld(2), 'h', 'eth0')));
  expect(text).not.toBe(formatMac(derivedMac(world, 'h', 'eth1')));
  expect(Number.parseInt(text.slice(0, 2), 16) & 3).toBe(2);
});

it('netnsByName', () => {
  const { world } = net().machines('a', 'b');
  expect([netnsByName(world, 'b'), netnsByName(world, 'nix')]).toEqual([1, null]);
});
