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

function before(x: HeapItem, y: HeapItem): boolean {
  return x.at < y.at || (x.at === y.at && x.seq < y.seq);
}

export function heapPeek<T extends HeapItem>(items: readonly T[]): T | undefined {
  return items[0];
}

export function heapPush<T extends HeapItem>(items: T[], item: T): void {
  items.push(item);
  climb(items, items.length - 1, item);
}

/** Puts `item` into the hole, or as far above it as it is earlier than who stands there. */
function climb<T extends HeapItem>(items: T[], from: number, item: T): void {
  let hole = from;
  while (hole > 0) {
    const up = (hole - 1) >> 1;
    const parent = items[up];
    if (parent === undefined || !before(item, parent)) break;
    items[hole] = parent;
    hole = up;
  }
  items[hole] = item;
}

/** Removes and returns the earliest item; undefined when there is none. */
export function heapPop<T extends HeapItem>(items: T[]): T | undefined {
  const first = items[0];
  const last = items.pop();
  if (last !== undefined && items.length > 0) sinkFromTop(items, last);
  return first;
}

/**
 * Fills the hole at the top. It first goes all the way down, then `item` climbs out of it: what stood last is nearly
 * always late and belongs near the bottom, so that each level costs one comparison and not two.
 */
function sinkFromTop<T extends HeapItem>(items: T[], item: T): void {
  let hole = 0;
  for (;;) {
    let next = 2 * hole + 1;
    let child = items[next];
    if (child === undefined) break;
    const right = items[next + 1];
    if (right !== undefined && before(right, child)) {
      child = right;
      next += 1;
    }
    items[hole] = child;
    hole = next;
  }
  climb(items, hole, item);
}
