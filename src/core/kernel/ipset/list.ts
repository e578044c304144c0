/** `ipset list`. Source: ipset lib/session.c, lib/print.c (7.17). */
import type { IpSet, IpSetType } from '../../model/ipset';
import type { Netns } from '../../model/world';
import { setReferences } from './ops';
import { presentMembers } from './present';
import type { IpSetNow } from './text';
import { headerOf, printMember } from './text';

/** Which revision of a type Linux 6.18 makes. */
const REVISIONS: Readonly<Partial<Record<IpSetType, number>>> = {
  'bitmap:ip': 3,
  'bitmap:port': 3,
  'hash:ip': 6,
  'hash:ip,port': 7,
  'hash:ip,port,ip': 6,
  'hash:ip,port,net': 8,
  'hash:net': 7,
  'hash:net,iface': 8,
  'hash:net,port': 8,
  'list:set': 3,
};

/** A paragraph for each set, with its members or (`-terse`) without. Sizes in memory are not modelled and left out. */
export function inspectSets(
  ns: Netns,
  sets: readonly IpSet[],
  now: IpSetNow,
  members = true,
): readonly string[] {
  return sets.flatMap((set, i) => [
    ...(i === 0 ? [] : ['']),
    `Name: ${set.name}`,
    `Type: ${set.type}`,
    `Revision: ${String(REVISIONS[set.type] ?? 0)}`,
    `Header: ${headerOf(set)}`,
    `References: ${String(setReferences(ns, set.name))}`,
    `Number of entries: ${String(presentMembers(set, now.nowNs).length)}`,
    ...(members
      ? ['Members:', ...presentMembers(set, now.nowNs).map((member) => printMember(set, member, now))]
      : []),
  ]);
}
