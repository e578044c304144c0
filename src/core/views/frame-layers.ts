/** A frame as the inspector's layers: tags, colours, one line of protocol text each, places of the headers. */
import type { WireNote } from '../wire/codec';
import type { DissectOptions, DissectedLayer } from '../wire/dissect';
import { dissect } from '../wire/dissect';
import type { World } from '../model/world';
import type { Layer } from './contract';
import type { TraceReader } from './source';
import type { FrameRef } from '../trace/record';

export interface Frame {
  readonly bytes: Uint8Array;
  readonly layers: readonly DissectedLayer[];
}

/** UDP ports on which this lab's tunnels listen. */
export function tunnelPorts(world: World): DissectOptions {
  const vxlanPorts = new Set<number>();
  const genevePorts = new Set<number>();
  const wireguardPorts = new Set<number>();
  for (const ns of world.netns) {
    for (const link of ns?.links ?? []) {
      if (link?.kind === 'vxlan') vxlanPorts.add(link.dstPort);
      if (link?.kind === 'geneve') genevePorts.add(link.dstPort);
      if (link?.kind === 'wireguard') wireguardPorts.add(link.listenPort);
    }
  }
  return {
    ...(vxlanPorts.size > 0 ? { vxlanPorts: [...vxlanPorts] } : {}),
    ...(genevePorts.size > 0 ? { genevePorts: [...genevePorts] } : {}),
    wireguardPorts: [...wireguardPorts],
  };
}

/** Notes that say bytes are no IPv4 header, or not yet. */
const NOT_IPV4: readonly WireNote[] = [
  'truncated',
  'bad-version',
  'bad-length',
  'length-beyond-frame',
  'checksum-bad',
];

/**
 * The layers of a stored frame; null when there is none, or when it is a packet still being built, which has no
 * header in front yet.
 */
export function readFrame(trace: TraceReader, ref: FrameRef, ports: DissectOptions): Frame | null {
  const stored = ref < 0 ? null : trace.frame(ref);
  if (stored === null) return null;
  const start = stored.l2 ? 'ethernet' : 'ipv4';
  const { layers } = dissect(stored.bytes, start, ports);
  const unfinished = !stored.l2 && layers[0]?.notes.some((note) => NOT_IPV4.includes(note)) === true;
  return unfinished ? null : { bytes: stored.bytes, layers };
}

interface Tag {
  readonly tag: string;
  readonly shortTag: string;
}

const TAGS = {
  ethernet: { tag: 'ETH', shortTag: 'E' },
  vlan: { tag: 'VLAN', shortTag: 'VL' },
  arp: { tag: 'ARP', shortTag: 'AR' },
  ipv4: { tag: 'IPv4', shortTag: 'IP' },
  icmp4: { tag: 'ICMP', shortTag: 'IC' },
  udp: { tag: 'UDP', shortTag: 'U' },
  tcp: { tag: 'TCP', shortTag: 'T' },
  sctp: { tag: 'SCTP', shortTag: 'SC' },
  sctpchunk: { tag: 'CHUNK', shortTag: 'CH' },
  vxlan: { tag: 'VXLAN', shortTag: 'VX' },
  geneve: { tag: 'GENEVE', shortTag: 'GE' },
  wireguard: { tag: 'WG', shortTag: 'WG' },
  dns: { tag: 'DNS', shortTag: 'DN' },
  bgp: { tag: 'BGP', shortTag: 'BG' },
  payload: { tag: 'DATA', shortTag: 'D' },
  padding: { tag: 'PAD', shortTag: 'P' },
} as const satisfies Record<DissectedLayer['header'], Tag>;

export function tagOf(layer: DissectedLayer): Tag {
  return TAGS[layer.header];
}

/** ARP belongs to the link, wherever it stands in the nesting. */
export function layerOf(layer: DissectedLayer): Layer {
  return layer.header === 'arp' ? 'l2' : layer.layer;
}

/** Text of a field, empty when the header was cut before it. */
export function fieldText(layer: DissectedLayer, name: string): string {
  return layer.fields.find((field) => field.name === name)?.text ?? '';
}

/** Number in a field, -1 when the header was cut before it or it holds bytes. */
export function fieldNumber(layer: DissectedLayer, name: string): number {
  const value = layer.fields.find((field) => field.name === name)?.value;
  return typeof value === 'number' ? value : -1;
}

