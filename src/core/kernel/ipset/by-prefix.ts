/**
 * Members of sets of addresses or networks by number, since rules ask for them with every packet. An index beside the
 * World, found by the value that holds the members, which is replaced and never changed.
 */
import type { IpSet, IpSetMember } from '../../model/ipset';
import { prefixKey } from '../../model/route';
import { partsOf } from './member';

const known = new WeakMap<IpSet['members'], ReadonlyMap<number, IpSetMember>>();

/** Whether a member is one address or one network. */
export function isOfAddresses({ type }: IpSet): boolean {
  return type === 'hash:ip' || type === 'bitmap:ip' || type === 'hash:net';
}

/** The members by prefix; an address is one of 32 bits. */
export function byPrefix({ type, members }: IpSet): ReadonlyMap<number, IpSetMember> {
  const before = known.get(members);
  if (before !== undefined) return before;
  const index = new Map<number, IpSetMember>();
  for (const [text, member] of members) {
    const [part] = partsOf(type, text);
    if (part?.kind === 'ip') index.set(prefixKey(part.addr, 32), member);
    if (part?.kind === 'net') index.set(prefixKey(part.cidr.addr, part.cidr.len), member);
  }
  known.set(members, index);
  return index;
}
