/**
 * A memory of values that many owners hold alike, so that they may hold one. By a number the caller makes of a value; a few
 * values whose numbers meet are remembered, the newest first. What is not in it any more is made anew.
 */

const WAYS = 4;

export class FewAlike<T> {
  private readonly values: (T | undefined)[];
  private readonly mask: number;

  /** `places`: a power of two; four times as many values are remembered. */
  constructor(places: number) {
    this.values = new Array<T | undefined>(places * WAYS).fill(undefined);
    this.mask = places - 1;
  }

  /** The remembered value that `isSame`, with what it is told. Undefined when there is none. */
  find<W>(number: number, isSame: (value: T, wanted: W) => boolean, wanted: W): T | undefined {
    const { values } = this;
    const first = (number & this.mask) * WAYS;
    for (let at = first; at < first + WAYS; at += 1) {
      const value = values[at];
      if (value === undefined) return undefined;
      if (isSame(value, wanted)) return value;
    }
    return undefined;
  }

  /** Remembers a value; the one that has been there longest is forgotten. */
  keep(number: number, value: T): T {
    const { values } = this;
    const first = (number & this.mask) * WAYS;
    for (let at = first + WAYS - 1; at > first; at -= 1) values[at] = values[at - 1];
    values[first] = value;
    return value;
  }
}

/** A number made of two; the golden ratio spreads it over all bits. */
export function spread(a: number, b: number): number {
  const mixed = Math.imul(a, 0x9e37_79b1) ^ Math.imul(b, 0x85eb_ca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
