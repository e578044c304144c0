/** `ipset list`. Source: ipset lib/session.c, lib/print.c (7.17). */
import type { IpSet } from '../../model/ipset';
import type { Netns } from '../../model/world';
import { setReferences } from './ops';
import { presentMembers } from './present';
import type { IpSetNow } from './text';
import { headerOf, printMember } from './text';

/** A paragraph for each set. Sizes in memory are not modelled and left out. */
export function inspectSets(ns: Netns, sets: readonly IpSet[], now: IpSetNow): readonly string[] {
  return sets.flatMap((set, i) => [
    ...(i === 0 ? [] : ['']),
    `Name: ${set.name}`,
    `Type: ${set.type}`,
    `Revision: 0`,
    `Header: ${headerOf(set)}`,
    `References: ${String(setReferences(ns, set.name))}`,
    `Number of entries: ${String(presentMembers(set, now.nowNs).length)}`,
    'Members:',
    ...presentMembers(set, now.nowNs).map((member) => printMember(set, member, now)),
  ]);
}
