/** The append-only trace: records, and every frame once. */
import type { TraceKind } from './kinds';
import type { FrameRef, TraceRecord } from './record';
import type { TraceSink } from './sink';

interface FramePlace {
  readonly from: number;
  readonly to: number;
  readonly l2: boolean;
}

/** A stored frame. `bytes` is a view into the store: read only. */
export interface StoredFrame {
  readonly bytes: Uint8Array;
  /** Whether it begins with an Ethernet header; else it is bare IP. */
  readonly l2: boolean;
}

const ARENA_START_BYTES = 1 << 16;

export class TraceStore implements TraceSink {
  readonly on = true;
  readonly evidence = false;
  readonly tap = null;
  private readonly records: TraceRecord[] = [];
  private readonly places: FramePlace[] = [];
  /** References by a 32-bit hash of the bytes; collisions are compared. */
  private readonly byHash = new Map<number, FrameRef[]>();
  private arena = new Uint8Array(ARENA_START_BYTES);
  private used = 0;

  get next(): number {
    return this.records.length;
  }

  /** Number of records. */
  get length(): number {
    return this.records.length;
  }

  wants(_kind: TraceKind): boolean {
    return true;
  }

  /** The record with this number. Throws beyond the end. */
  record(seq: number): TraceRecord {
    const record = this.records[seq];
    if (record === undefined) throw new RangeError(`no trace record ${String(seq)}`);
    return record;
  }

  emit(record: TraceRecord): void {
    this.records.push(record);
  }

  frame(data: Uint8Array, from: number, to: number, l2: boolean): FrameRef {
    const hash = hashBytes(data, from, to);
    const same = this.byHash.get(hash);
    if (same !== undefined) {
      for (const ref of same) if (this.equals(ref, data, from, to, l2)) return ref;
    }
    const ref = this.append(data, from, to, l2);
    if (same === undefined) this.byHash.set(hash, [ref]);
    else same.push(ref);
    return ref;
  }

  /** The bytes of a frame, null for -1. */
  frameBytes(ref: FrameRef): StoredFrame | null {
    const place = this.places[ref];
    return place === undefined ? null : { bytes: this.arena.subarray(place.from, place.to), l2: place.l2 };
  }

  /** Forgets every record from `length` on. Frames stay: they are harmless and may be needed again. */
  truncate(length: number): void {
    this.records.length = Math.min(this.records.length, length);
  }

  private append(data: Uint8Array, from: number, to: number, l2: boolean): FrameRef {
    const length = to - from;
    if (this.used + length > this.arena.length) {
      const larger = new Uint8Array(Math.max(this.arena.length * 2, this.used + length));
      larger.set(this.arena.subarray(0, this.used));
      this.arena = larger;
    }
    this.arena.set(data.subarray(from, to), this.used);
    this.places.push({ from: this.used, to: this.used + length, l2 });
    this.used += length;
    return this.places.length - 1;
  }

  private equals(ref: FrameRef, data: Uint8Array, from: number, to: number, l2: boolean): boolean {
    const place = this.places[ref];
    if (place === undefined || place.l2 !== l2 || place.to - place.from !== to - from) return false;
    for (let i = 0; i < to - from; i += 1) if (this.arena[place.from + i] !== data[from + i]) return false;
    return true;
  }
}

/** FNV-1a. */
function hashBytes(data: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i += 1) hash = Math.imul(hash ^ (data[i] ?? 0), 0x01000193);
  return hash;
}
