import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { BRIDGE_CONF, pluginStage } from '../../testing/plugins';
import type { PluginStage } from '../../testing/plugins';

const conf = (more: JsonObject): JsonObject => ({
  cniVersion: '1.0.0',
  name: 'podnet',
  type: 'firewall',
  ...more,
});

const STAGE_COMMENT =
  '-m comment --comment "CNI firewall plugin rules (ingressPolicy: same-bridge|isolated)"';

/** A pod on the bridge, then the plugin for it. */
function attached(stage: PluginStage, pod: string, more: JsonObject = {}): JsonObject {
  const prevResult = stage.call('bridge', 'ADD', pod, BRIDGE_CONF) as JsonObject;
  expect(stage.call('firewall', 'ADD', pod, conf({ ...more, prevResult }))).toEqual(prevResult);
  return prevResult;
}

const filter = (stage: PluginStage): readonly string[] =>
  stage.typed('node-1', 'iptables-save -t filter').filter((line) => line.startsWith('-A'));

function reaches(stage: PluginStage, from: string, to: string): boolean {
  stage.typed(from, `ping -c 1 -W 1 ${to}`);
  stage.simulation.runUntilQuiet();
  const ns = stage.simulation.world.netns.find((one) => one?.name === from);
  const output = [...(ns?.processes.entries.values() ?? [])].at(-1)?.output ?? [];
  return output.some((line) => line.includes('64 bytes from'));
}

describe('firewall', () => {
  it('lets a pod through a FORWARD chain whose policy is to drop', () => {
    const stage = pluginStage(['pod-a', 'pod-b']);
    stage.typed('node-1', 'ip link add up0 type veth peer name eth0 netns pod-b');
    for (const command of [
      'ip addr add 10.9.0.1/24 dev up0',
      'ip link set up0 up',
      'iptables -P FORWARD DROP',
    ]) {
      stage.typed('node-1', command);
    }
    for (const command of [
      'ip addr add 10.9.0.2/24 dev eth0',
      'ip link set eth0 up',
      'ip route add default via 10.9.0.1',
    ]) {
      stage.typed('pod-b', command);
    }
    const prevResult = stage.call('bridge', 'ADD', 'pod-a', BRIDGE_CONF) as JsonObject;
    expect(reaches(stage, 'pod-a', '10.9.0.2')).toBe(false);
    stage.call('firewall', 'ADD', 'pod-a', conf({ prevResult }));
    expect(reaches(stage, 'pod-a', '10.9.0.2')).toBe(true);
    // Nobody from outside begins a conversation.
    expect(reaches(stage, 'pod-b', '10.244.1.2')).toBe(false);
  });

  it('takes a pod its rules and leaves those of the others', () => {
    const stage = pluginStage(['pod-a', 'pod-b']);
    const prevResult = attached(stage, 'pod-a');
    attached(stage, 'pod-b');
    expect(filter(stage)).toEqual([
      '-A FORWARD -m comment --comment "CNI firewall plugin rules" -j CNI-FORWARD',
      '-A CNI-FORWARD -m comment --comment "CNI firewall plugin admin overrides" -j CNI-ADMIN',
      '-A CNI-FORWARD -d 10.244.1.2/32 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      '-A CNI-FORWARD -s 10.244.1.2/32 -j ACCEPT',
      '-A CNI-FORWARD -d 10.244.1.3/32 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      '-A CNI-FORWARD -s 10.244.1.3/32 -j ACCEPT',
    ]);
    expect(stage.call('firewall', 'CHECK', 'pod-a', conf({ prevResult }))).toBeNull();
    expect(stage.call('firewall', 'DEL', 'pod-a', conf({ prevResult }))).toBeNull();
    expect(filter(stage)).toHaveLength(4);
    expect(filter(stage).join('\n')).not.toContain('10.244.1.2/32');
    expect(stage.call('firewall', 'CHECK', 'pod-a', conf({ prevResult }))).toBe(
      'expected rule [-d 10.244.1.2/32 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT] not found',
    );
    // Without a result there is nothing to take away.
    expect(stage.call('firewall', 'DEL', 'pod-a', conf({}))).toBeNull();
  });

  it('keeps bridges apart, and the ports of one bridge when asked', () => {
    const stage = pluginStage();
    attached(stage, 'pod-a', { ingressPolicy: 'isolated' });
    const policy = '-m comment --comment "CNI firewall plugin rules (ingressPolicy: isolated)"';
    expect(filter(stage).filter((line) => line.includes('ISOLATION'))).toEqual([
      `-A FORWARD ${STAGE_COMMENT} -j CNI-ISOLATION-STAGE-1`,
      `-A CNI-ISOLATION-STAGE-1 -i cni0 -o cni0 ${policy} -j DROP`,
      `-A CNI-ISOLATION-STAGE-1 -i cni0 ! -o cni0 ${policy} -j CNI-ISOLATION-STAGE-2`,
      `-A CNI-ISOLATION-STAGE-1 ${STAGE_COMMENT} -j RETURN`,
      `-A CNI-ISOLATION-STAGE-2 -o cni0 ${STAGE_COMMENT} -j DROP`,
      `-A CNI-ISOLATION-STAGE-2 ${STAGE_COMMENT} -j RETURN`,
    ]);
  });

  it('refuses what the real one refuses', () => {
    const stage = pluginStage();
    const prevResult = stage.call('bridge', 'ADD', 'pod-a', BRIDGE_CONF) as JsonObject;
    const add = (more: JsonObject): unknown => stage.call('firewall', 'ADD', 'pod-a', conf(more));
    expect(add({})).toBe('missing prevResult from earlier plugin');
    expect(add({ prevResult, ingressPolicy: 'closed' })).toBe('unknown ingress policy: "closed"');
    expect(add({ prevResult: { ...prevResult, interfaces: [] }, ingressPolicy: 'same-bridge' })).toBe(
      'interface needs to be set for ingress policy "same-bridge", make sure to chain "firewall" plugin with "bridge"',
    );
    expect(add({ prevResult, backend: 'firewalld' })).toMatch(/^could not connect to system D-Bus/);
    expect(add({ prevResult, backend: 3 })).toMatch(/^failed to load netconf: json: cannot unmarshal number/);
    expect(add({ cniVersion: '0.3.1', prevResult })).toBe('incompatible CNI versions');
  });
});
