/** Asking a set about an element by hand (`ipset test`). Source: net/netfilter/ipset/ip_set_hash_gen.h mtype_test. */
import type { IpSet, IpSetMember } from '../../model/ipset';
import { networkOf } from '../../wire/addr';
import { dimensionsOf, partsOf, printNet } from './member';
import { isPresent } from './present';

/**
 * The member that stands for an element: the element itself, or for an address the longest of the set's networks it is in.
 * `text` is an element as {@link parseMember} writes it.
 */
export function memberFor(set: IpSet, text: string, nowNs: number): IpSetMember | null {
  const dims = dimensionsOf(set.type);
  const parts = partsOf(set.type, text);
  const given = text.split(',');
  const words = dims.map((dim, i): readonly string[] => {
    const part = parts[i];
    const word = given[i] ?? '';
    if (dim !== 'net' || part?.kind !== 'net' || part.cidr.len !== 32) return [word];
    return (set.lengths[i] ?? []).map((len) => printNet(networkOf(part.cidr.addr, len), len));
  });
  return find(set, words, 0, [], nowNs);
}

function find(
  set: IpSet,
  words: readonly (readonly string[])[],
  i: number,
  before: readonly string[],
  nowNs: number,
): IpSetMember | null {
  if (i === words.length) {
    const member = set.members.get(before.join(','));
    return member !== undefined && isPresent(member, nowNs) ? member : null;
  }
  for (const word of words[i] ?? []) {
    const found = find(set, words, i + 1, [...before, word], nowNs);
    if (found !== null) return found;
  }
  return null;
}
