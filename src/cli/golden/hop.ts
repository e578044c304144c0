/** One frame at one device, from the golden file or from the simulator. */
import type { Json, JsonObject } from './json';
import { isObject, member, objectsOf, textOf } from './json';

export interface Hop {
  /** Traffic step during which it was seen, '' for none. */
  readonly step: string;
  readonly ns: string;
  readonly dev: string;
  readonly direction: 'in' | 'out';
  readonly pkttype: string;
  readonly len: number;
  readonly frame: JsonObject;
  /** Equal for hops of the same packet within a step, as far as the source of the hops can tell. */
  readonly identity: string;
}

/** `node1 eth0`: a device of the lab. */
export function deviceOf(hop: Pick<Hop, 'ns' | 'dev'>): string {
  return `${hop.ns} ${hop.dev}`;
}

/** `node1 eth0 out` */
export function placeOf(hop: Pick<Hop, 'ns' | 'dev' | 'direction'>): string {
  return `${hop.ns} ${hop.dev} ${hop.direction}`;
}

const TUNNELS = ['vxlan', 'geneve', 'flannel_udp', 'ipip', 'gre'] as const;

/** The packet inside all tunnels: what stays the same along the way. */
export function innermost(frame: JsonObject): JsonObject {
  for (const tunnel of TUNNELS) {
    const inner = member(frame, tunnel)['inner'];
    if (isObject(inner) && ('ip' in inner || 'arp' in inner)) return innermost(inner);
  }
  return frame;
}

/**
 * What tells one packet from another by its bytes alone: the fields that routing, NAT and encapsulation leave alone.
 * The referee numbers its packets by the same fields.
 */
export function frameIdentity(frame: JsonObject, len: number): string {
  const f = innermost(frame);
  const key = (name: string, fields: readonly string[]): string =>
    fields.map((field) => textOf(member(f, name), field)).join(' ');
  if ('arp' in f) return `arp ${key('arp', ['op', 'sha', 'spa', 'tpa'])}`;
  if (!('ip' in f)) return `other ${String(len)}`;
  const ip = `ip ${key('ip', ['id', 'proto', 'frag_off'])}`;
  if ('icmp' in f) return `${ip} icmp ${key('icmp', ['type', 'code', 'seq', 'mtu'])}`;
  if ('tcp' in f) return `${ip} tcp ${key('tcp', ['flags', 'seq', 'data_len'])} ack ${key('tcp', ['ack'])}`;
  if ('udp' in f) return `${ip} udp ${key('udp', ['len'])}`;
  return ip;
}

/**
 * Whether the acknowledgement of a segment is relative to nothing: where only one of its two addresses is translated
 * back yet (a bridge's own device, behind bridge-nf), no SYN was ever seen between the two. Elsewhere it is 1 or more.
 */
function acknowledgesUnknown(frame: JsonObject): boolean {
  return member(innermost(frame), 'tcp')['ack'] === 0;
}

/** The hops of a parsed hops.json. */
export function goldenHops(file: Json): readonly Hop[] {
  if (!isObject(file)) return [];
  /** The last identity of segments that are alike but for their acknowledgement. */
  const segments = new Map<string, string>();
  const identityOf = (frame: JsonObject, len: number): string => {
    const own = frameIdentity(frame, len);
    if (!('tcp' in innermost(frame))) return own;
    const but = own.slice(0, own.lastIndexOf(' ack '));
    if (acknowledgesUnknown(frame)) return segments.get(but) ?? own;
    segments.set(but, own);
    return own;
  };
  return objectsOf(file['hops']).map((row) => {
    const frame = member(row, 'frame');
    const len = Number(row['len']);
    return {
      step: textOf(row, 'step'),
      ns: textOf(row, 'ns'),
      dev: textOf(row, 'dev'),
      direction: row['direction'] === 'out' ? 'out' : 'in',
      pkttype: textOf(row, 'pkttype'),
      len,
      frame,
      identity: identityOf(frame, len),
    };
  });
}

/** `icmp 8/0 10.244.1.2 > 10.244.2.2 in vxlan`: a packet in a line of a report. */
export function describeFrame(frame: JsonObject): string {
  const f = innermost(frame);
  const suffix = f === frame ? '' : ' in a tunnel';
  if ('arp' in f) {
    const arp = member(f, 'arp');
    return `arp ${textOf(arp, 'op')} ${textOf(arp, 'spa')} > ${textOf(arp, 'tpa')}${suffix}`;
  }
  const ip = member(f, 'ip');
  const addresses = `${textOf(ip, 'src')} > ${textOf(ip, 'dst')}${suffix}`;
  const icmp = f['icmp'];
  if (isObject(icmp)) return `icmp ${textOf(icmp, 'type')}/${textOf(icmp, 'code')} ${addresses}`;
  if ('udp' in f) return `udp ${addresses}`;
  if ('tcp' in f) return `tcp ${textOf(member(f, 'tcp'), 'flags')} ${addresses}`;
  return `ip ${addresses}`;
}
