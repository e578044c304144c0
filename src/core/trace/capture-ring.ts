/**
 * A capture without a trace: the last frames that were on any device, in one piece of memory that is written round and
 * round. For long runs of which nobody asks why.
 */
import type { Ifindex, NetnsId } from '../model/link';
import { wireBytes, type Skb } from '../model/skb';
import type { FrameRef } from './record';
import type { FrameTap, TraceSink } from './sink';

/** A frame as it was on a device. `bytes` is a view into the ring, good until the next frame is taken. */
export interface CapturedFrame {
  readonly atNs: number;
  readonly netns: NetnsId;
  readonly dev: Ifindex;
  /** Whether it begins with an Ethernet header; else it is bare IP. */
  readonly l2: boolean;
  readonly bytes: Uint8Array;
}

/** Bytes of memory for each frame the ring has room to remember. */
const BYTES_PER_FRAME = 256;

export class CaptureRing implements TraceSink, FrameTap {
  readonly on = false;
  readonly evidence = false;
  readonly next = 0;
  readonly tap = this;
  /** Frames taken since the start. */
  taken = 0;
  private readonly bytes: Uint8Array;
  /** Where the next buffer goes. */
  private free = 0;
  /** Frames whose bytes were not overwritten, and where the oldest of them is. */
  private kept = 0;
  private oldest = 0;
  /** Where the next frame is noted. */
  private slot = 0;
  // A column for each field, so that taking a frame makes no object.
  private readonly atNs: Float64Array;
  private readonly netns: Int32Array;
  private readonly dev: Int32Array;
  private readonly from: Int32Array;
  private readonly to: Int32Array;
  private readonly end: Int32Array;
  private readonly l2: Uint8Array;

  constructor(sizeBytes: number) {
    const frames = Math.ceil(sizeBytes / BYTES_PER_FRAME);
    this.bytes = new Uint8Array(sizeBytes);
    this.atNs = new Float64Array(frames);
    this.netns = new Int32Array(frames);
    this.dev = new Int32Array(frames);
    this.from = new Int32Array(frames);
    this.to = new Int32Array(frames);
    this.end = new Int32Array(frames);
    this.l2 = new Uint8Array(frames);
  }

  wants(): boolean {
    return false;
  }

  frame(): FrameRef {
    return -1;
  }

  emit(): void {
    // A capture keeps frames, no records.
  }

  /** The whole buffer is copied: a view of the frame in it would be one more object for each frame. */
  take(atNs: number, netns: NetnsId, dev: Ifindex, skb: Skb): void {
    // A tag beside the bytes is put among them.
    const tagged = skb.tag === 0 ? null : wireBytes(skb);
    const data = tagged ?? skb.data;
    const { length } = data;
    if (length > this.bytes.length) return;
    if (this.free + length > this.bytes.length) this.wrap();
    const at = this.free;
    this.makeRoom(at + length);
    this.bytes.set(data, at);
    this.free = at + length;
    const { slot } = this;
    this.atNs[slot] = atNs;
    this.netns[slot] = netns;
    this.dev[slot] = dev;
    this.from[slot] = tagged === null ? at + skb.head : at;
    this.to[slot] = tagged === null ? at + skb.tail : this.free;
    this.end[slot] = this.free;
    this.l2[slot] = skb.l2 ? 1 : 0;
    this.slot = this.slotAfter(slot);
    this.kept += 1;
    this.taken += 1;
  }

  /** What is still there, the oldest first. */
  *frames(): Generator<CapturedFrame> {
    let slot = this.oldest;
    for (let i = 0; i < this.kept; i += 1) {
      yield {
        atNs: this.atNs[slot] ?? 0,
        netns: this.netns[slot] ?? 0,
        dev: this.dev[slot] ?? 0,
        l2: this.l2[slot] === 1,
        bytes: this.bytes.subarray(this.from[slot], this.to[slot]),
      };
      slot = this.slotAfter(slot);
    }
  }

  /** The next buffer begins at the front again; what lies behind the last one was the oldest. */
  private wrap(): void {
    while (this.kept > 0 && this.endOfOldest() > this.free) this.forgetOldest();
    this.free = 0;
  }

  /** Forgets the frames that lie between the place of the next buffer and `end`, and keeps a slot free. */
  private makeRoom(end: number): void {
    if (this.kept === this.atNs.length) this.forgetOldest();
    while (this.kept > 0 && this.endOfOldest() > this.free && (this.from[this.oldest] ?? 0) < end)
      this.forgetOldest();
  }

  private forgetOldest(): void {
    this.oldest = this.slotAfter(this.oldest);
    this.kept -= 1;
  }

  private endOfOldest(): number {
    return this.end[this.oldest] ?? 0;
  }

  private slotAfter(slot: number): number {
    return slot + 1 === this.atNs.length ? 0 : slot + 1;
  }
}
