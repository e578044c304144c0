/** Every frame once, found again by its bytes. */
import type { FrameRef } from './record';

/** A stored frame. `bytes` is a view into the store: read only. */
export interface StoredFrame {
  readonly bytes: Uint8Array;
  /** Whether it begins with an Ethernet header; else it is bare IP. */
  readonly l2: boolean;
}

const ARENA_START_BYTES = 1 << 16;
const FRAMES_START = 256;
const NONE = -1;

/**
 * Bytes in one arena, and a hash table of numbers: a frame of a trace makes no object. `heads` has the newest frame of each
 * bucket, `older` the one before it; there are as many buckets as there is room for frames.
 */
export class FrameStore {
  private arena = new Uint8Array(ARENA_START_BYTES);
  private used = 0;
  private count = 0;
  private froms = new Uint32Array(FRAMES_START + 1);
  private l2s = new Uint8Array(FRAMES_START);
  private hashes = new Int32Array(FRAMES_START);
  private older = new Int32Array(FRAMES_START);
  private heads = new Int32Array(FRAMES_START).fill(NONE);

  /** Keeps the bytes of [from, to); answers the reference equal bytes already have. */
  keep(data: Uint8Array, from: number, to: number, l2: boolean): FrameRef {
    const length = to - from;
    if (this.used + length > this.arena.length) this.growArena(length);
    const hash = this.copy(data, from, to);
    const { heads } = this;
    for (let ref = heads[hash & (heads.length - 1)] ?? NONE; ref !== NONE; ref = this.older[ref] ?? NONE) {
      if (this.hashes[ref] === hash && this.equals(ref, length, l2)) return ref;
    }
    return this.append(hash, length, l2);
  }

  /** Number of frames; their references are the numbers below it. */
  get size(): number {
    return this.count;
  }

  /** The bytes of a frame, null for -1. */
  read(ref: FrameRef): StoredFrame | null {
    if (ref < 0 || ref >= this.count) return null;
    const bytes = this.arena.subarray(this.froms[ref], this.froms[ref + 1]);
    return { bytes, l2: this.l2s[ref] === 1 };
  }

  /** Writes the bytes behind what is kept, and answers their hash (FNV-1a): one way through them for both. */
  private copy(data: Uint8Array, from: number, to: number): number {
    const { arena } = this;
    let at = this.used;
    let hash = 0x811c9dc5 | 0;
    for (let i = from; i < to; i += 1) {
      const byte = data[i] ?? 0;
      arena[at] = byte;
      at += 1;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    return hash;
  }

  /** Whether the bytes just copied are those of a frame. */
  private equals(ref: FrameRef, length: number, l2: boolean): boolean {
    const { arena, used } = this;
    const from = this.froms[ref] ?? 0;
    if ((this.l2s[ref] === 1) !== l2 || (this.froms[ref + 1] ?? 0) - from !== length) return false;
    for (let i = 0; i < length; i += 1) if (arena[from + i] !== arena[used + i]) return false;
    return true;
  }

  /** What was copied is new: it stays. */
  private append(hash: number, length: number, l2: boolean): FrameRef {
    if (this.count === this.older.length) this.growTable();
    const ref = this.count;
    const bucket = hash & (this.heads.length - 1);
    this.hashes[ref] = hash;
    this.l2s[ref] = l2 ? 1 : 0;
    this.older[ref] = this.heads[bucket] ?? NONE;
    this.heads[bucket] = ref;
    this.used += length;
    this.count = ref + 1;
    this.froms[this.count] = this.used;
    return ref;
  }

  private growArena(length: number): void {
    const larger = new Uint8Array(Math.max(this.arena.length * 2, this.used + length));
    larger.set(this.arena.subarray(0, this.used));
    this.arena = larger;
  }

  private growTable(): void {
    const size = this.older.length * 2;
    const froms = new Uint32Array(size + 1);
    const l2s = new Uint8Array(size);
    const hashes = new Int32Array(size);
    froms.set(this.froms);
    l2s.set(this.l2s);
    hashes.set(this.hashes);
    this.froms = froms;
    this.l2s = l2s;
    this.hashes = hashes;
    this.older = new Int32Array(size);
    this.heads = new Int32Array(size).fill(NONE);
    for (let ref = 0; ref < this.count; ref += 1) {
      const bucket = (hashes[ref] ?? 0) & (size - 1);
      this.older[ref] = this.heads[bucket] ?? NONE;
      this.heads[bucket] = ref;
    }
  }
}
