import { describe, expect, it } from 'vitest';
import { bridgedNet, net, routedNet, type Net } from '../../testing/net';
import { validName } from './link';

const host = (): Net => net().machines('h', 'x').cable('h.eth0', 'x.eth0');
const refused = (lab: Net, command: string): readonly string[] => lab.ask('h', command).stderr;

describe('add', () => {
  it('a veth pair: in one netns the peer has the lower number', () => {
    const lab = host().type('h', 'ip link add v1 type veth peer name v2');
    expect([lab.link('h.v2').ifindex, lab.link('h.v1').ifindex]).toEqual([3, 4]);
    expect(lab.link('h.v1')).toMatchObject({ peer: { ifindex: 3 }, up: false, mtu: 1500 });
  });

  it('a veth pair across namespaces', () => {
    const lab = host().type(
      'h',
      'ip netns add pod\nip link add v1 type veth peer name eth0 mtu 1400 netns pod',
    );
    expect(lab.link('pod.eth0')).toMatchObject({
      ifindex: 2,
      mtu: 1400,
      peer: { ifindex: lab.link('h.v1').ifindex },
    });
  });

  it('addresses are the same in every run, and not shifted by what else is there', () => {
    const one = host().type('h', 'ip link add d1 type dummy');
    const two = host().type('h', 'ip link add other type dummy\nip link add d1 type dummy');
    expect(one.mac('h.d1')).toBe(two.mac('h.d1'));
    expect(Number.parseInt(one.mac('h.d1').slice(0, 2), 16) & 3).toBe(2);
  });

  // observed on Linux 6.18
  it('a tunnel leaves room for its headers, if it knows its device', () => {
    const lab = host().type('h', 'ip link add vx type vxlan id 1 dev eth0\nip link add vy type vxlan id 2');
    expect([lab.link('h.vx').mtu, lab.link('h.vy').mtu]).toEqual([1450, 1500]);
    expect(refused(lab, 'ip link set vx mtu 1500')).toEqual(['RTNETLINK answers: Invalid argument']);
    lab.type('h', 'ip link add vz mtu 1451 type vxlan id 3 dev eth0');
    expect(lab.link('h.vz').mtu).toBe(1450);
    lab.type('h', 'ip link set eth0 mtu 1400');
    expect(lab.link('h.vx').mtu).toBe(1450);
  });

  it.each([
    ['ip link add eth0 type dummy', 'RTNETLINK answers: File exists'],
    ['ip link add v1 type veth peer name eth0', 'RTNETLINK answers: File exists'],
    ['ip link add d1 mtu 10 type dummy', 'RTNETLINK answers: Invalid argument'],
    ['ip link add vy type vxlan id 7', 'Error: A VXLAN device with the specified VNI already exists.'],
  ])('%s: refused', (command, text) => {
    expect(refused(host().type('h', 'ip link add vx type vxlan id 7'), command)).toEqual([text]);
  });
});

describe('set', () => {
  it('address, MTU, name', () => {
    const lab = host().type(
      'h',
      'ip link set eth0 address 02:00:00:00:00:77\nip link set eth0 mtu 1400 name wan',
    );
    expect([lab.mac('h.wan'), lab.link('h.wan').mtu]).toEqual(['02:00:00:00:00:77', 1400]);
  });

  it.each([
    ['ip link set eth0 address 01:00:00:00:00:01', 'RTNETLINK answers: Cannot assign requested address'],
    ['ip link set eth0 address 00:00:00:00:00:00', 'RTNETLINK answers: Cannot assign requested address'],
    ['ip link set eth0 mtu 60', 'Error: mtu less than device minimum.'],
    ['ip link set eth0 mtu 70000', 'Error: mtu greater than device maximum.'],
    ['ip link set eth0 name lo', 'RTNETLINK answers: File exists'],
    ['ip link set nix up', 'Cannot find device "nix"'],
    ['ip link set eth0 type bridge_slave hairpin on', 'RTNETLINK answers: Operation not supported'],
  ])('%s: refused', (command, text) => expect(refused(host(), command)).toEqual([text]));
});

describe('del', () => {
  it('takes the other end along', () => {
    const lab = host().type(
      'h',
      'ip netns add pod\nip link add v1 type veth peer name eth0 netns pod\nip -n pod link del eth0',
    );
    expect(
      lab
        .ns('h')
        .links.map((link) => link?.name ?? null)
        .filter(Boolean),
    ).toEqual(['lo', 'eth0']);
    expect(
      lab
        .ns('pod')
        .links.map((link) => link?.name ?? null)
        .filter(Boolean),
    ).toEqual(['lo']);
  });

  it('leaves no route, no address, no fdb entry behind', () => {
    const lab = bridgedNet(2).type('node', 'ip addr add 10.9.0.1/24 dev v1');
    lab.ping('p1', '-c1 10.1.0.12');
    lab.type('node', 'ip link del v1');
    for (const table of ['main', 'local']) {
      expect(lab.printed('node', `ip route show table ${table}`).join()).not.toContain('10.9.0');
    }
    expect(lab.behind('node.br0', '02:00:00:00:00:11')).toBeNull();
    expect(lab.behind('node.br0', '02:00:00:00:01:11')).toBeNull();
    expect(lab.ping('node', '-c1 -W1 10.9.0.1')).toEqual(['ping: connect: Network is unreachable']);
  });

  it('never gives a number out again', () => {
    const lab = host().type(
      'h',
      'ip link add d1 type dummy\nip link add d2 type dummy\nip link del d2\nip link add d3 type dummy',
    );
    expect(lab.link('h.d3').ifindex).toBe(lab.link('h.d1').ifindex + 2);
  });

  it.each(['lo', 'eth0'])('%s stays', (dev) => {
    expect(refused(host(), `ip link del ${dev}`)).toEqual(['RTNETLINK answers: Operation not supported']);
  });

  it('a frame under way to it is lost', () => {
    const lab = routedNet();
    lab.start('h1', 'ping -c1 -W1 10.2.0.2');
    lab.simulation.engine.step();
    lab.type('r', 'ip link del e0').quiet();
    expect(lab.drops('r')).toEqual(['DEV_READY']);
  });
});

it('validName', () => {
  expect(['eth0', 'veth3cafbbcc', 'a', 'cali12345abcdef'].every(validName)).toBe(true);
  expect(['', '.', '..', 'a/b', 'a b', 'a:1', 'sixteen-letters-'].some(validName)).toBe(false);
});
