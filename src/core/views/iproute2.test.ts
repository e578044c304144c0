import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openLab } from '../testing/open-lab';
import { ipv4, mac } from '../wire/addr';
import type { NeighEntry } from '../model/neigh';
import type { IpRule } from '../model/route';
import { addrText, bridgeFdbText, neighText, ruleText, vxlanFdbText } from './iproute2';
import { prefixText, routeText } from './iproute2.route';
import { mainRoutes } from './routing-core';

const FLANNEL = readFileSync('scenarios/flannel-vxlan-by-hand/scenario.yaml', 'utf8');

/** Lines of `ip route` as a real node with flannel prints them. */
test('routes read as ip route prints them', () => {
  const { world } = openLab(FLANNEL);
  const node = world.netns.find((ns) => ns?.name === 'node-1');
  const pod = world.netns.find((ns) => ns?.name === 'pod-a');
  const lines = (ns: typeof node): string[] =>
    ns === undefined ? [] : mainRoutes(ns).map((route) => routeText(world, ns.id, route));
  expect(lines(node)).toEqual([
    '10.244.1.0/24 dev cni0 proto kernel scope link src 10.244.1.1',
    '10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink',
    '192.168.56.0/24 dev eth0 proto kernel scope link src 192.168.56.11',
  ]);
  expect(lines(pod)).toEqual([
    'default via 10.244.1.1 dev eth0',
    '10.244.0.0/16 via 10.244.1.1 dev eth0',
    '10.244.1.0/24 dev eth0 proto kernel scope link src 10.244.1.2',
  ]);
});

test('prefixes are default, hosts or networks', () => {
  expect(prefixText(ipv4('0.0.0.0'), 0)).toBe('default');
  expect(prefixText(ipv4('10.0.0.1'), 32)).toBe('10.0.0.1');
  expect(prefixText(ipv4('10.0.0.0'), 8)).toBe('10.0.0.0/8');
});

describe('other tables', () => {
  const entry: NeighEntry = {
    mac: mac('2e:f1:0a:f4:02:00'),
    state: 'PERMANENT',
    probes: 0,
    confirmedNs: 0,
    updatedNs: 0,
    timerNs: 0,
    queue: [],
    headerCached: false,
    op: 1,
  };

  test('neighbours read as ip neigh prints them', () => {
    expect(neighText('flannel.1', ipv4('10.244.2.0'), entry)).toBe(
      '10.244.2.0 dev flannel.1 lladdr 2e:f1:0a:f4:02:00 PERMANENT',
    );
    expect(neighText('eth0', ipv4('10.0.0.9'), { ...entry, mac: null, state: 'FAILED' })).toBe(
      '10.0.0.9 dev eth0 FAILED',
    );
  });

  test('forwarding databases read as bridge fdb prints them', () => {
    const learned = { port: 5, local: false, permanent: false, updatedNs: 0, op: 0 };
    const address = mac('0a:58:0a:f4:01:02');
    expect(bridgeFdbText(address, learned, 'veth1', 'cni0')).toBe('0a:58:0a:f4:01:02 dev veth1 master cni0');
    expect(bridgeFdbText(address, { ...learned, permanent: true }, 'cni0', 'cni0')).toBe(
      '0a:58:0a:f4:01:02 dev cni0 permanent',
    );
    const destinations = [{ ip: ipv4('192.168.56.12'), port: null, vni: null }];
    expect(vxlanFdbText(address, { destinations, permanent: true, updatedNs: 0, op: 1 }, 'flannel.1')).toBe(
      '0a:58:0a:f4:01:02 dev flannel.1 dst 192.168.56.12 self permanent',
    );
  });

  test('addresses read as ip addr prints them', () => {
    const addr = { local: ipv4('10.244.1.2'), len: 24, scope: 0, secondary: false, op: 1 };
    expect(addrText('eth0', { ...addr, broadcast: ipv4('10.244.1.255') })).toBe(
      'inet 10.244.1.2/24 brd 10.244.1.255 scope global eth0',
    );
  });

  test('rules read as ip rule prints them', () => {
    const rule: IpRule = {
      pref: 32_766,
      action: 'lookup',
      table: 254,
      from: null,
      to: null,
      iif: null,
      oif: null,
      fwmark: null,
      fwmask: 0xffff_ffff,
      op: 0,
    };
    expect(ruleText(rule)).toBe('32766: from all lookup main');
    expect(ruleText({ ...rule, table: 100, fwmark: 1, fwmask: 0xf, iif: 'eth0' })).toBe(
      '32766: from all fwmark 0x1/0xf iif eth0 lookup 100',
    );
  });
});
