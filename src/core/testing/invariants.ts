/** What holds for every trace, whatever the network: the sentences a test of random networks checks. */
import type { World } from '../model/world';
import { pendingEvents } from '../sim/queue';
import type { TraceRecord } from '../trace/record';
import type { TraceStore } from '../trace/store';
import { dissect } from '../wire/dissect';

/** Records about a packet that are no step on its way: an error sent because of it, a look-up for another packet. */
function isAside(record: TraceRecord): boolean {
  return record.kind === 'icmp.send';
}

/** A packet's way, as far as this copy is concerned, ends with such a record. */
export function endsPacket(record: TraceRecord): boolean {
  switch (record.kind) {
    case 'drop':
    case 'arp.receive':
    case 'icmp.echo':
      return true;
    case 'sock.deliver':
      // What the kernel's tunnels and relaying processes receive goes on from there.
      return (record.detail.pid !== 0 || record.detail.socket === 'tcp') && record.detail.relay !== true;
    case 'wireguard.session':
      return ['accept', 'complete', 'heard'].includes(record.verdict);
    case 'sock.send':
      return record.verdict === 'refused';
    case 'ip.reassemble':
      return record.verdict !== 'complete';
    default:
      return false;
  }
}

/** Records that may come before there is a packet at all: where would it go, and from which address? */
function isQuestion(record: TraceRecord): boolean {
  return record.kind === 'route.lookup' || record.kind === 'route.source';
}

/** Packets still on a wire, or waiting for a neighbour or a handshake. */
function underWay(world: World): ReadonlySet<number> {
  const packets = new Set<number>();
  for (const event of pendingEvents(world)) if (event.kind === 'frame.arrive') packets.add(event.skb.packet);
  for (const ns of world.netns) {
    for (const link of ns?.links ?? []) {
      for (const entry of link?.neigh.entries.values() ?? []) {
        for (const { skb } of entry.queue) packets.add(skb.packet);
      }
      if (link?.kind !== 'wireguard') continue;
      for (const { staged } of link.peers.entries.values()) for (const skb of staged) packets.add(skb.packet);
    }
  }
  return packets;
}

/** `12 drop:drop` */
function nameOf(record: TraceRecord): string {
  return `${String(record.seq)} ${record.kind}:${record.verdict} (packet ${String(record.packet)})`;
}

/**
 * Branches of packets that do not end in exactly one of: delivered, consumed, dropped, refused, under way. Empty when
 * all is well.
 */
export function unendedBranches(trace: TraceStore, world: World): readonly string[] {
  const wrong: string[] = [];
  const going = underWay(world);
  const continued = new Set<number>();
  const real = new Set<number>();
  for (let seq = 0; seq < trace.length; seq += 1) {
    const record = trace.record(seq);
    if (record.packet < 0) continue;
    if (!isQuestion(record)) real.add(record.packet);
    if (isAside(record)) continue;
    const before = previousOf(trace, record);
    if (before === null) continue;
    continued.add(before.seq);
    if (endsPacket(before) && !isRefusal(before, record))
      wrong.push(`${nameOf(record)} after the packet ended with ${nameOf(before)}`);
  }
  for (let seq = 0; seq < trace.length; seq += 1) {
    const record = trace.record(seq);
    const { packet } = record;
    if (packet < 0 || isAside(record) || continued.has(seq) || endsPacket(record)) continue;
    if (going.has(packet) || !real.has(packet) || isRedirect(record)) continue;
    wrong.push(`nothing follows ${nameOf(record)}`);
  }
  return wrong;
}

/** A connection looks at what it gets and may not want it. */
function isRefusal(before: TraceRecord, record: TraceRecord): boolean {
  return before.kind === 'sock.deliver' && before.detail.socket === 'tcp' && record.kind === 'drop';
}

/** What a redirect says is learned; nobody else hears of it when a UDP socket sent the packet it is about. */
function isRedirect(record: TraceRecord): boolean {
  return record.kind === 'route.exception' && record.detail.gateway !== 0;
}

/** The record of the same packet that led to this one, over whatever lies between. */
function previousOf(trace: TraceStore, record: TraceRecord): TraceRecord | null {
  let { cause } = record;
  while (cause >= 0) {
    const before = trace.record(cause);
    if (before.packet === record.packet && !isAside(before)) return before;
    cause = before.cause;
  }
  return null;
}

/**
 * Frames on a device that a dissector would complain about: wrong checksums, lengths, unknown or cut headers. `counts`:
 * which packets are looked at, all when absent.
 */
export function malformedFrames(
  trace: TraceStore,
  counts: (packet: number) => boolean = () => true,
): readonly string[] {
  const wrong: string[] = [];
  for (let seq = 0; seq < trace.length; seq += 1) {
    const record = trace.record(seq);
    if (record.kind !== 'link.tx' && record.kind !== 'link.rx') continue;
    if (!counts(record.packet)) continue;
    const frame = trace.frameBytes(record.after);
    if (frame === null) {
      wrong.push(`${nameOf(record)} has no frame`);
      continue;
    }
    for (const layer of dissect(frame.bytes, frame.l2 ? 'ethernet' : 'ipv4').layers) {
      // An ICMP error quotes a packet that it cut: that is no fault.
      const faults = layer.notes.filter((note) => note !== 'fragment');
      if (!layer.quoted && faults.length > 0) {
        wrong.push(`${nameOf(record)}: ${layer.header} ${faults.join(' ')}`);
      }
    }
  }
  return wrong;
}

/** Records that break the envelope's promises: dense numbers, time that never runs back, causes that came before. */
export function badEnvelopes(trace: TraceStore): readonly string[] {
  const wrong: string[] = [];
  let atNs = 0;
  let event = 0;
  for (let seq = 0; seq < trace.length; seq += 1) {
    const record = trace.record(seq);
    if (record.seq !== seq) wrong.push(`${nameOf(record)} at place ${String(seq)}`);
    if (record.atNs < atNs || record.event < event) wrong.push(`${nameOf(record)} goes back in time`);
    if (record.cause >= seq) wrong.push(`${nameOf(record)} is caused by ${String(record.cause)}`);
    atNs = record.atNs;
    event = record.event;
  }
  return wrong;
}
