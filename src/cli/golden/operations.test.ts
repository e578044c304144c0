import { describe, expect, it } from 'vitest';
import { ipv4, mac } from '../../core/wire/addr';
import { operationsOf } from './operations';
import { missingMechanism, type Spec } from './spec';

const spec: Spec = {
  name: 'one pod on one node',
  namespaces: {
    'pod-a': { role: 'pod', sysctl: {} },
    node1: { role: 'node', sysctl: { 'net/ipv4/ip_forward': 1 } },
  },
  devices: [
    { type: 'bridge', ns: 'node1', name: 'cni0', mtu: 1450 },
    {
      ...{ type: 'veth', ns: 'node1', name: 'v0', mac: '02:00:00:00:00:01', mtu: 1450, master: 'cni0' },
      hairpin: true,
      peer: { ns: 'pod-a', name: 'eth0', mac: '02:00:00:00:00:02' },
    },
  ],
  addresses: [{ ns: 'pod-a', dev: 'eth0', addr: '10.244.1.2/24', brd: '10.244.1.255' }],
  routes: [{ ns: 'pod-a', dst: 'default', via: '10.244.1.1', dev: 'eth0', expect_error: true }],
  fdb: [{ ns: 'node1', dev: 'vx0', mac: '02:00:00:00:00:03', dst: '192.0.2.1' }],
  traffic: [],
};

describe('operationsOf', () => {
  const steps = operationsOf(spec);
  const of = (kind: string): unknown[] =>
    steps.flatMap((step) =>
      'op' in step && step.op.kind === kind ? [{ netns: step.netns, ...step.op }] : [],
    );

  it('makes machines first, and a pod on the node its cable ends in', () => {
    expect(steps[0]).toEqual({ fabric: { kind: 'machine.add', name: 'node1', role: 'node' } });
    expect(steps[1]).toEqual({ netns: 'node1', op: { kind: 'netns.add', name: 'pod-a' } });
  });

  it('gives both ends of a cable their settings, and brings up the near end last', () => {
    const links = steps.flatMap((step) => ('op' in step && step.op.kind === 'link.set' ? [step] : []));
    expect(links.slice(4).map(({ netns, op }) => [netns, 'set' in op ? op.set : null])).toEqual([
      ['node1', { mtu: 1450 }],
      ['pod-a', { mtu: 1450 }],
      ['pod-a', { up: true }],
      ['node1', { master: 'cni0' }],
      ['node1', { hairpin: true }],
      ['node1', { up: true }],
    ]);
  });

  it('makes devices that carry bare IP, and gives wireguard its peers', () => {
    const tunnels: Spec = {
      ...spec,
      devices: [
        { type: 'tun', ns: 'node1', name: 't0' },
        { type: 'ipip', ns: 'node1', name: 'i0', local: '192.0.2.1', remote: '192.0.2.2', ttl: 9 },
        { type: 'wireguard', ns: 'node1', name: 'w0' },
      ],
      namespaces: { node1: { role: 'node', sysctl: {} } },
      wireguard: [
        {
          ...{ ns: 'node1', dev: 'w0', port: 51820 },
          peers: [
            {
              public_key: '@node2',
              endpoint: '192.0.2.2:51821',
              allowed_ips: ['10.244.2.0/24', '10.9.0.1/32'],
            },
          ],
        },
      ],
    };
    const ops = operationsOf(tunnels).flatMap((step) => ('op' in step ? [step.op] : []));
    expect(ops.flatMap((op) => (op.kind === 'link.add' ? [op.spec] : []))).toEqual([
      { kind: 'tun' },
      { kind: 'ipip', local: ipv4('192.0.2.1'), remote: ipv4('192.0.2.2'), ttl: 9 },
      { kind: 'wireguard' },
    ]);
    expect(ops.filter(({ kind }) => kind === 'wg.set')).toEqual([
      {
        ...{ kind: 'wg.set', dev: 'w0', publicKey: '@node1', listenPort: 51820, replacePeers: true },
        peers: [
          {
            publicKey: '@node2',
            endpoint: { addr: ipv4('192.0.2.2'), port: 51821 },
            allowedIps: [
              { addr: ipv4('10.244.2.0'), len: 24 },
              { addr: ipv4('10.9.0.1'), len: 32 },
            ],
          },
        ],
      },
    ]);
  });

  it('turns text into addresses', () => {
    expect(of('addr.add')).toEqual([
      {
        netns: 'pod-a',
        kind: 'addr.add',
        dev: 'eth0',
        addr: { addr: ipv4('10.244.1.2'), len: 24 },
        broadcast: ipv4('10.244.1.255'),
      },
    ]);
    expect(of('fdb.append')).toEqual([
      {
        netns: 'node1',
        ...{ kind: 'fdb.append', dev: 'vx0', mac: mac('02:00:00:00:00:03'), dst: ipv4('192.0.2.1') },
        ...{ where: 'self', permanent: true },
      },
    ]);
  });

  it('keeps what the kernel is to refuse', () => {
    const refused = steps.filter((step) => 'refused' in step);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ netns: 'pod-a', op: { route: { dst: { addr: 0, len: 0 } } } });
  });
});

describe('missingMechanism', () => {
  it('finds nothing missing in what the simulator plays', () => {
    expect(missingMechanism(spec)).toBeNull();
  });

  it('names what is not played', () => {
    const step = { id: 't1', ns: 'pod-a', dst: '10.0.0.1' };
    const withStep = (kind: string, more: object = {}): Spec => ({
      ...spec,
      traffic: [{ ...step, kind, ...more }],
    });
    expect(missingMechanism(withStep('sctp'))).toBe('sctp');
    expect(missingMechanism(withStep('ping', { flood: true }))).toBe('ping flood');
    expect(missingMechanism(withStep('ping', { ttl: 3, settle: 1 }))).toBeNull();
    expect(missingMechanism({ ...spec, devices: [{ type: 'gre', ns: 'node1', name: 'g' }] })).toBe(
      'device gre',
    );
    expect(missingMechanism({ ...spec, ...{ quotas: [] } })).toBe('spec.quotas');
  });
});
