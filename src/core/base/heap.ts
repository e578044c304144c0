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
  let hole = items.length;
  items.push(item);
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

function sinkFromTop<T extends HeapItem>(items: T[], item: T): void {
  let hole = 0;
  for (;;) {
    const left = items[2 * hole + 1];
    if (left === undefined) break;
    const right = items[2 * hole + 2];
    const rightIsFirst = right !== undefined && before(right, left);
    const child = rightIsFirst ? right : left;
    if (!before(child, item)) break;
    items[hole] = child;
    hole = 2 * hole + (rightIsFirst ? 2 : 1);
  }
  items[hole] = item;
}
