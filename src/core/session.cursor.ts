/** Cursors in words: which input, which of its packets, where, what. They outlive changes of the numbering. */
import type { World } from './model/world';
import type { SemanticCursor } from './session.types';
import type { TraceRecord } from './trace/record';
import type { ViewSource } from './views/source';

interface Place {
  readonly input: number;
  readonly packet: number;
  readonly netns: string;
  readonly dev: string;
  readonly kind: string;
}

/** Everything about a record but the ordinal among its likes. `world`: names of devices and netns, as at the end. */
function placeOf(world: World, record: TraceRecord, input: number, firstPacket: number): Place {
  const ns = world.netns[record.netns];
  return {
    input,
    packet: record.packet < 0 ? -1 : record.packet - firstPacket,
    netns: ns?.name ?? '',
    dev: ns?.links[record.dev]?.name ?? '',
    kind: record.kind,
  };
}

/** Walks the trace and tells each record with its place, until `visit` answers true. */
function walk(source: ViewSource, visit: (record: TraceRecord, place: Place) => boolean): void {
  let input = -1;
  let firstPacket = 0;
  let highest = -1;
  if (source.trace.length === 0) return;
  const world = source.worldAt(source.trace.length - 1);
  for (let seq = 0; seq < source.trace.length; seq += 1) {
    const record = source.trace.record(seq);
    if (record.kind === 'input') {
      input = record.detail.index;
      firstPacket = highest + 1;
    }
    highest = Math.max(highest, record.packet);
    if (visit(record, placeOf(world, record, input, firstPacket))) return;
  }
}

function same(a: Place, b: Place): boolean {
  return (
    a.input === b.input &&
    a.packet === b.packet &&
    a.netns === b.netns &&
    a.dev === b.dev &&
    a.kind === b.kind
  );
}

export function cursorOf(source: ViewSource, seq: number): SemanticCursor {
  let place: Place = { input: -1, packet: -1, netns: '', dev: '', kind: '' };
  walk(source, (record, here) => {
    if (record.seq === seq) place = here;
    return record.seq === seq;
  });
  let ordinal = 0;
  walk(source, (record, other) => {
    if (record.seq >= seq) return true;
    if (same(other, place)) ordinal += 1;
    return false;
  });
  return { ...place, ordinal, seq };
}

/** Falls back to the number when nothing fits, and to the end when the number is too large. */
export function seqOf(source: ViewSource, cursor: SemanticCursor): number {
  const last = Math.max(0, source.trace.length - 1);
  let ordinal = 0;
  let found = -1;
  walk(source, (record, place) => {
    if (!same(place, cursor)) return false;
    if (ordinal === cursor.ordinal) found = record.seq;
    ordinal += 1;
    return found !== -1;
  });
  return found === -1 ? Math.min(Math.max(0, cursor.seq), last) : found;
}
