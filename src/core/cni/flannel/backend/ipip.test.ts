/** As flannel v0.28.9's pkg/backend/ipip/ipip.go. */
import { describe, expect, test } from 'vitest';
import { flannelNode, leaseOf, script } from '../../../testing/flannel-node';
import { ipv4 } from '../../../wire/addr';
import type { IpipConf } from '../backend-conf';
import type { Link } from '../../../model/link';
import type { Running, StartFacts } from './backend';
import { ipip } from './ipip';

const CONF: IpipConf = { type: 'ipip', directRouting: false };
const OWN = leaseOf('10.244.0.0/24', '192.168.56.11', 'ipip');
const PEER = leaseOf('10.244.1.0/24', '192.168.56.12', 'ipip');

function running({ facts, ext }: ReturnType<typeof flannelNode>, conf = CONF): Running<IpipConf> {
  return { conf, ext, network: facts.network, device: 'flannel.ipip' };
}

/** The node with a device as a tree with ipip links would show it. */
function withDevice(node: ReturnType<typeof flannelNode>, remote: string): StartFacts {
  const { ns, ext } = node;
  const dummy = ns.links.find((link) => link?.name === 'flannel.ipip');
  const device = { ...dummy, kind: 'ipip', local: ext.ifaceAddr, remote: ipv4(remote) } as unknown as Link;
  return { ...node.facts, ns: { ...ns, links: ns.links.map((link) => (link === dummy ? device : link)) } };
}

function configured(facts: StartFacts, node: ReturnType<typeof flannelNode>): readonly string[] {
  const result = ipip.configure(facts, running(node), OWN);
  return result.ok ? script(result.value) : [result.error];
}

describe('start', () => {
  test('the lease comes first, then the device', () => {
    const node = flannelNode();
    const registered = ipip.register(node.facts, { ...CONF, directRouting: true });
    expect(registered.ok && script(registered.value.effects)).toEqual([
      'info: IPIP config: DirectRouting=true',
    ]);
    expect(registered.ok && registered.value.attrs).toEqual({
      publicIp: ipv4('192.168.56.11'),
      backendType: 'ipip',
      backendData: 'null',
    });
    expect(configured(node.facts, node)).toEqual([
      'ip link add flannel.ipip type ipip local 192.168.56.11',
      'info: current MTU of flannel.ipip is 0, setting it to 1480',
      'ip link set flannel.ipip mtu 1480',
      'ip addr add 10.244.0.0/32 dev flannel.ipip',
      'ip link set flannel.ipip up',
    ]);
  });

  test('a device that fits is kept, one with a fixed end made anew, a stranger’s left alone', () => {
    const node = flannelNode(
      'ip link add flannel.ipip type dummy\nip addr add 10.244.0.0/32 dev flannel.ipip',
    );
    expect(configured(withDevice(node, '0.0.0.0'), node).filter((line) => line.startsWith('ip '))).toEqual([
      'ip link set flannel.ipip mtu 1480',
      'ip link set flannel.ipip up',
    ]);
    expect(configured(withDevice(node, '192.168.56.12'), node).slice(0, 3)).toEqual([
      'warning: "flannel.ipip" already exists with incompatible attributes: local=192.168.56.11 remote=192.168.56.12; recreating device',
      'ip link del flannel.ipip',
      'ip link add flannel.ipip type ipip local 192.168.56.11',
    ]);
    expect(configured({ ...node.facts, ns: node.ns }, node)).toEqual([
      "Error registering network: flannel.ipip isn't an ipip mode device, please remove device and try again",
    ]);
  });

  test('an interface without room for the header', () => {
    const node = flannelNode();
    const small = { ...running(node), ext: { ...node.ext, mtu: 20 } };
    expect(ipip.configure(node.facts, small, OWN)).toEqual({
      ok: false,
      error: 'Error registering network: MTU 20 of iface eth0 is too small for ipip mode to work',
    });
  });
});

describe('leases', () => {
  const last = (node: ReturnType<typeof flannelNode>, conf: IpipConf, lease = PEER): string | undefined =>
    script(ipip.onLease(node.ns, running(node, conf), { type: 'added', lease })).at(-1);

  test('the gateway is the peer, on the tunnel', () => {
    const node = flannelNode();
    expect(last(node, CONF)).toBe('ip route add 10.244.1.0/24 via 192.168.56.12 dev flannel.ipip onlink');
    expect(script(ipip.recover?.(node.ns, running(node), [PEER]) ?? [])).toEqual([
      'ip route add 10.244.1.0/24 via 192.168.56.12 dev flannel.ipip onlink',
    ]);
  });

  test('with DirectRouting a neighbour is sent to directly', () => {
    const node = flannelNode();
    const conf = { ...CONF, directRouting: true };
    expect(last(node, conf)).toBe('ip route add 10.244.1.0/24 via 192.168.56.12 dev eth0 onlink');
    expect(last(node, conf, { ...PEER, publicIp: ipv4('192.168.57.13') })).toBe(
      'ip route add 10.244.1.0/24 via 192.168.57.13 dev flannel.ipip onlink',
    );
  });
});
