/** As flannel v0.28.9's main.go and pkg/ipmatch choose. */
import { describe, expect, test } from 'vitest';
import type { Netns } from '../../model/world';
import { recordedShell } from '../../testing/shell-host';
import { formatIpv4 } from '../../wire/addr';
import { findExtIface, type Families, type IfaceOptions } from './ext-iface';

function node(setup: string): Netns {
  const { host } = recordedShell(setup);
  const ns = host.world.netns.find((each) => each?.name === 'node-1');
  if (ns === undefined) throw new Error('no node-1');
  return ns;
}

const ns = node(`
ip addr add 192.168.56.11/24 dev eth0
ip link set eth0 up
ip link add stor0 mtu 9000 type dummy
ip addr add 172.16.0.1/24 dev stor0
ip link set stor0 up
ip link add bare0 type dummy
ip route add default via 192.168.56.1`);

const V4: Families = { enableIpv4: true, enableIpv6: false };
const NOTHING: IfaceOptions = { iface: [], canReach: '', publicIp: '' };

function find(options: Partial<IfaceOptions>, families = V4, on = ns): string {
  const log: string[] = [];
  const found = findExtIface(on, { ...NOTHING, ...options }, families, (line) => log.push(line));
  const said = log.map((line) => `${line}; `).join('');
  if (!found.ok) return `${said}${found.error}`;
  const { name, mtu, ifaceAddr, extAddr } = found.value;
  return `${said}${name} ${String(mtu)} ${formatIpv4(ifaceAddr)} ${formatIpv4(extAddr)}`;
}

describe('findExtIface', () => {
  test('the interface of the default route', () =>
    expect(find({})).toBe('eth0 1500 192.168.56.11 192.168.56.11'));

  test.each<[string, Partial<IfaceOptions>, string]>([
    ['by name', { iface: ['stor0'] }, 'stor0 9000 172.16.0.1 172.16.0.1'],
    ['by address', { iface: ['172.16.0.1'] }, 'stor0 9000 172.16.0.1 172.16.0.1'],
    ['by destination', { canReach: '172.16.0.9' }, 'stor0 9000 172.16.0.1 172.16.0.1'],
    [
      'with another public address',
      { iface: ['eth0'], publicIp: '203.0.113.7' },
      'eth0 1500 192.168.56.11 203.0.113.7',
    ],
    ['by its public address', { publicIp: '172.16.0.1' }, 'stor0 9000 172.16.0.1 172.16.0.1'],
    [
      'the first that is there',
      { iface: ['eth7', 'stor0'] },
      'Could not find valid interface matching eth7: error looking up interface eth7: route ip+net: no such network interface; stor0 9000 172.16.0.1 172.16.0.1',
    ],
  ])('%s', (_, options, result) => expect(find(options)).toBe(result));

  test.each<[string, Partial<IfaceOptions>, string]>([
    [
      'nothing fits',
      { iface: ['10.9.9.9'], canReach: 'fc00::1' },
      "Could not find valid interface matching 10.9.9.9: error looking up interface 10.9.9.9: no interface with given IP found; Could not find valid interface matching ifaceCanReach: fc00::1: failed to get ifcanreach based interface: couldn't lookup route to <nil>: network is unreachable; Failed to find interface to use that matches the interfaces and/or regexes provided",
    ],
    [
      'no address',
      { iface: ['bare0'] },
      'Could not find valid interface matching bare0: failed to find IPv4 address for interface bare0; Failed to find interface to use that matches the interfaces and/or regexes provided',
    ],
    [
      'a public address of nobody',
      { publicIp: '203.0.113.7' },
      'Failed to find any valid interface to use: error looking up interface 203.0.113.7: no interface with given IP found',
    ],
    [
      'a public address that is none',
      { iface: ['eth0'], publicIp: 'here' },
      'Could not find valid interface matching eth0: invalid public IP address: here; Failed to find interface to use that matches the interfaces and/or regexes provided',
    ],
  ])('%s', (_, options, result) => expect(find(options)).toBe(result));

  test('without a default route', () => {
    expect(find({}, V4, node('ip link set eth0 up'))).toBe(
      'Failed to find any valid interface to use: failed to get default interface: unable to find default route',
    );
  });

  test('IPv6 is asked for where there is none', () => {
    const dual = { enableIpv4: true, enableIpv6: true };
    const six = { enableIpv4: false, enableIpv6: true };
    const noRoute =
      'Failed to find any valid interface to use: failed to get default v6 interface: unable to find default v6 route';
    expect(find({}, dual)).toBe(noRoute);
    expect(find({}, six)).toBe(noRoute);
    expect(find({ iface: ['eth0'] }, dual)).toContain('failed to find IPv6 address for interface eth0');
    expect(find({ iface: ['192.168.56.11'] }, six)).toContain('no interface with given IPv6 found');
    expect(find({}, { enableIpv4: false, enableIpv6: false })).toBe('none defined stack');
  });
});
