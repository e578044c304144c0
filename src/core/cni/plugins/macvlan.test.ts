import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { pluginStage } from '../../testing/plugins';
import type { PluginStage } from '../../testing/plugins';

const conf = (more: JsonObject): JsonObject => ({
  cniVersion: '1.0.0',
  name: 'mv',
  type: 'macvlan',
  ...more,
});
const ipam = { type: 'host-local', subnet: '192.168.60.0/24', routes: [{ dst: '0.0.0.0/0' }] };

function stageWithCard(pods: readonly string[] = ['pod-a']): PluginStage {
  const stage = pluginStage(pods);
  for (const command of [
    'ip link add eth1 type veth peer name far',
    'ip link set eth1 up',
    'ip link set far up',
  ])
    stage.typed('node-1', command);
  return stage;
}

describe('ADD', () => {
  it('makes a device upon the card, with addresses and routes', () => {
    const stage = stageWithCard();
    const prevResult = stage.call('macvlan', 'ADD', 'pod-a', conf({ master: 'eth1', ipam })) as JsonObject;
    expect(prevResult).toMatchObject({
      interfaces: [{ name: 'eth0', sandbox: '/var/run/netns/pod-a' }],
      ips: [{ interface: 0, address: '192.168.60.2/24', gateway: '192.168.60.1' }],
    });
    expect(stage.typed('pod-a', 'ip -d link show eth0').join(' ')).toMatch(
      /eth0@if\d+: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 .* macvlan mode bridge /,
    );
    expect(stage.typed('pod-a', 'ip route')).toContain('default via 192.168.60.1 dev eth0');
    const own = conf({ master: 'eth1', ipam });
    expect(stage.call('macvlan', 'CHECK', 'pod-a', { ...own, prevResult })).toBeNull();
    expect(stage.call('macvlan', 'CHECK', 'pod-a', { ...own, mode: 'vepa', prevResult })).toBe(
      'container macvlan mode bridge does not match expected value: vepa',
    );
    expect(stage.call('macvlan', 'DEL', 'pod-a', own)).toBeNull();
    expect(stage.typed('pod-a', 'ip link show eth0')).toEqual([]);
    expect(stage.call('macvlan', 'DEL', 'pod-a', own)).toBeNull();
    expect(stage.call('macvlan', 'CHECK', 'pod-a', { ...own, prevResult })).toMatch(
      /^host-local: Failed to find/,
    );
  });

  it('gives pods of one card a way to one another', () => {
    const stage = stageWithCard(['pod-a', 'pod-b']);
    for (const pod of ['pod-a', 'pod-b']) stage.call('macvlan', 'ADD', pod, conf({ master: 'eth1', ipam }));
    stage.typed('pod-a', 'ping -c 1 192.168.60.3');
    stage.simulation.runUntilQuiet();
    const [ping] = stage.simulation.world.netns[1]?.processes.entries.values() ?? [];
    expect(ping?.output.join('\n')).toMatch(/64 bytes from 192\.168\.60\.3: icmp_seq=1 ttl=64/);
  });

  it('takes the address it is told, and no layer 3 when there is no IPAM plugin', () => {
    const stage = stageWithCard();
    const asked = conf({ master: 'eth1', mode: 'private', mac: '02:00:00:00:00:31', mtu: 1400 });
    expect(stage.call('macvlan', 'ADD', 'pod-a', asked)).toEqual({
      cniVersion: '1.0.0',
      interfaces: [{ name: 'eth0', mac: '02:00:00:00:00:31', sandbox: '/var/run/netns/pod-a' }],
      dns: {},
    });
    expect(stage.typed('pod-a', 'ip link show eth0')[0]).toMatch(/mtu 1400 .* state UP/);
  });
});

it.each<[JsonObject, string]>([
  [{ master: 'eth1', mtu: 9000 }, 'invalid MTU 9000, must be [0, master MTU(1500)]'],
  [{ master: 'eth9' }, 'Link not found'],
  [{}, 'no default route interface found'],
  [{ master: 'eth1', mode: 'tree' }, 'unknown macvlan mode: "tree"'],
  [{ master: 'eth1', mac: 'me' }, 'invalid args me for MAC addr: address me: invalid MAC address'],
  [{ master: 'br0' }, 'failed to create macvlan: device or resource busy'],
])('%j', (more, words) => {
  const stage = stageWithCard();
  for (const command of [
    'ip link add bridge type bridge',
    'ip link add br0 type dummy',
    'ip link set br0 master bridge',
  ])
    stage.typed('node-1', command);
  expect(stage.call('macvlan', 'ADD', 'pod-a', conf(more))).toBe(words);
});
