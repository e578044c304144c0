/** Which packets a check speaks of, and where they have been. */
import * as v from 'valibot';
import type { World } from '../model/world';
import type { TraceRecord } from '../trace/record';
import type { DeviceKind } from '../views/contract';
import { fieldNumber, fieldText, innermost, type Frame } from '../views/frame-layers';
import { firstFrame, stopsOf } from '../views/journeys';
import { devName, linkAt, netnsName } from '../views/names';
import type { ViewSource } from '../views/source';
import { pathTo, type TraceIndex } from '../views/trace-index';
import { formatIpv4 } from '../wire/addr';

/** What checks look at: a run, and from where in it on. */
export interface Scope {
  readonly source: ViewSource;
  readonly index: TraceIndex;
  /** World after everything. */
  readonly world: World;
  /** First record that counts: the first input since the step began. */
  readonly from: number;
}

export const PACKET_KINDS = [
  'any',
  'arp-request',
  'arp-reply',
  'echo-request',
  'echo-reply',
  'icmp-error',
  'tcp',
  'udp',
  'other',
] as const;
export type PacketKind = (typeof PACKET_KINDS)[number];

/** A name or address: `pod-a`, `node-1`, `10.244.1.2`. */
export const end = v.pipe(
  v.string(),
  v.regex(/^[-a-z0-9.]{1,63}$/, 'name'),
  v.description('A netns by name (any of its addresses), or an IPv4 address.'),
);

/** Fields that choose packets; together they narrow. */
export const packetFields = {
  packet: v.optional(
    v.pipe(v.picklist(PACKET_KINDS), v.description('What the innermost packet is; `any` by default.')),
    'any',
  ),
  from: v.optional(v.pipe(end, v.description('Its source: netns or address.'))),
  to: v.optional(v.pipe(end, v.description('Its destination: netns or address. Of ARP: who is asked for.'))),
};

export interface PacketFilter {
  readonly packet: PacketKind;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** `pod-a/eth0`, `pod-a`, `*\/cni0`, `kind:vxlan` */
const PLACE = /^(?:kind:[a-z]+|(?:\*|[-a-z0-9.]{1,63})(?:\/[^/\s]{1,15})?)$/;
export const place = v.pipe(
  v.string(),
  v.regex(PLACE, 'name'),
  v.description(
    'NETNS/DEVICE, NETNS alone, `*/DEVICE` in any netns, or `kind:KIND` for any device of a kind.',
  ),
);

/** A device a packet stood at, with the records that belong to it. */
export interface Stood {
  readonly netns: string;
  readonly dev: string;
  readonly kind: DeviceKind | null;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** Packets that were made since the scope's beginning and fit, in order. */
export function packetsIn(scope: Scope, filter: PacketFilter): number[] {
  const { index, from } = scope;
  return [...index.packets]
    .filter(([, seqs]) => (seqs[0] ?? -1) >= from)
    .map(([packet]) => packet)
    .filter((packet) => fits(scope, firstFrame(index, packet), filter));
}

function fits(scope: Scope, frame: Frame | null, filter: PacketFilter): boolean {
  if (frame === null) return false;
  if (filter.packet !== 'any' && kindOf(frame) !== filter.packet) return false;
  const { from, to } = endsOf(frame);
  return isEnd(scope, from, filter.from) && isEnd(scope, to, filter.to);
}

function kindOf(frame: Frame): PacketKind {
  const arp = innermost(frame, 'arp');
  if (arp) return fieldNumber(arp, 'op') === 1 ? 'arp-request' : 'arp-reply';
  const icmp = innermost(frame, 'icmp4');
  if (icmp) return ICMP_KINDS.get(fieldNumber(icmp, 'type')) ?? 'other';
  if (innermost(frame, 'tcp')) return 'tcp';
  return innermost(frame, 'udp') ? 'udp' : 'other';
}

/** Types of RFC 792 that lessons name. */
const ICMP_KINDS: ReadonlyMap<number, PacketKind> = new Map([
  [0, 'echo-reply'],
  [8, 'echo-request'],
  [3, 'icmp-error'],
  [11, 'icmp-error'],
]);

function endsOf(frame: Frame): { readonly from: string; readonly to: string } {
  const arp = innermost(frame, 'arp');
  if (arp) return { from: fieldText(arp, 'spa'), to: fieldText(arp, 'tpa') };
  const ip = innermost(frame, 'ipv4');
  return ip ? { from: fieldText(ip, 'src'), to: fieldText(ip, 'dst') } : { from: '', to: '' };
}

function isEnd(scope: Scope, address: string, wanted: string | undefined): boolean {
  return wanted === undefined || addressesOf(scope.world, wanted).includes(address);
}

/** The addresses a name stands for; an address stands for itself. */
export function addressesOf(world: World, name: string): readonly string[] {
  const ns = world.netns.find((one) => one?.name === name);
  if (ns === undefined) return [name];
  return ns.links.flatMap((link) => link?.addrs.map(({ local }) => formatIpv4(local)) ?? []);
}

/** The ways a packet took, one per copy, each as the devices it stood at. */
export function waysOf({ source, index, world }: Scope, packet: number): readonly (readonly Stood[])[] {
  const leaves = (index.packets.get(packet) ?? []).filter((seq) => (index.children[seq] ?? []).length === 0);
  return leaves.map((leaf) =>
    stopsOf(source, index, pathTo(index, leaf)).map(({ place: at, firstSeq, lastSeq }) => ({
      netns: netnsName(world, at.netns),
      dev: devName(world, at.netns, at.dev),
      kind: linkAt(world, at.netns, at.dev)?.kind ?? null,
      firstSeq,
      lastSeq,
    })),
  );
}

export function isAt(stood: Stood, where: string): boolean {
  if (where.startsWith('kind:')) return stood.kind === where.slice('kind:'.length);
  const [netns, dev] = where.split('/');
  return (netns === '*' || netns === stood.netns) && (dev === undefined || dev === stood.dev);
}

/** The drops of a packet, in order. */
export function dropsOf({ source, index }: Scope, packet: number): readonly TraceRecord<'drop'>[] {
  return (index.packets.get(packet) ?? [])
    .map((seq) => source.trace.record(seq))
    .filter((record) => record.kind === 'drop');
}

/** What a filter is called where it is spoken of: `echo-request pod-a → pod-b`. */
export function nameOf({ packet, from, to }: PacketFilter): string {
  if (from === undefined && to === undefined) return packet;
  return `${packet} ${from ?? '*'} → ${to ?? '*'}`;
}
