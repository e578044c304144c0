import { describe, expect, test } from 'vitest';
import { linkByName } from '../../kernel/ctx';
import type { Netns } from '../../model/world';
import { recordedShell } from '../../testing/shell-host';
import { formatIpv4, ipv4, parseCidr4 } from '../../wire/addr';
import { defaultInterface, directRouting, routeGet, routesTo, usableAddrs } from './host';

function node(setup: string): Netns {
  const { host } = recordedShell(setup);
  const ns = host.world.netns.find((each) => each?.name === 'node-1');
  if (ns === undefined) throw new Error('no node-1');
  return ns;
}

const SETUP = `
ip addr add 192.168.56.11/24 dev eth0
ip link set eth0 up
ip route add default via 192.168.56.1
ip route add 10.9.0.0/16 via 192.168.56.9
ip route add 10.9.0.0/16 via 192.168.56.8 metric 5
ip route add blackhole 10.8.0.0/16`;

describe('routes', () => {
  const ns = node(SETUP);

  test('to one network, best first', () => {
    const parsed = parseCidr4('10.9.0.0/16');
    if (!parsed.ok) throw new Error('no network');
    expect(routesTo(ns, parsed.value).map(({ gateway }) => formatIpv4(gateway))).toEqual([
      '192.168.56.9',
      '192.168.56.8',
    ]);
    expect(routesTo(ns, { ...parsed.value, len: 17 })).toEqual([]);
  });

  test('ip route get', () => {
    const found = routeGet(ns, ipv4('10.9.1.1'));
    expect(found && [formatIpv4(found.route.gateway), formatIpv4(found.source)]).toEqual([
      '192.168.56.9',
      '192.168.56.11',
    ]);
    expect(routeGet(ns, ipv4('10.8.1.1'))).toBeNull();
  });

  test('a peer is direct when no gateway is between', () => {
    expect(directRouting(ns, ipv4('192.168.56.12'))).toBe(true);
    expect(directRouting(ns, ipv4('192.168.57.13'))).toBe(false);
    expect(directRouting(node('ip link set eth0 up'), ipv4('10.0.0.1'))).toBe(
      "couldn't lookup route to 10.0.0.1: network is unreachable",
    );
  });

  test('the interface of the default route', () => {
    expect(defaultInterface(ns)).toMatchObject({ name: 'eth0' });
    expect(defaultInterface(node('ip link set eth0 up'))).toBe('unable to find default route');
    expect(defaultInterface(node('ip route add unreachable 0.0.0.0/0'))).toBe(
      'found default route but could not determine interface',
    );
  });
});

test('addresses of the link itself come last, loopback and multicast not at all', () => {
  const ns = node(`
ip addr add 127.0.0.9/8 dev eth0
ip addr add 169.254.7.7/16 dev eth0
ip addr add 224.0.0.9/32 dev eth0
ip addr add 192.168.56.11/24 dev eth0
ip addr add 10.0.0.1/24 dev eth0`);
  const eth0 = linkByName(ns, 'eth0');
  expect(eth0 && usableAddrs(eth0).map(formatIpv4)).toEqual(['192.168.56.11', '10.0.0.1', '169.254.7.7']);
});
