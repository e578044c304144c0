/** Values of BIRD's filter language. Source: BIRD 1.6.8 filter/filter.c. */
import { inCidr, type Cidr4 } from '../../wire/addr';
import { asPathLength } from '../../wire/bgp.attributes';
import type { AsPathSegment } from '../../wire/bgp.types';

export type Value =
  | { readonly t: 'number' | 'ip'; readonly v: number }
  | { readonly t: 'bool'; readonly v: boolean }
  | { readonly t: 'string' | 'word'; readonly v: string }
  | { readonly t: 'prefix'; readonly v: Cidr4 }
  | { readonly t: 'path'; readonly v: readonly AsPathSegment[] }
  | { readonly t: 'list'; readonly v: readonly number[] }
  | { readonly t: 'none' };

/** Ends a filter: by a verdict, or by an error (which rejects). */
export class Ended extends Error {
  constructor(readonly how: 'accept' | 'reject' | 'error') {
    super(how);
  }
}

/** There is one of each: what is thrown for every route must not look at the stack. */
export const ENDED = {
  accept: new Ended('accept'),
  reject: new Ended('reject'),
  error: new Ended('error'),
} as const;
export function numberOf(value: Value): number {
  if (value.t === 'number' || value.t === 'ip') return value.v;
  throw ENDED.error;
}

/** A path with one more AS in front. */
export function prepended(path: readonly AsPathSegment[], asn: number): readonly AsPathSegment[] {
  const [first, ...rest] = path;
  return first?.kind === 'sequence'
    ? [{ kind: 'sequence', numbers: [asn, ...first.numbers] }, ...rest]
    : [{ kind: 'sequence', numbers: [asn] }, ...path];
}

export function member(value: Value, name: string): Value {
  if (value.t === 'prefix') {
    if (name === 'len') return { t: 'number', v: value.v.len };
    if (name === 'ip') return { t: 'ip', v: value.v.addr };
  }
  if (value.t === 'path') {
    const numbers = value.v.flatMap((segment) => segment.numbers);
    if (name === 'len') return { t: 'number', v: asPathLength(value.v) };
    if (name === 'first') return { t: 'number', v: numbers[0] ?? 0 };
    if (name === 'last') return { t: 'number', v: numbers[numbers.length - 1] ?? 0 };
  }
  if (value.t === 'list' && name === 'len') return { t: 'number', v: value.v.length };
  throw ENDED.error;
}

export function equals(a: Value, b: Value): boolean {
  if (a.t === 'none' || b.t === 'none') return a.t === b.t;
  if (a.t === 'prefix' && b.t === 'prefix') return a.v.addr === b.v.addr && a.v.len === b.v.len;
  if (a.t === 'path' || b.t === 'path' || a.t === 'list' || b.t === 'list') throw ENDED.error;
  return a.t === b.t && a.v === b.v;
}

export const inside = (inner: Cidr4, outer: Cidr4): boolean =>
  inner.len >= outer.len && inCidr(inner.addr, outer);

/** `[= * 65001 ? =]`. Goes back to the last `*` only. */
export function fitsMask(path: readonly number[], mask: readonly ('*' | '?' | number)[]): boolean {
  let [m, p, star, from] = [0, 0, -1, 0];
  while (p < path.length) {
    if (mask[m] === '*') {
      star = m;
      from = p;
      m += 1;
    } else if (mask[m] === '?' || (m < mask.length && mask[m] === path[p])) {
      m += 1;
      p += 1;
    } else if (star >= 0) {
      m = star + 1;
      from += 1;
      p = from;
    } else return false;
  }
  while (mask[m] === '*') m += 1;
  return m === mask.length;
}
