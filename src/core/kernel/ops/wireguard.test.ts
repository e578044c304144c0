/** Goal: `wg set` changes what it says and nothing else. Source: drivers/net/wireguard/netlink.c. */
import { describe, expect, test } from 'vitest';
import type { NetOp, OpError } from '../../model/op';
import { TwoNodes } from '../../testing/two-nodes';
import type { Cidr4 } from '../../wire/addr';
import { ipv4 } from '../../wire/addr';

type WireguardOp = Omit<NetOp & { kind: 'wg.set' }, 'kind' | 'dev'>;

function lab(): { nodes: TwoNodes; set: (op: WireguardOp, dev?: string) => OpError | null } {
  const nodes = new TwoNodes(1420, (own) => (own === 1 ? 'ip link add wg0 type wireguard' : ''));
  const set = (op: WireguardOp, dev = 'wg0'): OpError | null =>
    nodes.simulation.apply('node-1', { kind: 'wg.set', dev, ...op });
  return { nodes, set };
}

function device(nodes: TwoNodes) {
  const link = nodes.link('node-1', 'wg0');
  if (link.kind !== 'wireguard') throw new Error('no wireguard device');
  return link;
}

const prefix = (text: string, len: number): Cidr4 => ({ addr: ipv4(text), len });
const allowed = (nodes: TwoNodes, key: string): unknown => device(nodes).peers.entries.get(key)?.allowedIps;
const ports = (nodes: TwoNodes): number[] => [...nodes.netns('node-1').udpPorts.entries.keys()];

describe('the device', () => {
  test('starts without key, port and peers, with room for the largest envelope', () => {
    const { nodes } = lab();
    expect(device(nodes)).toMatchObject({ publicKey: '', listenPort: 0, mtu: 1420, mac: 0 });
    expect(device(nodes).peers.entries.size).toBe(0);
  });

  test('listens while it is up, at a port that is drawn when none was set', () => {
    const { nodes, set } = lab();
    expect(set({ listenPort: 51820 })).toBeNull();
    expect(ports(nodes)).toEqual([]);
    nodes.setUp('node-1', 'ip link set wg0 up');
    expect(ports(nodes)).toEqual([51820]);
    expect(set({ listenPort: 51821 })).toBeNull();
    expect(ports(nodes)).toEqual([51821]);
    expect(set({ listenPort: 0 })).toBeNull();
    expect(device(nodes).listenPort).toBeGreaterThanOrEqual(32_768);
    expect(ports(nodes)).toEqual([device(nodes).listenPort]);
    nodes.setUp('node-1', 'ip link set wg0 down');
    expect(ports(nodes)).toEqual([]);
  });

  test('does not go up, nor move, to a port that is taken', () => {
    const { nodes, set } = lab();
    nodes.setUp('node-1', 'ip link add wg1 type wireguard\nwg set wg1 listen-port 51820\nip link set wg1 up');
    set({ listenPort: 51820 });
    const answer = nodes.type('node-1', 'ip link set wg0 up');
    expect([answer.exitCode, ...answer.stderr]).toEqual([2, 'RTNETLINK answers: Address already in use']);
    expect(device(nodes).up).toBe(false);
    set({ listenPort: 51821 });
    nodes.setUp('node-1', 'ip link set wg0 up');
    expect(set({ listenPort: 51820 })?.errno).toBe('EADDRINUSE');
    expect(ports(nodes).sort((a, b) => a - b)).toEqual([51820, 51821]);
  });

  test('is gone with its port when it is deleted', () => {
    const { nodes } = lab();
    nodes.setUp('node-1', 'wg set wg0 listen-port 51820\nip link set wg0 up\nip link del wg0');
    expect(ports(nodes)).toEqual([]);
  });
});

