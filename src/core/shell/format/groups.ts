/** Multicast groups that devices are in. */
import type { Link } from '../../model/link';
import { isBareIp } from '../../model/link';
import type { Netns, World } from '../../model/world';

/** A group that a device is in. */
export interface Group {
  readonly link?: string;
  readonly inet?: string;
  /** Whoever has asked for it: the device itself, and devices upon it. */
  readonly users?: number;
}

const ALL_HOSTS = '224.0.0.1';
const ALL_SNOOPERS = '224.0.0.106';

/**
 * Groups that the kernel joins by itself: every device that is up is in that of all hosts (igmp.c ip_mc_up), a bridge in that
 * of all who snoop (br_multicast.c br_multicast_join_snoopers). IPv6, which is off, has none.
 */
export function groupsOf(world: World, ns: Netns, link: Link): readonly Group[] {
  if (!link.up) return [];
  const snoops = link.kind === 'bridge';
  const users = 1 + upperCount(world, ns, link);
  const asked = users === 1 ? {} : { users };
  const ethernet = link.kind !== 'loopback' && !isBareIp(link);
  return [
    ...(snoops ? [{ link: '01:00:5e:00:00:6a' }] : []),
    ...(ethernet ? [{ link: '01:00:5e:00:00:01', ...asked }] : []),
    { inet: ALL_HOSTS },
    ...(snoops ? [{ inet: ALL_SNOOPERS }] : []),
  ];
}

/** Devices upon a card that are up: their groups are the card's as well (dev_mc_sync). */
function upperCount(world: World, ns: Netns, link: Link): number {
  let count = 0;
  for (const other of world.netns) {
    if (other?.machine !== ns.machine) continue;
    for (const upper of other.links) {
      if (upper?.kind !== 'vlan' && upper?.kind !== 'macvlan' && upper?.kind !== 'ipvlan') continue;
      if (!upper.up) continue;
      if (upper.lower.netns === ns.id && upper.lower.ifindex === link.ifindex) count += 1;
    }
  }
  return count;
}

/** Addresses of frames that a device takes for its groups, which `bridge fdb` lists (rtnetlink.c ndo_dflt_fdb_dump). */
export function groupAddresses(world: World, ns: Netns, link: Link): readonly string[] {
  // A vxlan device tells of its own table alone.
  if (link.kind === 'vxlan') return [];
  return groupsOf(world, ns, link).flatMap((group) => (group.link === undefined ? [] : [group.link]));
}
