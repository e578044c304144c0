import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { pluginStage } from '../../testing/plugins';
import type { PluginStage } from '../../testing/plugins';

const CONF: JsonObject = {
  cniVersion: '1.0.0',
  name: 'hd',
  type: 'host-device',
  device: 'ens9',
  ipam: { type: 'host-local', subnet: '192.168.70.0/24' },
};

function stageWithCard(): PluginStage {
  const stage = pluginStage();
  for (const command of [
    'ip link add ens9 address 02:00:00:00:00:09 type veth peer name far',
    'ip link set ens9 up',
    'ip link set far up',
    'ip addr add 10.0.0.9/24 dev ens9',
  ]) {
    stage.typed('node-1', command);
  }
  return stage;
}

const call = (stage: PluginStage, command: string, conf: JsonObject, ifname = 'net1'): unknown =>
  stage.call('host-device', command, 'pod-a', conf, { ifname });

describe('host-device', () => {
  it('moves a device into the pod, renamed, and back as it was called', () => {
    const stage = stageWithCard();
    const result = call(stage, 'ADD', CONF) as JsonObject;
    expect(result).toMatchObject({
      interfaces: [{ name: 'net1', mac: '02:00:00:00:00:09', sandbox: '/var/run/netns/pod-a' }],
      ips: [{ interface: 0, address: '192.168.70.2/24', gateway: '192.168.70.1' }],
    });
    expect(stage.typed('node-1', 'ip link show ens9')).toEqual([]);
    expect(stage.typed('pod-a', 'ip link show net1').at(-1)).toBe('    alias ens9');
    expect(stage.typed('pod-a', 'ip route')).toEqual([
      '192.168.70.0/24 dev net1 proto kernel scope link src 192.168.70.2',
    ]);
    expect(call(stage, 'CHECK', { ...CONF, prevResult: result })).toBeNull();
    expect(call(stage, 'DEL', CONF)).toBeNull();
    expect(stage.typed('pod-a', 'ip link show net1')).toEqual([]);
    // Down, without addresses and alias.
    expect(stage.typed('node-1', 'ip addr show ens9').join(' ')).toMatch(
      /^3: ens9@far: <BROADCAST,MULTICAST> .*:09/,
    );
    expect(stage.typed('node-1', 'ip link show ens9').join(' ')).not.toContain('alias');
    expect(Object.keys(stage.files('/var/lib/cni/networks/hd'))).toEqual(['lock', 'last_reserved_ip.0']);
  });

  it('finds a device by its address, and needs no addresses', () => {
    const stage = stageWithCard();
    const conf = { cniVersion: '1.0.0', name: 'hd', type: 'host-device', hwaddr: '02:00:00:00:00:09' };
    expect(call(stage, 'ADD', conf)).toEqual({
      cniVersion: '1.0.0',
      interfaces: [{ name: 'net1', mac: '02:00:00:00:00:09', sandbox: '/var/run/netns/pod-a' }],
      dns: {},
    });
  });

  it('refuses what the real one refuses, and leaves the device where it is', () => {
    const stage = stageWithCard();
    expect(call(stage, 'ADD', { ...CONF, device: '' })).toBe(
      'specify either "device", "hwaddr", "kernelpath" or "pciBusID"',
    );
    expect(call(stage, 'ADD', { ...CONF, device: 'ens8' })).toBe(
      'failed to find host device: Link not found',
    );
    expect(call(stage, 'ADD', { ...CONF, device: '', hwaddr: 'nine' })).toMatch(
      /^failed to find host device: failed to parse MAC address "nine"/,
    );
    expect(call(stage, 'ADD', { ...CONF, device: '', kernelpath: '/dev/ens9' })).toBe(
      'failed to find host device: kernel device path "/dev/ens9" must be absolute and begin with /sys/devices/',
    );
    expect(call(stage, 'ADD', CONF, 'lo')).toBe(
      'failed to move link failed to move "lo" (host: "ens9") to container NS: file exists',
    );
    expect(stage.typed('node-1', 'ip -br addr show ens9').join('')).toContain('10.0.0.9/24');
    expect(call(stage, 'DEL', CONF)).toBe('failed to find "net1" in containerNS: Link not found');
  });

  it('takes nothing out of a pod that it did not bring in', () => {
    const stage = stageWithCard();
    stage.typed('node-1', 'ip link set far netns pod-a');
    expect(call(stage, 'DEL', { ...CONF, ipam: {} }, 'far')).toBe(
      'failed to find original ifname for "far" (alias is not set)',
    );
  });
});
