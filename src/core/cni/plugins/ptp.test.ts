import { expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { pluginStage } from '../../testing/plugins';

const CONF: JsonObject = {
  cniVersion: '0.4.0',
  name: 'pp',
  type: 'ptp',
  ipMasq: true,
  mtu: 1400,
  ipam: { type: 'host-local', subnet: '10.33.0.0/24', routes: [{ dst: '0.0.0.0/0' }] },
};

it('sends everything by the gateway, even to its own subnet', () => {
  const stage = pluginStage(['pod-a', 'pod-b']);
  const result = stage.call('ptp', 'ADD', 'pod-a', CONF);
  expect(result).toMatchObject({
    interfaces: [{ name: expect.stringMatching(/^veth/) }, { name: 'eth0', sandbox: '/var/run/netns/pod-a' }],
    ips: [{ version: '4', interface: 1, address: '10.33.0.2/24', gateway: '10.33.0.1' }],
  });
  expect(stage.typed('pod-a', 'ip route')).toEqual([
    'default via 10.33.0.1 dev eth0',
    '10.33.0.0/24 via 10.33.0.1 dev eth0 src 10.33.0.2',
    '10.33.0.1 dev eth0 scope link src 10.33.0.2',
  ]);
  expect(stage.natRules()).toHaveLength(3);
  stage.call('ptp', 'ADD', 'pod-b', CONF);
  const { simulation } = stage;
  stage.typed('pod-a', 'ping -c 1 10.33.0.3');
  simulation.runUntilQuiet();
  const [ping] = simulation.world.netns[1]?.processes.entries.values() ?? [];
  // One router on the way: the node.
  expect(ping?.output.join('\n')).toMatch(/64 bytes from 10\.33\.0\.3: icmp_seq=1 ttl=63/);
});

it('undoes what it did, and is checked', () => {
  const stage = pluginStage();
  const prevResult = stage.call('ptp', 'ADD', 'pod-a', CONF) as JsonObject;
  expect(stage.call('ptp', 'CHECK', 'pod-a', { ...CONF, prevResult })).toBeNull();
  expect(stage.call('ptp', 'CHECK', 'pod-a', CONF)).toBe('ptp: Required prevResult missing');
  expect(stage.call('ptp', 'DEL', 'pod-a', { ...CONF, prevResult })).toBeNull();
  expect(stage.typed('node-1', 'ip route')).toEqual([]);
  expect(stage.natRules()).toEqual([]);
  expect(stage.call('ptp', 'CHECK', 'pod-a', { ...CONF, prevResult })).toMatch(
    /^host-local: Failed to find address/,
  );
  expect(stage.call('ptp', 'DEL', 'pod-a', CONF)).toBeNull();
});

it('gives the address back when it fails', () => {
  const stage = pluginStage();
  expect(stage.call('ptp', 'ADD', 'pod-x', CONF)).toMatch(/^failed to open netns/);
  expect(Object.keys(stage.files('/var/lib/cni/networks/pp'))).toEqual(['lock', 'last_reserved_ip.0']);
});
