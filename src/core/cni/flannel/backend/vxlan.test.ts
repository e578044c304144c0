/** As flannel v0.28.9's pkg/backend/vxlan, carried out on a simulated node; outputs as in reference/flannel.md. */
import { describe, expect, test } from 'vitest';
import { flannelNode, leaseOf, refusing, script } from '../../../testing/flannel-node';
import { ipv4 } from '../../../wire/addr';
import type { VxlanConf } from '../backend-conf';
import type { FlannelOp } from '../effect';
import type { Lease, LeaseEvent } from '../lease';
import { perform } from '../perform';
import type { Running } from './backend';
import { vxlan } from './vxlan';

const CONF: VxlanConf = {
  type: 'vxlan',
  vni: 1,
  port: 0,
  mtu: 1500,
  gbp: false,
  learning: false,
  directRouting: false,
};
const OWN = leaseOf('10.244.0.0/24', '192.168.56.11', 'vxlan');
const PEER = leaseOf('10.244.1.0/24', '192.168.56.12', 'vxlan', '{"VNI":1,"VtepMAC":"5e:2f:1a:90:c3:02"}');

type Node = ReturnType<typeof flannelNode>;

function started(node: Node, conf = CONF, own: Lease = OWN) {
  const { ext, facts } = node;
  const registered = vxlan.register({ ...facts, ns: node.ns }, conf);
  if (!registered.ok) throw new Error(registered.error);
  const { attrs, device, effects } = registered.value;
  const running: Running<VxlanConf> = { conf, ext, network: facts.network, device };
  const configured = vxlan.configure({ ...facts, ns: node.ns }, running, own);
  const all = configured.ok ? [...effects, ...configured.value] : effects;
  return { running, attrs, all, wrong: configured.ok ? null : configured.error };
}

describe('start', () => {
  test('makes the device, gives it its /32 and puts it up', () => {
    const node = flannelNode();
    const { all, attrs } = started(node);
    expect(script(all)).toEqual([
      'info: VXLAN config: VNI=1 Port=0 GBP=false Learning=false DirectRouting=false',
      'ip link add flannel.1 address 4a:5b:6c:7d:8e:01 mtu 1450 type vxlan id 1 dev eth0 local 192.168.56.11 nolearning',
      'ip addr add 10.244.0.0/32 dev flannel.1',
      'ip link set flannel.1 up',
    ]);
    expect(attrs).toEqual({
      publicIp: ipv4('192.168.56.11'),
      backendType: 'vxlan',
      backendData: '{"VNI":1,"VtepMAC":"4a:5b:6c:7d:8e:01"}',
    });
    expect(node.perform(all).done).toBe(true);
    expect(node.shell('ip addr show flannel.1').join('\n')).toContain(
      'inet 10.244.0.0/32 scope global flannel.1',
    );
    expect(node.shell('ip route').filter((line) => line.includes('10.244'))).toEqual([]);
  });

  test('has its old address again after a restart', () => {
    const node = flannelNode('', { storedMac: '5e:2f:1a:90:c3:77' });
    expect(started(node).attrs.backendData).toBe('{"VNI":1,"VtepMAC":"5e:2f:1a:90:c3:77"}');
    const broken = started(flannelNode('', { storedMac: 'junk' }));
    expect(broken.attrs.backendData).toBe('{"VNI":1,"VtepMAC":"4a:5b:6c:7d:8e:01"}');
    expect(script(broken.all)).toContain(
      'error: Failed to parse mac addr(junk): address junk: invalid MAC address',
    );
  });

  test('options of the device', () => {
    const conf = { ...CONF, vni: 7, port: 4789, mtu: 1400, learning: true };
    expect(script(started(flannelNode(), conf).all)[1]).toBe(
      'ip link add flannel.7 address 4a:5b:6c:7d:8e:01 mtu 1350 type vxlan id 7 dev eth0 local 192.168.56.11 dstport 4789',
    );
  });

  test('a device that fits is kept, with its own MAC address and MTU', () => {
    const node = flannelNode(
      'ip link add flannel.1 address 02:00:00:00:00:09 mtu 1300 type vxlan id 1 dev eth0 local 192.168.56.11\nip addr add 10.244.9.0/32 dev flannel.1',
    );
    const { all, attrs } = started(node);
    expect(script(all).slice(1)).toEqual([
      'ip addr del 10.244.9.0/32 dev flannel.1',
      'ip addr add 10.244.0.0/32 dev flannel.1',
      'ip link set flannel.1 up',
    ]);
    expect(attrs.backendData).toBe('{"VNI":1,"VtepMAC":"02:00:00:00:00:09"}');
  });

  test.each([
    ['ip link add flannel.1 type dummy', 'link type: vxlan vs dummy'],
    ['ip link add flannel.1 type vxlan id 9 dev eth0 local 192.168.56.11', 'vni: 1 vs 9'],
    [
      'ip link add flannel.1 type vxlan id 1 dev eth0 local 10.0.0.9',
      'vtep (external) IP: 192.168.56.11 vs 10.0.0.9',
    ],
    [
      'ip link add d0 type dummy\nip link add flannel.1 type vxlan id 1 dev d0 local 192.168.56.11',
      'vtep (external) interface: 2 vs 3',
    ],
    ['ip link add flannel.1 type vxlan id 1 dev eth0 dstport 4790', 'port: 4789 vs 4790'],
  ])('one that does not fit is made anew: %s', (setup, why) => {
    const node = flannelNode(setup);
    const { all } = started(node, why.startsWith('port') ? { ...CONF, port: 4789 } : CONF);
    expect(script(all).slice(1, 3)).toEqual([
      `warning: "flannel.1" already exists with incompatible configuration: ${why}; recreating device`,
      'ip link del flannel.1',
    ]);
    expect(node.perform(all).done).toBe(true);
  });

  test('what is not set is not compared', () => {
    const node = flannelNode('ip link add flannel.1 type vxlan id 1 dstport 4790');
    expect(script(started(node).all)).not.toContain('ip link del flannel.1');
  });

  test('refused by the kernel, and a lease without a subnet', () => {
    const { all } = started(flannelNode());
    const { log } = perform(all, { net: refusing('link.add'), other: () => undefined });
    expect(log.at(-1)?.text).toBe(
      'Error registering network: failed to create vxlan device: invalid argument',
    );
    expect(started(flannelNode(), CONF, leaseOf('0.0.0.0/0', '192.168.56.11', 'vxlan')).wrong).toBe(
      'Error registering network: failed to configure interface flannel.1: IPv4 is enabled but the lease has no IPv4',
    );
  });
});

