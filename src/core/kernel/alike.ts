/**
 * One value for alike entries: a lease reaches a thousand nodes, and what each of them writes for it is the same to the
 * last field. Entries are immutable, so that all tables may hold the one that was made first. A memory beside the World,
 * of so many values by a number the caller makes of the operation that wrote them; what is not in it any more is made anew.
 */

/** Power of two: in a cluster of a thousand nodes a node is told three things about each of the others. */
const SLOTS = 4096;

export class Alike<T> {
  private readonly values = new Array<T | undefined>(SLOTS).fill(undefined);

  /** The last value with this number or one that fell on its slot. It is for the caller to compare. */
  recall(number: number): T | undefined {
    return this.values[number & (SLOTS - 1)];
  }

  remember(number: number, value: T): T {
    this.values[number & (SLOTS - 1)] = value;
    return value;
  }
}