describe('peers', () => {
  test('come with their first mention, and keep what is not mentioned', () => {
    const { nodes, set } = lab();
    set({ peers: [{ publicKey: 'b', endpoint: { addr: ipv4('192.0.2.1'), port: 5 } }] });
    set({ peers: [{ publicKey: 'b', allowedIps: [prefix('10.1.2.3', 16)] }] });
    expect(device(nodes).peers.entries.get('b')).toMatchObject({
      endpoint: { addr: ipv4('192.0.2.1'), port: 5 },
      // The host part of a prefix means nothing.
      allowedIps: [prefix('10.1.0.0', 16)],
    });
  });

  test('take a prefix from whoever had it', () => {
    const { nodes, set } = lab();
    set({ peers: [{ publicKey: 'b', allowedIps: [prefix('10.1.0.0', 16), prefix('10.2.0.0', 16)] }] });
    set({ peers: [{ publicKey: 'c', allowedIps: [prefix('10.1.0.0', 16), prefix('10.2.0.0', 24)] }] });
    expect(allowed(nodes, 'b')).toEqual([prefix('10.2.0.0', 16)]);
    expect(allowed(nodes, 'c')).toEqual([prefix('10.1.0.0', 16), prefix('10.2.0.0', 24)]);
  });

  test('are removed one by one, or all that are not named', () => {
    const { nodes, set } = lab();
    const keys = (): string[] => [...device(nodes).peers.entries.keys()];
    set({ peers: ['b', 'c', 'd'].map((publicKey) => ({ publicKey })) });
    set({ peers: [{ publicKey: 'c', remove: true }] });
    expect(keys()).toEqual(['b', 'd']);
    set({ replacePeers: true, peers: [{ publicKey: 'd' }, { publicKey: 'e' }] });
    expect(keys()).toEqual(['d', 'e']);
  });

  test('never include the device itself', () => {
    const { nodes, set } = lab();
    set({ peers: [{ publicKey: 'a' }] });
    set({ publicKey: 'a' });
    set({ peers: [{ publicKey: 'a' }] });
    expect(device(nodes).peers.entries.size).toBe(0);
  });

  test('lose what waits for them when they are removed', () => {
    const { nodes, set } = lab();
    nodes.setUp('node-1', 'ip link set wg0 up\nip addr add 10.9.0.1/24 dev wg0');
    const endpoint = { addr: ipv4('192.168.56.12'), port: 1 };
    set({ publicKey: 'a', peers: [{ publicKey: 'b', endpoint, allowedIps: [prefix('10.9.0.0', 24)] }] });
    nodes.type('node-1', 'ping -c 1 -W 1 10.9.0.2');
    nodes.wait(0.1);
    set({ peers: [{ publicKey: 'b', remove: true }] });
    expect(nodes.drops()).toContain('PW_WG_UNANSWERED');
  });

  test('are called when a packet waits for them and their endpoint becomes known', () => {
    const { nodes, set } = lab();
    nodes.setUp('node-1', 'ip link set wg0 up\nip addr add 10.9.0.1/24 dev wg0');
    const elsewhere = { addr: ipv4('192.168.56.99'), port: 1 };
    set({ peers: [{ publicKey: 'b', endpoint: elsewhere, allowedIps: [prefix('10.9.0.0', 24)] }] });
    nodes.type('node-1', 'ping -c 1 -W 1 10.9.0.2');
    nodes.wait(0.1);
    const calls = (): unknown[] =>
      nodes.records('wireguard.session').filter(({ verdict }) => verdict === 'initiate');
    // Without a key of its own there is nothing to shake hands with.
    expect(calls()).toEqual([]);
    set({ publicKey: 'a' });
    expect(calls()).toHaveLength(1);
  });
});

describe('refused, in the words of wg(8)', () => {
  test.each<[string, WireguardOp, string, string]>([
    ['no such device', {}, 'nope', 'No such device'],
    ['another kind of device', {}, 'eth0', 'Operation not supported'],
    ['a name that is too long for a key', { publicKey: 'x'.repeat(40) }, 'wg0', 'Invalid argument'],
    ['a peer without a name', { peers: [{ publicKey: '' }] }, 'wg0', 'Invalid argument'],
  ])('%s', (_, op, dev, text) => {
    expect(lab().set(op, dev)?.message).toBe(`Unable to modify interface: ${text}`);
  });
});

test('a device of another kind has no address to be set, no bridge and no other namespace', () => {
  const { nodes } = lab();
  nodes.setUp('node-1', 'ip link add br0 type bridge');
  const answer = (words: string): string => nodes.type('node-1', `ip link set wg0 ${words}`).stderr.join();
  expect(answer('address 02:00:00:00:00:01')).toBe('RTNETLINK answers: Operation not supported');
  expect(answer('master br0')).toBe('RTNETLINK answers: Invalid argument');
  expect(answer('netns pod-a')).toBe('Error: The interface netns is immutable.');
});
