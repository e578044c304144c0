import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../base/json';
import { BRIDGE_CONF, pluginStage } from '../../../testing/plugins';

const NFT: JsonObject = { ...BRIDGE_CONF, ipMasq: true, ipMasqBackend: 'nftables' };

describe('ipMasq by nftables', () => {
  it('has one table for all networks, one rule for each address, known by its comment', () => {
    const stage = pluginStage(['pod-a', 'pod-b']);
    stage.call('bridge', 'ADD', 'pod-a', NFT);
    stage.call('bridge', 'ADD', 'pod-b', NFT);
    const rules = stage.typed('node-1', 'nft list chain inet cni_plugins_masquerade masq_checks');
    expect(rules.filter((line) => line.includes('masquerade comment'))).toEqual([
      expect.stringMatching(
        /^\t\tip saddr 10\.244\.1\.2 ip daddr != 10\.244\.1\.0\/24 masquerade comment "\w{16}-\w{16}, net: podnet, if: eth0, id: id-pod-a"$/,
      ),
      expect.stringContaining('ip saddr 10.244.1.3 ip daddr != 10.244.1.0/24'),
    ]);
    expect(stage.natRules()).toEqual([]);
    stage.call('bridge', 'DEL', 'pod-a', NFT);
    const left = stage.typed('node-1', 'nft list chain inet cni_plugins_masquerade masq_checks').join('\n');
    expect(left).not.toContain('id-pod-a');
    expect(left).toContain('id-pod-b');
  });

  it('hides a pod from the outside, which knows no way to it', () => {
    const stage = pluginStage(['pod-a', 'out']);
    for (const command of [
      'ip link add up0 type veth peer name eth0 netns out',
      'ip addr add 10.9.0.1/24 dev up0',
      'ip link set up0 up',
      'ip -n out addr add 10.9.0.2/24 dev eth0',
      'ip -n out link set eth0 up',
    ])
      stage.typed('node-1', command);
    stage.call('bridge', 'ADD', 'pod-a', NFT);
    stage.typed('pod-a', 'ping -c 1 -W 1 10.9.0.2');
    stage.simulation.runUntilQuiet();
    const [ping] = stage.simulation.world.netns[1]?.processes.entries.values() ?? [];
    expect(ping?.output.join('\n')).toContain('64 bytes from 10.9.0.2');
  });
});

it('DEL takes away what either backend left', () => {
  const stage = pluginStage();
  stage.call('bridge', 'ADD', 'pod-a', { ...NFT, ipMasqBackend: 'iptables' });
  expect(stage.natRules()).toHaveLength(3);
  stage.call('bridge', 'DEL', 'pod-a', NFT);
  expect(stage.natRules()).toEqual([]);
});

it('knows two backends', () => {
  const stage = pluginStage();
  expect(stage.call('ptp', 'ADD', 'pod-a', { ...NFT, type: 'ptp', ipMasqBackend: 'pf' })).toBe(
    'unknown ipmasq backend "pf"',
  );
});