/** One line of protocol text, in the words of tcpdump. */
export function layerSummary(layer: DissectedLayer): string {
  const text = (name: string): string => fieldText(layer, name);
  switch (layer.header) {
    case 'ethernet':
    case 'ipv4':
      return `${text('src')} → ${text('dst')}`;
    case 'udp':
    case 'sctp':
      return `${text('srcPort')} → ${text('dstPort')}`;
    case 'tcp':
      return `${text('srcPort')} → ${text('dstPort')} [${tcpFlagText(layer)}]`;
    case 'wireguard':
      return WIREGUARD_TYPES.get(fieldNumber(layer, 'type')) ?? '';
    case 'vlan':
      return `VID ${text('vid')}`;
    case 'vxlan':
    case 'geneve':
      return `VNI ${text('vni')}`;
    case 'dns':
      return dnsSummary(layer);
    case 'bgp':
    case 'sctpchunk':
      return text('type').replace(/ \(\d+\)$/, '');
    case 'arp':
      return arpSummary(layer);
    case 'icmp4':
      return icmpSummary(layer);
    case 'payload':
    case 'padding':
      return `${layer.to - layer.from} B`;
  }
}

/** Fields of the TCP flags, in the order of tcpdump and Wireshark. */
const TCP_FLAG_FIELDS = [
  ['fin', 'FIN'],
  ['syn', 'SYN'],
  ['rst', 'RST'],
  ['psh', 'PSH'],
  ['ackFlag', 'ACK'],
  ['urg', 'URG'],
  ['ece', 'ECE'],
  ['cwr', 'CWR'],
] as const;

/** `SYN, ACK`; `-` when there is none. */
export function tcpFlagText(layer: DissectedLayer): string {
  const names = TCP_FLAG_FIELDS.flatMap(([field, name]) => (fieldNumber(layer, field) === 1 ? [name] : []));
  return names.length === 0 ? '-' : names.join(', ');
}

/** Types of WireGuard messages, in the words of wireshark. */
const WIREGUARD_TYPES: ReadonlyMap<number, string> = new Map([
  [1, 'handshake initiation'],
  [2, 'handshake response'],
  [3, 'cookie reply'],
  [4, 'transport data'],
]);

/** `A? web.` for a question, `A web. NXDOMAIN` for what is answered. */
function dnsSummary(layer: DissectedLayer): string {
  const word = (name: string): string => fieldText(layer, name).replace(/ \(\d+\)$/, '');
  const question = fieldNumber(layer, 'qr') === 0;
  return [`${word('qtype')}${question ? '?' : ''}`, fieldText(layer, 'qname'), question ? '' : word('rcode')]
    .filter((part) => part !== '')
    .join(' ');
}

function arpSummary(layer: DissectedLayer): string {
  const text = (name: string): string => fieldText(layer, name);
  if (fieldNumber(layer, 'op') === 1) return `who-has ${text('tpa')} tell ${text('spa')}`;
  return `${text('spa')} is-at ${text('sha')}`;
}

function icmpSummary(layer: DissectedLayer): string {
  // The dissector says `echo request (8)`: the name is enough here, the number is in the fields.
  const type = fieldText(layer, 'type').replace(/ \(\d+\)$/, '');
  const rest = ['id', 'seq', 'mtu', 'gateway']
    .filter((name) => layer.fields.some((field) => field.name === name))
    .map((name) => `${name} ${fieldText(layer, name)}`);
  const code = fieldNumber(layer, 'code');
  return [type, ...(code > 0 ? [`code ${code}`] : []), ...rest].join(', ');
}

/** Headers of the packet itself, without the one an ICMP error quotes, outermost first. */
export function ownHeaders(frame: Frame): readonly DissectedLayer[] {
  return frame.layers.filter(({ header, quoted }) => !quoted && header !== 'padding' && header !== 'payload');
}

/** The last header of a kind: the innermost packet's. */
export function innermost(frame: Frame, header: DissectedLayer['header']): DissectedLayer | null {
  return ownHeaders(frame).findLast((layer) => layer.header === header) ?? null;
}

export function isWrapped(frame: Frame): boolean {
  return ownHeaders(frame).some(({ depth }) => depth > 0);
}

/** Bytes before the innermost payload. */
export function headerBytes(frame: Frame): number {
  return ownHeaders(frame).at(-1)?.to ?? 0;
}
