import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { BRIDGE_CONF, pluginStage } from '../../testing/plugins';

describe('ADD', () => {
  it('leaves the pod with an address, a gateway and a cable to the bridge', () => {
    const stage = pluginStage(['pod-a', 'pod-b']);
    const result = stage.call('bridge', 'ADD', 'pod-a', BRIDGE_CONF);
    expect(result).toMatchObject({
      cniVersion: '1.0.0',
      interfaces: [
        { name: 'cni0' },
        { name: expect.stringMatching(/^veth[0-9a-f]{8}$/) },
        { name: 'eth0', sandbox: '/var/run/netns/pod-a' },
      ],
      ips: [{ interface: 2, address: '10.244.1.2/24', gateway: '10.244.1.1' }],
      routes: [{ dst: '0.0.0.0/0', gw: '10.244.1.1' }],
      dns: {},
    });
    expect(stage.typed('pod-a', 'ip route')).toEqual([
      'default via 10.244.1.1 dev eth0',
      '10.244.1.0/24 dev eth0 proto kernel scope link src 10.244.1.2',
    ]);
    expect(stage.typed('node-1', 'sysctl -n net.ipv4.ip_forward')).toEqual(['1']);
    expect(stage.typed('node-1', 'ip route')).toEqual([
      '10.244.1.0/24 dev cni0 proto kernel scope link src 10.244.1.1',
    ]);
    stage.call('bridge', 'ADD', 'pod-b', BRIDGE_CONF);
    expect(stage.typed('node-1', 'bridge link').filter((line) => line.includes('master cni0'))).toHaveLength(
      2,
    );
  });

  it('gives the same names and addresses in every run', () => {
    const run = (): unknown => pluginStage().call('bridge', 'ADD', 'pod-a', BRIDGE_CONF);
    expect(run()).toEqual(run());
  });

  it('pins the address of the bridge, so that pods come and go without changing it', () => {
    const stage = pluginStage(['pod-a', 'pod-b', 'pod-c']);
    const bridgeMac = (pod: string): unknown =>
      (stage.call('bridge', 'ADD', pod, BRIDGE_CONF) as { interfaces: { mac: string }[] }).interfaces[0]?.mac;
    expect(new Set(['pod-a', 'pod-b', 'pod-c'].map(bridgeMac)).size).toBe(1);
  });

  it('without IPAM makes a cable and nothing else', () => {
    const stage = pluginStage();
    const { ipam: _ipam, isGateway: _gateway, isDefaultGateway: _default, ...conf } = BRIDGE_CONF;
    expect(stage.call('bridge', 'ADD', 'pod-a', conf)).toMatchObject({ interfaces: [{}, {}, {}], dns: {} });
    expect(
      stage.typed('pod-a', 'ip -br link show dev eth0')[0] ??
        stage.typed('pod-a', 'ip link show dev eth0')[0],
    ).toContain('UP');
    expect(stage.typed('pod-a', 'ip route')).toEqual([]);
  });

  it('takes the MAC address the runtime asks for', () => {
    const conf = { ...BRIDGE_CONF, runtimeConfig: { mac: '00:11:22:33:44:66' } };
    const result = pluginStage().call('bridge', 'ADD', 'pod-a', conf);
    expect(result).toMatchObject({ interfaces: [{}, {}, { mac: '00:11:22:33:44:66' }] });
  });
});

