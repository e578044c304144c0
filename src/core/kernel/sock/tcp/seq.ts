/** Sequence numbers: unsigned 32-bit, compared modulo 2^32 (RFC 9293 section 3.4). Source: include/net/tcp.h before, after. */

/** Whether `a` comes before `b`. */
export function before(a: number, b: number): boolean {
  return ((a - b) | 0) < 0;
}

export function after(a: number, b: number): boolean {
  return before(b, a);
}

/** Distance from `from` to `to`, negative when it lies behind. */
export function distance(from: number, to: number): number {
  return (to - from) | 0;
}

export function plus(seq: number, count: number): number {
  return (seq + count) >>> 0;
}

export function later(a: number, b: number): number {
  return after(b, a) ? b : a;
}
