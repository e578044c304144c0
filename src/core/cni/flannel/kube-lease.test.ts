/** As flannel v0.28.9's pkg/subnet/kube/kube.go. */
import { describe, expect, test } from 'vitest';
import { formatCidr4, formatIpv4, ipv4, parseCidr4, type Cidr4 } from '../../wire/addr';
import { annotationKeys, DEFAULT_PREFIX } from './annotations';
import { acquireLease, leaseEventOf, nodeToLease } from './kube-lease';
import type { NodeObject } from './node-object';

const found = annotationKeys(DEFAULT_PREFIX);
if (!found.ok) throw new Error(found.error);
const keys = found.value;

function net(text: string): Cidr4 {
  const parsed = parseCidr4(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

const VTEP = '{"VNI":1,"VtepMAC":"5e:2f:1a:90:c3:02"}';

/** A node as flannel leaves it; annotations may be changed (undefined takes one away). */
function node(
  changes: Readonly<Record<string, string | undefined>> = {},
  spec: NonNullable<NodeObject['spec']> = { podCIDR: '10.244.1.0/24', podCIDRs: ['10.244.1.0/24'] },
): NodeObject {
  const annotations = Object.entries<string | undefined>({
    'flannel.alpha.coreos.com/backend-type': 'vxlan',
    'flannel.alpha.coreos.com/backend-data': VTEP,
    'flannel.alpha.coreos.com/public-ip': '192.168.56.12',
    'flannel.alpha.coreos.com/kube-subnet-manager': 'true',
    ...changes,
  }).filter(([, value]) => value !== undefined);
  return {
    metadata: {
      name: 'node2',
      annotations: Object.fromEntries(annotations) as Readonly<Record<string, string>>,
    },
    spec,
  };
}

describe('nodeToLease', () => {
  test('reads subnet, address and what the backend has to say', () => {
    const lease = nodeToLease(node(), keys, 'node1');
    if (!lease.ok) throw new Error(lease.error);
    expect(formatCidr4(lease.value.subnet)).toBe('10.244.1.0/24');
    expect(formatIpv4(lease.value.publicIp)).toBe('192.168.56.12');
    expect(lease.value).toMatchObject({ backendType: 'vxlan', backendData: VTEP });
  });

  test('podCIDR alone will do; of two families the IPv4 one is taken', () => {
    const old = nodeToLease(node({}, { podCIDR: '10.244.7.0/24' }), keys, 'node1');
    const dual = { podCIDR: 'fc00::/64', podCIDRs: ['fc00::/64', '10.244.7.0/24'] };
    const both = nodeToLease(node({}, dual), keys, 'node1');
    expect([old, both].map((lease) => lease.ok && formatCidr4(lease.value.subnet))).toEqual([
      '10.244.7.0/24',
      '10.244.7.0/24',
    ]);
  });

  test.each<[NodeObject, string]>([
    [node({ 'flannel.alpha.coreos.com/public-ip': undefined }), 'invalid IP address format'],
    [node({ 'flannel.alpha.coreos.com/public-ip': 'fc00::1' }), 'invalid IPv4 address format'],
    [node({}, {}), 'invalid CIDR address: '],
    [node({}, { podCIDRs: ['10.244.1.0'] }), 'invalid CIDR address: 10.244.1.0'],
    [node({}, { podCIDRs: ['fc00::/64'] }), 'missing IPv4 address on n.Spec.PodCIDRs'],
    [
      node({}, { podCIDRs: ['10.0.0.0/24', '10.0.1.0/24', 'fc00::/64'] }),
      'node "node1" pod cidrs should be IPv4/IPv6 only or dualstack',
    ],
  ])('no lease, %#: %s', (object, error) =>
    expect(nodeToLease(object, keys, 'node1')).toEqual({ ok: false, error }),
  );
});

describe('leaseEventOf', () => {
  const event = (before: NodeObject | null, after: NodeObject | null): unknown => {
    const seen = leaseEventOf({ before, after }, keys, 'node1');
    return seen === null
      ? null
      : 'event' in seen
        ? `${seen.event.type} ${formatIpv4(seen.event.lease.publicIp)}`
        : seen;
  };

  test('a node comes, goes, changes', () => {
    expect(event(null, node())).toBe('added 192.168.56.12');
    expect(event(node(), null)).toBe('removed 192.168.56.12');
    expect(event(node(), node({ 'flannel.alpha.coreos.com/public-ip': '10.0.0.2' }))).toBe('added 10.0.0.2');
    expect(event(node(), node({ 'flannel.alpha.coreos.com/backend-type': 'host-gw' }))).toBe(
      'added 192.168.56.12',
    );
    expect(event(node(), node({ 'flannel.alpha.coreos.com/backend-data': 'null' }))).toBe(
      'added 192.168.56.12',
    );
  });

  test('other changes are nothing to flannel, not even another podCIDR', () => {
    expect(event(node(), node({ other: 'x' }))).toBeNull();
    expect(event(node(), node({}, { podCIDR: '10.244.9.0/24' }))).toBeNull();
  });

  test('nodes without flannel are ignored; when it arrives they are seen', () => {
    const bare = node({ 'flannel.alpha.coreos.com/kube-subnet-manager': undefined });
    expect(event(null, bare)).toBeNull();
    expect(event(bare, null)).toBeNull();
    const empty: NodeObject = { metadata: { name: 'node2' }, spec: { podCIDR: '10.244.1.0/24' } };
    expect(event(empty, node())).toBe('added 192.168.56.12');
    // The mark alone is not what is watched for.
    expect(event(bare, node())).toBeNull();
    expect(event(null, null)).toBeNull();
  });

  test('what cannot be read goes to the log', () => {
    expect(event(null, node({}, {}))).toEqual({
      complaint: 'Error turning node "node2" to lease: invalid CIDR address: ',
    });
  });
});

describe('acquireLease', () => {
  const attrs = { publicIp: ipv4('192.168.56.12'), backendType: 'vxlan', backendData: VTEP };
  const acquire = (object: NodeObject, network = '10.244.0.0/16'): ReturnType<typeof acquireLease> =>
    acquireLease(object, keys, net(network), attrs);
  const bare: NodeObject = { metadata: { name: 'node2' }, spec: { podCIDR: '10.244.1.0/24' } };

  test('a new node is annotated and gets its podCIDR', () => {
    expect(acquire(bare)).toEqual({
      patch: {
        'flannel.alpha.coreos.com/backend-type': 'vxlan',
        'flannel.alpha.coreos.com/backend-data': VTEP,
        'flannel.alpha.coreos.com/public-ip': '192.168.56.12',
        'flannel.alpha.coreos.com/kube-subnet-manager': 'true',
      },
      lease: { ok: true, value: { ...attrs, subnet: net('10.244.1.0/24') } },
      notice: null,
    });
  });

  test('after a restart nothing is written', () => expect(acquire(node()).patch).toBeNull());

  test('only what differs is written', () => {
    expect(acquire(node({ 'flannel.alpha.coreos.com/backend-data': 'null' })).patch).toEqual({
      'flannel.alpha.coreos.com/backend-data': VTEP,
    });
  });

  test('udp publishes an empty type', () => {
    const udp = { publicIp: ipv4('192.168.56.12'), backendType: '', backendData: 'null' };
    expect(acquireLease(bare, keys, net('10.244.0.0/16'), udp).patch).toEqual({
      'flannel.alpha.coreos.com/backend-type': '',
      'flannel.alpha.coreos.com/backend-data': 'null',
      'flannel.alpha.coreos.com/public-ip': '192.168.56.12',
      'flannel.alpha.coreos.com/kube-subnet-manager': 'true',
    });
  });

  test('an overwritten address is published, the lease keeps its own; the call is made again at every start', () => {
    const overwrite = { 'flannel.alpha.coreos.com/public-ip-overwrite': '203.0.113.7' };
    const first = acquire(node(overwrite));
    expect(first.patch).toEqual({ 'flannel.alpha.coreos.com/public-ip': '203.0.113.7' });
    expect(first.lease.ok && formatIpv4(first.lease.value.publicIp)).toBe('192.168.56.12');
    expect(first.notice).toBe(
      "Overriding public ip with '203.0.113.7' from node annotation 'flannel.alpha.coreos.com/public-ip-overwrite'",
    );
    const again = acquire(node({ ...overwrite, 'flannel.alpha.coreos.com/public-ip': '203.0.113.7' }));
    expect([again.patch, again.notice]).toEqual([{}, null]);
  });

  test('without podCIDR nothing is written', () => {
    expect(acquire(node({}, {}))).toEqual({
      patch: null,
      lease: { ok: false, error: 'node "node2" pod cidr not assigned' },
      notice: null,
    });
  });

  test.each(['10.245.0.0/16', '10.244.1.0/25', '0.0.0.0/0'])(
    'a podCIDR outside %s is refused after the patch',
    (network) => {
      const result = acquire(bare, network);
      expect(result.patch).not.toBeNull();
      expect(result.lease).toEqual({
        ok: false,
        error: `subnet "${network}" specified in the flannel net config doesn't contain "10.244.1.0/24" PodCIDR of the "node2" node`,
      });
    },
  );

  test('a node with IPv6 pods only gets an empty lease', () => {
    const six = node({}, { podCIDR: 'fc00::/64', podCIDRs: ['fc00::/64'] });
    expect(acquire(six).lease).toEqual({ ok: true, value: { ...attrs, subnet: { addr: 0, len: 0 } } });
  });
});
