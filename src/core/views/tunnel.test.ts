/**
 * Goal: tunnels other than VXLAN are drawn, told and explained like it: what decided, what was put around the packet,
 * who handled it in user space. Method: two nodes, flannel's ipip, wireguard and udp.
 */
import { describe, expect, test } from 'vitest';
import en from '../../i18n/en/trace';
import zh from '../../i18n/zh-CN/trace';
import { flannelUdpProcess } from '../apps/flannel-udp';
import { openLab } from '../testing/open-lab';
import { tunnelLab } from '../testing/tunnel-lab';
import { TwoNodes } from '../testing/two-nodes';
import type { Session } from '../session';
import { ipv4 } from '../wire/addr';
import type { Instant, Journey } from './contract';
import { viewNamed, type ViewSource } from './index';
import type { Message } from './message';
import { messageParams } from './message-keys';

/** A sentence, as the page would show it. */
function spoken({ key, params }: Message, catalogue: object): string {
  const plural = params.count === 1 ? 'one' : 'other';
  let text: unknown = catalogue;
  for (const part of key.split('.')) {
    const group = text as Readonly<Record<string, unknown>>;
    text = group[part] ?? group[`${part}_${plural}`];
  }
  return String(text).replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => String(params[name]));
}
const english = (message: Message): string => spoken(message, en);

const PING = ['pod-a', 'ping -c 1 -W 1 10.244.2.2'] as const;
const ipip = openLab(tunnelLab('ipip'), [PING]);
const wireguard = openLab(tunnelLab('wireguard'), [
  PING,
  ['pod-a', 'ping -c 1 -W 1 10.9.9.9'],
  ['node-1', 'wg set flannel-wg peer node-9 remove'],
  ['node-1', 'ping -c 1 -W 1 10.244.7.7'],
  // Long enough for a sign of life.
  ['pod-a', 'ping -c 2 -i 11 10.244.1.1'],
]);

/** Views of a ping through flannel's udp backend, whose daemon no command starts. */
function udpSource(): ViewSource {
  const nodes = new TwoNodes(
    1472,
    (own) => `ip tuntap add dev flannel0 mode tun
      ip link set flannel0 mtu 1472 up
      ip addr add 10.244.${own}.0/16 dev flannel0`,
  );
  for (const own of [1, 2]) {
    const other = 3 - own;
    const route = { remote: ipv4(`192.168.56.1${other}`), port: 8285 };
    const routes = [{ subnet: { addr: ipv4(`10.244.${other}.0`), len: 24 }, ...route }];
    const options = { tun: 'flannel0', local: ipv4(`192.168.56.1${own}`), port: 8285, routes };
    nodes.spawn(`node-${own}`, flannelUdpProcess(options, ['flanneld']));
  }
  nodes.simulation.runUntilQuiet();
  nodes.run('pod-a', 'ping -c 1 -W 1 10.244.2.2');
  nodes.run('pod-a', 'ping -c 1 -W 1 10.244.7.7');
  nodes.run('pod-a', 'ping -c 1 -W 1 -t 2 10.244.2.2');
  const { store, simulation } = nodes;
  return {
    trace: {
      length: store.length,
      record: (seq) => store.record(seq),
      frame: (ref) => store.frameBytes(ref),
    },
    worldAt: () => simulation.world,
    explain: (seq) => store.record(seq),
    inputs: [],
  };
}
const udp = udpSource();

type Asked = Pick<Session, 'query'> | ViewSource;

function instantAt(source: Asked, seq: number): Instant {
  const args = { seq, grain: 'decision' } as const;
  return 'query' in source ? source.query('instant', args) : viewNamed('instant')(source, args);
}

/** Each record of the run as an instant. */
function instants(source: Asked): Instant[] {
  const length = 'query' in source ? source.query('timeline', {}).length : source.trace.length;
  return Array.from({ length }, (_, seq) => instantAt(source, seq));
}

const RUNS: readonly (readonly [string, Asked])[] = [
  ['ipip', ipip],
  ['wireguard', wireguard],
  ['udp', udp],
];

