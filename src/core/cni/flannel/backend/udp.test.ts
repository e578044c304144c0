/** As flannel v0.28.9's pkg/backend/udp. */
import { describe, expect, test } from 'vitest';
import { flannelNode, leaseOf, script } from '../../../testing/flannel-node';
import { ipv4 } from '../../../wire/addr';
import type { UdpConf } from '../backend-conf';
import type { Running } from './backend';
import { udp } from './udp';

const CONF: UdpConf = { type: 'udp', port: 8285 };
const OWN = leaseOf('10.244.3.0/24', '192.168.56.11', '');

function running({ facts, ext }: ReturnType<typeof flannelNode>, device = 'flannel0'): Running<UdpConf> {
  return { conf: CONF, ext, network: facts.network, device };
}

describe('start', () => {
  test('publishes its address only; the device is the first free one', () => {
    const registered = udp.register(flannelNode('ip link add flannel0 type dummy').facts, CONF);
    expect(registered).toEqual({
      ok: true,
      value: {
        effects: [],
        attrs: { publicIp: ipv4('192.168.56.11'), backendType: '', backendData: 'null' },
        device: 'flannel1',
      },
    });
  });

  test('device, its /32, the network’s route, and the process', () => {
    const node = flannelNode();
    const configured = udp.configure(node.facts, running(node), OWN);
    if (!configured.ok) throw new Error(configured.error);
    expect(script(configured.value)).toEqual([
      'ip tuntap add flannel0 mode tun',
      'ip addr add 10.244.3.0/32 dev flannel0',
      'ip link set flannel0 mtu 1472',
      'ip link set flannel0 up',
      'ip route add 10.244.0.0/16 dev flannel0 scope global',
      'relay.start',
    ]);
    expect(configured.value.at(-2)).toMatchObject({ tolerated: 'EEXIST' });
    expect(configured.value.at(-1)).toEqual({
      kind: 'relay.start',
      relay: {
        dev: 'flannel0',
        addr: ipv4('192.168.56.11'),
        port: 8285,
        tunAddr: ipv4('10.244.3.0'),
        mtu: 1472,
      },
    });
  });
});

test('leases of any backend go into the process’s table', () => {
  const node = flannelNode();
  const lease = leaseOf('10.244.1.0/24', '192.168.56.12', 'vxlan');
  expect(udp.onLease(node.ns, running(node), { type: 'added', lease }).at(-1)).toEqual({
    kind: 'relay.set',
    route: { subnet: lease.subnet, remote: lease.publicIp, port: 8285 },
  });
  expect(udp.onLease(node.ns, running(node), { type: 'removed', lease }).at(-1)).toEqual({
    kind: 'relay.del',
    subnet: lease.subnet,
  });
});
