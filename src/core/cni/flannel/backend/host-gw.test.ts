import { expect, test } from 'vitest';
import { flannelNode, leaseOf, script } from '../../../testing/flannel-node';
import { ipv4 } from '../../../wire/addr';
import type { HostGwConf } from '../backend-conf';
import type { Running } from './backend';
import { hostGw } from './host-gw';

const CONF: HostGwConf = { type: 'host-gw' };
const PEER = leaseOf('10.244.1.0/24', '192.168.56.12', 'host-gw');

function running(node: ReturnType<typeof flannelNode>): Running<HostGwConf> {
  return { conf: CONF, ext: node.ext, network: node.facts.network, device: null };
}

test('has no device; behind NAT it refuses', () => {
  const { facts } = flannelNode();
  expect(hostGw.register(facts, CONF)).toEqual({
    ok: true,
    value: {
      effects: [],
      attrs: { publicIp: ipv4('192.168.56.11'), backendType: 'host-gw', backendData: 'null' },
      device: null,
    },
  });
  expect(hostGw.register({ ...facts, ext: { ...facts.ext, extAddr: ipv4('203.0.113.7') } }, CONF)).toEqual({
    ok: false,
    error:
      "Error fetching backend: your PublicIP differs from interface IP, meaning that probably you're on a NAT, which is not supported by host-gw backend",
  });
});

test('routes through the other node, and puts the route back', () => {
  const node = flannelNode();
  expect(hostGw.configure(node.facts, running(node), PEER)).toEqual({ ok: true, value: [] });
  const added = hostGw.onLease(node.ns, running(node), { type: 'added', lease: PEER });
  expect(script(added).at(-1)).toBe('ip route add 10.244.1.0/24 via 192.168.56.12 dev eth0');
  node.perform(added);
  const leases = [PEER, leaseOf('10.244.2.0/24', '192.168.56.13', 'vxlan')];
  expect(hostGw.recover?.(node.ns, running(node), leases)).toEqual([]);
  node.shell('ip route del 10.244.1.0/24');
  expect(script(hostGw.recover?.(node.ns, running(node), leases) ?? [])).toEqual([
    'ip route add 10.244.1.0/24 via 192.168.56.12 dev eth0',
  ]);
});
