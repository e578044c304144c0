import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_AS_NUMBER } from '../../../cluster/objects/calico';
import { birdPeers, type BgpCluster, type BgpNode, type BgpPeerObject } from './peers';

const node = (name: string, address: string, more: Partial<BgpNode> = {}): BgpNode => ({
  ...{ name, address, labels: new Map<string, string>(), asNumber: null, routeReflectorClusterId: '' },
  ...more,
});
const peer = (more: Partial<BgpPeerObject>): BgpPeerObject => ({
  ...{ node: '', nodeSelector: '', peerIp: '', peerSelector: '', asNumber: 0, port: 0 },
  ...more,
});
const cluster = (nodes: readonly BgpNode[], more: Partial<BgpCluster> = {}): BgpCluster => ({
  ...{ asNumber: DEFAULT_AS_NUMBER, mesh: true, nodes, peers: [] },
  ...more,
});

// Reference section 6.
describe('the mesh', () => {
  const address = fc.tuple(fc.nat(255), fc.nat(255)).map(([a, b]) => `10.0.${String(a)}.${String(b)}`);

  test('each pair has one session: one side waits, the other connects', () => {
    fc.assert(
      fc.property(fc.uniqueArray(address, { minLength: 2, maxLength: 6 }), (addresses) => {
        const nodes = addresses.map((each, i) => node(`n${String(i)}`, each));
        const all = nodes.map((each) => birdPeers(each, cluster(nodes)));
        expect(all.flat().length).toBe(nodes.length * (nodes.length - 1));
        expect(all.flat().filter(({ passive }) => passive).length).toBe(
          (nodes.length * (nodes.length - 1)) / 2,
        );
      }),
    );
  });

  test('addresses are compared as texts', () => {
    const [nine, ten] = [node('a', '192.168.56.9'), node('b', '192.168.56.10')];
    expect(birdPeers(ten, cluster([nine, ten]))).toMatchObject([
      { protocol: 'Mesh_192_168_56_9', passive: true },
    ]);
    expect(birdPeers(nine, cluster([nine, ten]))).toMatchObject([{ passive: false }]);
  });

  test('reflectors are not in it', () => {
    const reflector = node('rr', '10.0.0.3', { routeReflectorClusterId: '10.0.0.1' });
    const nodes = [node('a', '10.0.0.1'), node('b', '10.0.0.2'), reflector];
    expect(nodes.map((each) => birdPeers(each, cluster(nodes)).length)).toEqual([1, 1, 0]);
  });
});

describe('route reflectors', () => {
  const labels = new Map([['routeReflector', 'true']]);
  const reflector = (name: string, address: string) =>
    node(name, address, { labels, routeReflectorClusterId: '10.0.0.1' });
  const nodes = [
    node('a', '10.1.0.1'),
    node('b', '10.1.0.2'),
    reflector('r1', '10.1.0.3'),
    reflector('r2', '10.1.0.4'),
  ];
  const star = cluster(nodes, {
    mesh: false,
    peers: [peer({ nodeSelector: 'all()', peerSelector: 'has(routeReflector)' })],
  });

  test('a client has one session for each reflector', () => {
    const [client] = nodes;
    expect(client && birdPeers(client, star)).toMatchObject([
      { protocol: 'Node_10_1_0_3', rrClient: false, multihop: true, passive: false },
      { protocol: 'Node_10_1_0_4', rrClient: false },
    ]);
  });

  test('a reflector hands on to whoever is not of its cluster', () => {
    const [, , own] = nodes;
    expect(own && birdPeers(own, star).map(({ neighbor, rrClient }) => [neighbor, rrClient])).toEqual([
      ['10.1.0.1', true],
      ['10.1.0.2', true],
      ['10.1.0.4', false],
    ]);
  });
});

describe('other peers', () => {
  const [a, b] = [node('a', '10.1.0.1'), node('b', '10.1.0.2', { asNumber: 65001 })];
  const router = { peerIp: '172.16.0.1', asNumber: 65000 };

  test('of everybody, or of one node', () => {
    const peers = [peer(router), peer({ ...router, peerIp: '172.16.0.2', node: 'b', port: 1790 })];
    const own = cluster([a, b], { mesh: false, peers });
    expect(birdPeers(a, own).map(({ protocol }) => protocol)).toEqual(['Global_172_16_0_1']);
    expect(birdPeers(b, own)).toMatchObject([
      { protocol: 'Global_172_16_0_1', internal: false, rrClient: false, sourceAddress: '10.1.0.2' },
      { protocol: 'Node_172_16_0_2_port_1790', asNumber: 65000 },
    ]);
  });

  test('a peer of everybody is not one node’s own as well, and nobody is his own peer', () => {
    const peers = [peer({ ...router, node: 'a' }), peer(router), peer({ peerIp: '10.1.0.1', asNumber: 1 })];
    expect(birdPeers(a, cluster([a], { mesh: false, peers })).map(({ protocol }) => protocol)).toEqual([
      'Global_172_16_0_1',
    ]);
  });

  test('a node that others name as their peer has them as peers', () => {
    const named = cluster([a, b], {
      mesh: false,
      peers: [peer({ peerIp: '10.1.0.1', asNumber: DEFAULT_AS_NUMBER })],
    });
    expect(birdPeers(b, named)).toMatchObject([{ protocol: 'Global_10_1_0_1', passive: false }]);
    expect(birdPeers(a, named)).toMatchObject([{ protocol: 'Node_10_1_0_2', asNumber: 65001 }]);
  });

  test('nodes of another autonomous system are no internal peers', () => {
    expect(birdPeers(a, cluster([a, b]))).toMatchObject([{ asNumber: 65001, internal: false }]);
  });
});
