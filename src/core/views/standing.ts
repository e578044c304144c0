/** Where a packet stands: the device it was last handed to, and up to which record it stays there. */
import type { Ifindex, NetnsId } from '../model/link';
import type { TraceRecord } from '../trace/record';
import { isEnd } from './fate';
import type { ViewSource } from './source';
import type { TraceIndex } from './trace-index';

export interface Place {
  readonly netns: NetnsId;
  readonly dev: Ifindex;
}

/** The device a record puts the packet at: where it is sent or received, or waits for an address. */
export function standsAt(record: TraceRecord): Place | null {
  const waits = record.kind === 'neigh.lookup' && record.verdict === 'queued';
  if (record.kind !== 'link.tx' && record.kind !== 'link.rx' && !waits) return null;
  return { netns: record.netns, dev: record.dev };
}

export function samePlace(a: Place | null, b: Place | null): boolean {
  return a !== null && b !== null && a.netns === b.netns && a.dev === b.dev;
}

/** What a tunnel device does with a frame it was handed, up to handing on the outer packet. */
const TUNNEL_WORK: readonly TraceRecord['kind'][] = [
  'tunnel.lookup',
  'route.lookup',
  'route.source',
  'tunnel.encap',
  // At a tun device a process does the work.
  'user.cross',
  'ip.ttl',
];

/** The last record at which the packet is still where `seq` put it, without any further device. */
export function lastWorkAt(source: ViewSource, index: TraceIndex, seq: number): number {
  let at = seq;
  for (;;) {
    const [next, ...copies] = index.children[at] ?? [];
    if (next === undefined || copies.length > 0) return at;
    const record = source.trace.record(next);
    if (!TUNNEL_WORK.includes(record.kind)) return at;
    if (at === seq && record.kind !== 'tunnel.lookup' && record.kind !== 'user.cross') return at;
    at = next;
  }
}

/**
 * Where a hop ends: the packet newly stands at a device, goes on after a wait, or ends. A tunnel device's hop ends when
 * the frame is wrapped.
 */
export function hopsOf(source: ViewSource, index: TraceIndex, packet: number): number[] {
  const hops: number[] = [];
  const places = new Map<number, { readonly place: Place; readonly waits: boolean }>();
  for (const seq of index.packets.get(packet) ?? []) {
    const record = source.trace.record(seq);
    const before = places.get(index.parent[seq] ?? -1);
    const place = standsAt(record);
    if (place !== null) {
      if (before === undefined || before.waits || !samePlace(place, before.place)) {
        hops.push(lastWorkAt(source, index, seq));
      }
      places.set(seq, { place, waits: record.kind === 'neigh.lookup' });
      continue;
    }
    if (before !== undefined) places.set(seq, before);
    if (isEnd(record)) hops.push(seq);
  }
  return hops;
}