describe('what it refuses', () => {
  it.each<[string, JsonObject, string]>([
    [
      'hairpin and promisc',
      { promiscMode: true },
      'cannot set hairpin mode and promiscuous mode at the same time',
    ],
    [
      'a number as text',
      { mtu: '1450' },
      'failed to load netconf: json: cannot unmarshal string into Go struct field NetConf.mtu of type int64',
    ],
    [
      'an IPAM plugin nobody has',
      { ipam: { type: 'dhcpd' } },
      'failed to find plugin "dhcpd" in path [/opt/cni/bin]',
    ],
    [
      'IPv6',
      { ipam: { type: 'host-local', subnet: 'fd00::/64' } },
      'packetwalk: IPv6 is not in this lab yet',
    ],
    ['a VLAN', { vlan: 5 }, 'packetwalk: VLANs of the bridge plugin is not in this lab yet'],
  ])('%s', (_what, more, words) => {
    expect(pluginStage().call('bridge', 'ADD', 'pod-a', { ...BRIDGE_CONF, ...more })).toBe(words);
  });

  it('a bridge that has another address, unless it may be replaced', () => {
    const stage = pluginStage(['pod-a', 'pod-b']);
    stage.call('bridge', 'ADD', 'pod-a', BRIDGE_CONF);
    const moved = { ...BRIDGE_CONF, name: 'other', ipam: { type: 'host-local', subnet: '10.244.9.0/24' } };
    expect(stage.call('bridge', 'ADD', 'pod-b', moved)).toBe(
      'failed to set bridge addr: "cni0" already has an IP address different from 10.244.9.1/24',
    );
    // The address went back to the range.
    expect(Object.keys(stage.files('/var/lib/cni/networks/other'))).toEqual(['lock', 'last_reserved_ip.0']);
    stage.call('bridge', 'DEL', 'pod-b', moved);
    expect(stage.call('bridge', 'ADD', 'pod-b', { ...moved, forceAddress: true })).toMatchObject({
      ips: [{}],
    });
  });

  it('a device of the name that is no bridge', () => {
    const stage = pluginStage();
    stage.simulation.apply('node-1', { kind: 'link.add', name: 'cni0', spec: { kind: 'dummy' } });
    expect(stage.call('bridge', 'ADD', 'pod-a', BRIDGE_CONF)).toBe(
      'failed to create bridge "cni0": "cni0" already exists but is not a bridge',
    );
  });

  it('a default route that is there twice', () => {
    const stage = pluginStage();
    const ipam = { type: 'host-local', subnet: '10.29.0.0/24', routes: [{ dst: '0.0.0.0/0' }] };
    expect(stage.call('bridge', 'ADD', 'pod-a', { ...BRIDGE_CONF, ipam })).toMatch(
      /^failed to add route '\{0\.0\.0\.0 00000000\} via 10\.29\.0\.1 dev eth0 metric 0 .*: file exists$/,
    );
  });

  it('an interface that is there already, and a namespace that is not', () => {
    const stage = pluginStage();
    stage.call('bridge', 'ADD', 'pod-a', BRIDGE_CONF);
    expect(stage.call('bridge', 'ADD', 'pod-a', BRIDGE_CONF, { id: 'other' })).toMatch(
      /^container veth name \("eth0"\) peer provided \("veth[0-9a-f]{8}"\) already exists$/,
    );
    expect(stage.call('bridge', 'ADD', 'pod-x', BRIDGE_CONF)).toMatch(
      /^failed to open netns "\/var\/run\/netns\/pod-x"/,
    );
  });
});

describe('DEL and CHECK', () => {
  it('undo, and may be called again and for pods that are gone', () => {
    const stage = pluginStage();
    stage.call('bridge', 'ADD', 'pod-a', { ...BRIDGE_CONF, ipMasq: true });
    expect(stage.natRules()).toHaveLength(3);
    expect(stage.call('bridge', 'DEL', 'pod-a', { ...BRIDGE_CONF, ipMasq: true })).toBeNull();
    expect(stage.natRules()).toEqual([]);
    expect(stage.typed('pod-a', 'ip link').filter((line) => line.includes('eth0'))).toEqual([]);
    expect(stage.call('bridge', 'DEL', 'pod-a', BRIDGE_CONF)).toBeNull();
    expect(stage.call('bridge', 'DEL', 'pod-x', BRIDGE_CONF)).toBeNull();
    expect(stage.call('bridge', 'DEL', '', BRIDGE_CONF)).toBeNull();
  });

  it('CHECK compares with the result of ADD', () => {
    const stage = pluginStage();
    const prevResult = stage.call('bridge', 'ADD', 'pod-a', BRIDGE_CONF) as JsonObject;
    const check = (): unknown => stage.call('bridge', 'CHECK', 'pod-a', { ...BRIDGE_CONF, prevResult });
    expect(check()).toBeNull();
    expect(stage.call('bridge', 'CHECK', 'pod-a', BRIDGE_CONF)).toBe('Required prevResult missing');
    stage.typed('pod-a', 'ip route del default');
    expect(check()).toMatch(/^Expected Route .*0\.0\.0\.0\/0.* not found in routing table$/);
    stage.typed('pod-a', 'ip addr del 10.244.1.2/24 dev eth0');
    expect(check()).toBe('Failed to match addr 10.244.1.2/24 on interface eth0');
    stage.typed('pod-a', 'ip link set eth0 address 02:00:00:00:00:99');
    expect(check()).toMatch(/^Interface eth0 Mac .* doesn't match container Mac: 02:00:00:00:00:99$/);
    stage.typed('pod-a', 'ip link del eth0');
    expect(check()).toBe('Interface name eth0 not found');
  });
});
