/** As flannel v0.28.9's pkg/backend/route_network.go, on a simulated node. */
import { describe, expect, test } from 'vitest';
import { cidr4, flannelNode, leaseOf, script } from '../../../testing/flannel-node';
import { ipv4 } from '../../../wire/addr';
import { asIpv6 } from '../../../wire/addr6';
import type { LeaseEvent } from '../lease';
import { onRouteLease, planRoute, recoverRoutes, sameRoute, type LeaseRoute } from './route-network';

const PEER = leaseOf('10.244.1.0/24', '192.168.56.12', 'host-gw');

const routeOf = ({ lease }: LeaseEvent): LeaseRoute => ({
  dst: lease.subnet,
  via: lease.publicIp,
  dev: 'eth0',
  onlink: false,
});

function event(node: ReturnType<typeof flannelNode>, type: LeaseEvent['type'], lease = PEER) {
  return onRouteLease(node.ns, 'host-gw', { type, lease }, routeOf);
}

const podRoutes = (node: ReturnType<typeof flannelNode>): readonly string[] =>
  node.shell('ip route').filter((line) => line.includes('10.244.'));

describe('leases', () => {
  test('a route comes and goes', () => {
    const node = flannelNode();
    const added = event(node, 'added');
    expect(script(added)).toEqual([
      'info: Subnet added: 10.244.1.0/24 via 192.168.56.12',
      'ip route add 10.244.1.0/24 via 192.168.56.12 dev eth0',
    ]);
    node.perform(added);
    expect(podRoutes(node)).toEqual(['10.244.1.0/24 via 192.168.56.12 dev eth0 ']);
    const removed = event(node, 'removed');
    expect(script(removed)[0]).toBe('info: Subnet removed: 10.244.1.0/24');
    expect(node.perform(removed).done).toBe(true);
    expect(podRoutes(node)).toEqual([]);
  });

  test('one that is right is left alone', () => {
    const node = flannelNode('ip route add 10.244.1.0/24 via 192.168.56.12');
    expect(script(event(node, 'added'))).toEqual([
      'info: Subnet added: 10.244.1.0/24 via 192.168.56.12',
      'info: Route to {Ifindex: 2 Dst: 10.244.1.0/24 Src: <nil> Gw: 192.168.56.12 Flags: [] Table: 0 Realm: 0} already exists, skipping.',
    ]);
  });

  test.each([
    ['via 192.168.56.99', 'ip route del 10.244.1.0/24 via 192.168.56.99 dev eth0'],
    ['dev eth0', 'ip route del 10.244.1.0/24 dev eth0'],
  ])('one that leads elsewhere is replaced: %s', (way, deletion) => {
    const node = flannelNode(`ip route add 10.244.1.0/24 ${way}`);
    const effects = event(node, 'added');
    expect(script(effects).slice(2)).toEqual([
      deletion,
      'ip route add 10.244.1.0/24 via 192.168.56.12 dev eth0',
    ]);
    node.perform(effects);
    expect(podRoutes(node)).toEqual(['10.244.1.0/24 via 192.168.56.12 dev eth0 ']);
  });

  test('a blackhole in its place is taken away', () => {
    const node = flannelNode('ip route add blackhole 10.244.1.0/24');
    node.perform(event(node, 'added'));
    expect(podRoutes(node)).toEqual(['10.244.1.0/24 via 192.168.56.12 dev eth0 ']);
  });

  test('a gateway beyond the link is refused by the kernel and told', () => {
    const node = flannelNode();
    const { done, log } = node.perform(event(node, 'added', { ...PEER, publicIp: ipv4('192.168.57.13') }));
    expect(done).toBe(false);
    expect(log.at(-1)).toEqual({
      level: 'error',
      text: 'Error adding route to {Ifindex: 2 Dst: 10.244.1.0/24 Src: <nil> Gw: 192.168.57.13 Flags: [] Table: 0 Realm: 0}: network is unreachable',
    });
    expect(podRoutes(node)).toEqual([]);
  });

  test('leases of other backends are passed over', () => {
    const node = flannelNode();
    const other = leaseOf('10.244.1.0/24', '192.168.56.12', 'vxlan');
    for (const type of ['added', 'removed'] as const) {
      expect(script(event(node, type, other))).toEqual(['warning: Ignoring non-host-gw subnet: type=vxlan']);
    }
  });
});

describe('planRoute', () => {
  const via = (gateway: number, dev = 'eth0') => ({ dst: { addr: 0x0af40100, len: 24 }, via: gateway, dev });

  test('only the first route to a destination is looked at', () => {
    expect(planRoute([], via(1))).toEqual({ remove: null, add: true });
    expect(planRoute([via(1), via(2)], via(1))).toEqual({ remove: null, add: false });
    expect(planRoute([via(2)], via(1))).toEqual({ remove: via(2), add: true });
    expect(planRoute([via(2), via(1)], via(1))).toEqual({ remove: via(2), add: false });
    expect(planRoute([via(2), via(3)], via(1))).toEqual({ remove: via(2), add: true });
    expect(planRoute([via(1, 'eth1')], via(1))).toEqual({ remove: via(1, 'eth1'), add: true });
  });

  test('either family', () => {
    const six = (gateway: bigint) => ({
      dst: { addr: asIpv6(0xfc00n << 112n), len: 64 },
      via: asIpv6(gateway),
      dev: 'eth0',
    });
    expect(planRoute([six(2n)], six(1n))).toEqual({ remove: six(2n), add: true });
    expect(sameRoute(six(1n), six(1n))).toBe(true);
  });
});

test('recoverRoutes puts back what is missing and leaves the rest', () => {
  const node = flannelNode('ip route add 10.244.1.0/24 via 192.168.56.12');
  const wanted: readonly LeaseRoute[] = [
    { dst: cidr4('10.244.1.0/24'), via: ipv4('192.168.56.12'), dev: 'eth0', onlink: false },
    { dst: cidr4('10.244.2.0/24'), via: ipv4('192.168.56.13'), dev: 'eth0', onlink: false },
    { dst: cidr4('10.244.3.0/24'), via: ipv4('192.168.57.14'), dev: 'eth0', onlink: false },
  ];
  expect(node.perform(recoverRoutes(node.ns, wanted))).toEqual({
    done: true,
    log: [
      { level: 'info', text: 'Route recovered 10.244.2.0/24 : 192.168.56.13' },
      {
        level: 'error',
        text: 'Error recovering route to 10.244.3.0/24: 192.168.57.14, network is unreachable',
      },
    ],
  });
  expect(podRoutes(node)).toHaveLength(2);
});
