/** A shelf's list as a map by kind. Two members of one kind would hide one another, so that throws. */

import { assert } from './assert';

export function registry<T extends { readonly kind: string }>(list: readonly T[]): ReadonlyMap<string, T> {
  const byKind = new Map<string, T>();
  for (const member of list) {
    assert(!byKind.has(member.kind), `duplicate kind '${member.kind}'`);
    byKind.set(member.kind, member);
  }
  return byKind;
}
