/**
 * One value for alike entries: a lease reaches a thousand nodes, and what each of them writes for it is the same to the
 * last field. Entries are immutable, so that all tables may hold the one that was made first. A memory beside the World,
 * of so many values by the ordinal of the operation that wrote them; what is not in it any more is made anew.
 */

/** Power of two: in a cluster of a thousand nodes a node is told three things about each of the others. */
const SLOTS = 4096;

export class Alike<T extends { readonly op: number }> {
  private readonly values = new Array<T | undefined>(SLOTS).fill(undefined);

  /** The last value made by an operation of this ordinal or one that fell on its slot. It is for the caller to compare. */
  recall(op: number): T | undefined {
    return this.values[op & (SLOTS - 1)];
  }

  remember(value: T): T {
    this.values[value.op & (SLOTS - 1)] = value;
    return value;
  }
}