describe('leases', () => {
  const event = (type: LeaseEvent['type'], lease = PEER): LeaseEvent => ({ type, lease });

  test('neighbour, fdb, route; and away in the same order', () => {
    const node = flannelNode();
    const { all, running } = started(node);
    node.perform(all);
    const before = node.shell('ip route');
    const added = vxlan.onLease(node.ns, running, event('added'));
    expect(node.perform(added)).toEqual({ done: true, log: [] });
    expect(node.shell('ip neigh show dev flannel.1')).toEqual([
      '10.244.1.0 lladdr 5e:2f:1a:90:c3:02 PERMANENT ',
    ]);
    expect(node.shell('bridge fdb show dev flannel.1')).toEqual([
      '5e:2f:1a:90:c3:02 dst 192.168.56.12 self permanent',
    ]);
    expect(node.shell('ip route')).toContain('10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink ');
    // Once more: nothing is there twice.
    expect(node.perform(added).log).toEqual([]);
    const removed = vxlan.onLease(node.ns, running, event('removed'));
    expect(script(removed).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'ip neigh del',
      'bridge fdb del',
      'ip route del',
    ]);
    expect(node.perform(removed)).toEqual({ done: true, log: [] });
    expect(node.shell('ip neigh show dev flannel.1')).toEqual([]);
    expect(node.shell('bridge fdb show dev flannel.1')).toEqual([]);
    expect(node.shell('ip route')).toEqual(before);
  });

  test('a peer with a new MAC address leaves its old fdb entry behind', () => {
    const node = flannelNode();
    const { all, running } = started(node);
    node.perform(all);
    node.perform(vxlan.onLease(node.ns, running, event('added')));
    const changed = { ...PEER, backendData: '{"VNI":1,"VtepMAC":"5e:2f:1a:90:c3:03"}' };
    node.perform(vxlan.onLease(node.ns, running, event('added', changed)));
    expect(node.shell('ip neigh show dev flannel.1')).toEqual([
      '10.244.1.0 lladdr 5e:2f:1a:90:c3:03 PERMANENT ',
    ]);
    expect(node.shell('bridge fdb show dev flannel.1')).toHaveLength(2);
  });

  test('what is refused undoes what was done', () => {
    const { running } = started(flannelNode());
    const effects = vxlan.onLease(flannelNode().ns, running, event('added'));
    const sent = (refused: FlannelOp['kind']): readonly string[] => {
      const kinds: string[] = [];
      const refuse = refusing(refused);
      const { log } = perform(effects, {
        net: (op) => {
          kinds.push(op.kind);
          return refuse(op);
        },
        other: () => undefined,
      });
      return [...kinds, ...log.map(({ text }) => text)];
    };
    expect(sent('neigh.replace')).toEqual(['neigh.replace', 'AddARP failed: invalid argument']);
    expect(sent('fdb.replace')).toEqual([
      'neigh.replace',
      'fdb.replace',
      'neigh.del',
      'AddFDB failed: invalid argument',
    ]);
    expect(sent('route.replace')).toEqual([
      'neigh.replace',
      'fdb.replace',
      'route.replace',
      'neigh.del',
      'fdb.del',
      'failed to add vxlanRoute (10.244.1.0/24 -> 10.244.1.0): invalid argument',
    ]);
  });

  test('a removal goes on whatever is refused', () => {
    const { running } = started(flannelNode());
    const effects = vxlan.onLease(flannelNode().ns, running, event('removed'));
    const refuse = refusing('neigh.del', 'fdb.del', 'route.del');
    expect(perform(effects, { net: refuse, other: () => undefined })).toEqual({
      done: true,
      log: [
        'DelARP failed: invalid argument',
        'DelFDB failed: invalid argument',
        'failed to delete vxlanRoute (10.244.1.0/24 -> 10.244.1.0): invalid argument',
      ].map((text) => ({ level: 'error', text })),
    });
  });

  test.each([
    ['host-gw', 'null', 'warning: ignoring non-vxlan v4Subnet(10.244.1.0/24) v6Subnet(::/0): type=host-gw'],
    ['vxlan', '', 'error: error decoding subnet lease JSON: unexpected end of JSON input'],
    [
      'vxlan',
      '{"VNI":1,"VtepMAC":7}',
      'error: error decoding subnet lease JSON: error parsing hardware addr',
    ],
    [
      'vxlan',
      '{"VNI":1,"VtepMAC":"5e:2f"}',
      'error: error decoding subnet lease JSON: address 5e:2f: invalid MAC address',
    ],
    [
      'vxlan',
      '{"VNI":-1,"VtepMAC":"5e:2f:1a:90:c3:02"}',
      'error: error decoding subnet lease JSON: json: cannot unmarshal number -1 into Go struct field vxlanLeaseAttrs.VNI of type uint32',
    ],
    ['vxlan', 'null', 'error: AddARP failed: invalid argument'],
  ])('a lease of %s with %j is passed over', (type, data, said) => {
    const { running } = started(flannelNode());
    const lease = leaseOf('10.244.1.0/24', '192.168.56.12', type, data);
    const { ns } = flannelNode();
    expect(script(vxlan.onLease(ns, running, event('added', lease)))).toEqual([said]);
    expect(script(vxlan.onLease(ns, running, event('removed', lease)))).toHaveLength(1);
  });
});