describe.each(RUNS)('%s: everything that is said', (_name, source) => {
  test('has a text in both languages, and every parameter the text asks for', () => {
    const params: Readonly<Record<string, readonly string[]>> = messageParams;
    const said = instants(source).flatMap(({ narration, decisions }) => [
      narration,
      ...decisions.flatMap(({ title, sentence, table, rows }) => [
        ...[title, sentence, ...(table?.columns ?? [])],
        ...rows.flatMap(({ reason }) => reason ?? []),
      ]),
    ]);
    for (const message of said) {
      expect(Object.keys(message.params)).toEqual(expect.arrayContaining([...(params[message.key] ?? [])]));
      for (const catalogue of [en, zh])
        expect(spoken(message, catalogue)).not.toMatch(/undefined|null|NaN|\{\{|if\d+\b|#\d/);
    }
  });
});

describe('the story', () => {
  const story = (source: Asked): string[] => instants(source).map(({ narration }) => english(narration));

  test.each([
    'flannel.ipip has no far end of its own: the next hop of the route to 10.244.2.2, 192.168.56.12, is where node-1 sends the outer packet.',
    'flannel.ipip puts an IP header in front, from 192.168.56.11 to 192.168.56.12, protocol 4 (IPv4 in IPv4): 20 bytes more.',
    'flannel.ipip hands the unwrapped packet to node-2, as if it had just come off a wire.',
  ])('of ipip: %s', (sentence) => expect(story(ipip)).toContain(sentence));

  test.each([
    'The allowed IPs of flannel-wg decide: 10.244.2.2 lies in 10.244.2.0/24, which belongs to peer node-2. The next hop of the route plays no part.',
    'flannel-wg and node-2 have agreed on no keys yet. The packet waits while they shake hands.',
    'The answer of node-2 is there: both sides have the same keys. The packet that waited at flannel-wg can go.',
    'flannel-wg seals the packet for peer node-2 and sends it as UDP to 192.168.56.12, port 51820: 72 bytes more, with padding and tag.',
    'No peer of flannel-wg is allowed 10.244.7.7: node-1 has no key to encrypt the packet with (ENOKEY).',
  ])('of wireguard: %s', (sentence) => expect(story(wireguard)).toContain(sentence));

  test.each([
    'From kernel to user space: flannel-udp reads the packet from flannel0. Copying it costs node-1 time, with every packet.',
    'flanneld in node-1 looks into its own table: 10.244.2.2 lies in 10.244.2.0/24, the subnet of node 192.168.56.12.',
    'flannel-udp in node-1 handles the packet like a router and lowers its TTL from 63 to 62, in user space.',
    'flannel-udp in node-1 sends the whole packet as the content of a UDP datagram to 192.168.56.12, port 8285: 28 bytes more.',
    'From user space back to the kernel: flannel-udp of node-2 writes the packet into flannel0.',
    'flanneld in node-1 looks into its own table: no node has a subnet with 10.244.7.7.',
    'flanneld in node-1 lowered the TTL to 0: the packet ends in user space, and no ICMP error is sent.',
  ])('of udp: %s', (sentence) => expect(story(udp)).toContain(sentence));
});

describe('the packet', () => {
  const lanes = (session: Session) => session.query('timeline', {}).lanes;

  test.each([
    ['ipip', ipip],
    ['wireguard', wireguard],
  ])('through %s is delivered, and was wrapped once', (_name, session) => {
    const [lane] = lanes(session).filter(({ title }) => title.key === 'packet.echoRequest');
    expect(lane?.fate).toBe('delivered');
    expect(lane?.wrapped).toHaveLength(1);
  });

  test('of a handshake, and a sign of life, is taken in by the other side', () => {
    const handshake = lanes(wireguard)
      .filter(({ title }) => title.key.startsWith('packet.wireguard'))
      .map(({ title, fate, layer }) => [english(title), fate, layer]);
    expect(handshake).toEqual([
      ['WireGuard handshake: initiation', 'consumed', 'tun'],
      ['WireGuard handshake: response', 'consumed', 'tun'],
      ['WireGuard sign of life (keepalive)', 'consumed', 'tun'],
    ]);
  });

  const requests = (source: Asked): Journey[] =>
    instants(source)
      .flatMap(({ journey }) => journey ?? [])
      .filter(({ title }) => title.key === 'packet.echoRequest');

  test('that ends in user space is dropped', () => {
    const fates = new Map(requests(udp).map(({ packet, fate }) => [packet, fate]));
    expect([...fates.values()]).toEqual(['delivered', 'dropped', 'dropped']);
  });

  test('shows its layers inside the message', () => {
    const wrapped = instants(wireguard).find(({ narration }) => narration.key === 'narrate.wireguardEncap');
    expect(wrapped?.packetView?.layers.map(({ tag, summary }) => `${tag} ${summary}`)).toEqual([
      'IPv4 192.168.56.11 → 192.168.56.12',
      'UDP 51820 → 51820',
      'WG transport data',
      'IPv4 10.244.1.2 → 10.244.2.2',
      expect.stringMatching(/^ICMP echo request/),
      'DATA 56 B',
      'PAD 12 B',
      'PAD 16 B',
    ]);
  });

  test('is on its way from device to device, the tun devices among them', () => {
    const stops = requests(udp)[0]?.stops ?? [];
    expect(stops.map(({ netns, dev, ttl }) => `${netns}/${dev} ${ttl}`)).toEqual([
      ...['pod-a/eth0 64', 'node-1/veth0 64', 'node-1/flannel0 62', 'node-1/eth0 62'],
      ...['node-2/eth0 62', 'node-2/flannel0 61', 'node-2/veth0 60', 'pod-b/eth0 60'],
    ]);
    expect(stops.map(({ device }) => device)).toContain('tun');
  });
});

describe('the evidence', () => {
  test('of allowed IPs: the longest prefix won, and the shorter one says so', () => {
    const lookup = instants(wireguard)
      .flatMap(({ decisions }) => decisions)
      .find(({ title }) => title.key === 'decision.allowedIps');
    expect(lookup).toMatchObject({ key: '10.244.2.2', answer: '10.244.2.0/24 → node-2' });
    expect(lookup?.kernelFunction).toBe('wg_allowedips_lookup_dst');
    expect(lookup?.rows.map(({ cells, verdict, reason }) => [...cells, verdict, reason?.key])).toEqual([
      ['10.244.2.0/24', 'node-2', '192.168.56.12:51820', 'won', 'reason.longestMatch'],
      ['10.0.0.0/8', 'node-9', '192.168.56.99:51820', 'lost', 'reason.shorterPrefix'],
    ]);
    expect(lookup?.rows[0]?.writtenBy).toMatch(/^wg set flannel-wg peer node-2/);
  });

  test('of flanneld: its own table', () => {
    const lookup = instants(udp)
      .flatMap(({ decisions }) => decisions)
      .find(({ title }) => title.key === 'decision.relayTable');
    expect(lookup?.answer).toBe('10.244.2.0/24 → 192.168.56.12:8285');
    expect(lookup?.kernelFunction).toBe('find_route');
  });
});

describe('the drawing', () => {
  test.each([
    ['ipip', ipip, 'flannel.ipip'],
    ['wireguard', wireguard, 'flannel-wg'],
  ])('joins the ends of %s by a tunnel, and finds a place for each', (device, session, name) => {
    const { graph, layouts } = session.query('graph', { seq: session.length - 1 });
    const ends = [`dev:node-1/${name}`, `dev:node-2/${name}`];
    expect(graph.wires.filter(({ kind }) => kind === 'tunnel')).toMatchObject([
      { from: ends[0], to: ends[1] },
    ]);
    for (const id of ends) {
      expect(graph.elements.find((element) => element.id === id)).toMatchObject({ device, mac: '' });
      expect(layouts.wide.boxes[id]).toBeDefined();
      expect(layouts.compact.boxes[id]).toBeDefined();
    }
  });

  test('has the tun device as well', () => {
    const { graph, layouts } = viewNamed('graph')(udp, { seq: 0 });
    expect(graph.elements.find(({ id }) => id === 'dev:node-1/flannel0')).toMatchObject({ device: 'tun' });
    expect(layouts.wide.boxes['dev:node-1/flannel0']).toBeDefined();
  });
});

describe('the tables', () => {
  const tables = (session: Session) =>
    session.query('tables', { seq: session.length - 1, netns: 'node-2', compareSeq: null }).tables;

  test('have peers where there are wireguard devices', () => {
    expect(
      tables(wireguard)
        .find(({ name }) => name === 'peers')
        ?.rows.map(({ cells }) => cells),
    ).toEqual([
      ['flannel-wg', 'node-1', '192.168.56.11:51820', '10.244.1.0/24'],
      ['flannel-wg', 'node-9', '192.168.56.99:51820', '10.0.0.0/8'],
    ]);
    expect(tables(ipip).map(({ name }) => name)).not.toContain('peers');
  });

  test('tell what a command changed', () => {
    const changes = instants(wireguard).flatMap((instant) => instant.changes);
    expect(changes).toContainEqual({
      ...{ table: 'wg flannel-wg', netns: 'node-1', after: null },
      before: 'peer node-9 endpoint 192.168.56.99:51820 allowed-ips 10.0.0.0/8',
    });
  });
});
