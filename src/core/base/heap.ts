/**
 * Binary heap in a plain array, which is World data and can be cloned, hashed and replayed as it is.
 *
 * Order: by time, ties by insertion number, so that events of one instant run first come, first served.
 * `seq` must be unique within a heap; the order of removal is then the same whatever the array looks like inside.
 */

export interface HeapItem {
  /** simulated time, ns */
  readonly at: number;
  /** insertion number */
  readonly seq: number;
}

/**
 * Keeps an array in order, which nobody else may add to or take from. What is compared stands beside it in arrays of
 * numbers: items are built in many ways, and V8 reads a field of whatever comes slowly, a time even as a new object.
 */
export class Heap<T extends HeapItem> {
  private readonly items: T[];
  private readonly at: number[];
  private readonly seq: number[];

  /** `items`: empty, or left by another heap. */
  constructor(items: T[]) {
    this.items = items;
    this.at = items.map(({ at }) => at);
    this.seq = items.map(({ seq }) => seq);
  }

  peek(): T | undefined {
    return this.items[0];
  }

  /** Whether its earliest item comes before one with this time and number. */
  beginsBefore(at: number, seq: number): boolean {
    const first = this.at[0];
    return first !== undefined && (first < at || (first === at && this.seqOf(0) < seq));
  }

  push(item: T): void {
    const { at, seq } = item;
    const hole = this.items.length;
    this.items.push(item);
    this.at.push(at);
    this.seq.push(seq);
    this.climb(hole, item, at, seq);
  }

  /** Removes and returns the earliest item; undefined when there is none. */
  pop(): T | undefined {
    const first = this.items[0];
    const last = this.items.pop();
    const at = this.at.pop();
    const seq = this.seq.pop();
    if (last !== undefined && at !== undefined && seq !== undefined && this.items.length > 0)
      this.climb(this.sink(), last, at, seq);
    return first;
  }

  /** Removes and returns all items of which `gone` is true. */
  remove(gone: (item: T) => boolean): readonly T[] {
    if (!this.items.some(gone)) return [];
    this.at.length = 0;
    this.seq.length = 0;
    const removed: T[] = [];
    for (const item of this.items.splice(0)) {
      if (gone(item)) removed.push(item);
      else this.push(item);
    }
    return removed;
  }

  /**
   * Moves the hole at the top all the way down, and answers where it is. What then climbs out of it stood last, is nearly
   * always late and belongs near the bottom, so that each level costs one comparison and not two.
   */
  private sink(): number {
    const { items } = this;
    let hole = 0;
    for (;;) {
      let next = 2 * hole + 1;
      let child = items[next];
      if (child === undefined) return hole;
      const right = items[next + 1];
      if (right !== undefined && this.before(next + 1, next)) {
        child = right;
        next += 1;
      }
      this.put(hole, child, this.atOf(next), this.seqOf(next));
      hole = next;
    }
  }

  /** Puts an item into the hole, or as far above it as it is earlier than who stands there. */
  private climb(from: number, item: T, at: number, seq: number): void {
    let hole = from;
    while (hole > 0) {
      const up = (hole - 1) >> 1;
      const parent = this.items[up];
      const upAt = this.atOf(up);
      const upSeq = this.seqOf(up);
      if (parent === undefined || upAt < at || (upAt === at && upSeq < seq)) break;
      this.put(hole, parent, upAt, upSeq);
      hole = up;
    }
    this.put(hole, item, at, seq);
  }

  private before(x: number, y: number): boolean {
    const xAt = this.atOf(x);
    const yAt = this.atOf(y);
    return xAt < yAt || (xAt === yAt && this.seqOf(x) < this.seqOf(y));
  }

  private put(place: number, item: T, at: number, seq: number): void {
    this.items[place] = item;
    this.at[place] = at;
    this.seq[place] = seq;
  }

  private atOf(place: number): number {
    return this.at[place] ?? 0;
  }

  private seqOf(place: number): number {
    return this.seq[place] ?? 0;
  }
}