describe('DirectRouting', () => {
  const conf = { ...CONF, directRouting: true };
  const far = { ...PEER, publicIp: ipv4('192.168.57.13') };

  test('a neighbour is routed to, and nothing else is programmed for it', () => {
    const node = flannelNode();
    const { all, running } = started(node, conf);
    node.perform(all);
    const added = vxlan.onLease(node.ns, running, { type: 'added', lease: PEER });
    expect(script(added)).toEqual(['ip route replace 10.244.1.0/24 via 192.168.56.12']);
    expect(node.perform(added).done).toBe(true);
    expect(node.shell('ip route')).toContain('10.244.1.0/24 via 192.168.56.12 dev eth0 ');
    const removed = vxlan.onLease(node.ns, running, { type: 'removed', lease: PEER });
    expect(script(removed)).toEqual(['ip route del 10.244.1.0/24 via 192.168.56.12']);
    expect(node.perform(removed)).toEqual({ done: true, log: [] });
  });

  test('a peer behind a router gets the tunnel', () => {
    const node = flannelNode();
    const { running } = started(node, conf);
    expect(script(vxlan.onLease(node.ns, running, { type: 'added', lease: far }))).toHaveLength(3);
  });

  test('without any route to the peer that is said, and the tunnel is used', () => {
    const node = flannelNode('ip route del default');
    const { running } = started(node, conf);
    const effects = script(vxlan.onLease(node.ns, running, { type: 'added', lease: far }));
    expect(effects[0]).toBe("error: couldn't lookup route to 192.168.57.13: network is unreachable");
    expect(effects).toHaveLength(4);
  });
});
