/** Neighbours as `ip neighbour` prints them. Source: iproute2 6.1 ip/ipneigh.c `print_neigh`. */
import type { Link } from '../../model/link';
import type { NeighEntry, NeighState } from '../../model/neigh';
import type { World } from '../../model/world';
import { formatIpv4, formatMac, type Ipv4Addr } from '../../wire/addr';

/** Which entries are shown. */
export type NeighTest = (addr: Ipv4Addr, state: NeighState) => boolean;

/** `-s`: seconds since it was used, confirmed and updated. Of use is known what confirmed it. Source: net/core/neighbour.c neigh_fill_info. */
export interface NeighTimes {
  readonly refcnt: number | undefined;
  readonly used: number;
  readonly confirmed: number;
  readonly updated: number;
  readonly probes: number;
}

export function neighTimes({ nowNs }: World, entry: NeighEntry): NeighTimes {
  const ago = (ns: number): number => Math.max(0, Math.floor((nowNs - ns) / 1e9));
  const { confirmedNs, updatedNs, timerNs, probes } = entry;
  const used = ago(Math.max(confirmedNs, updatedNs));
  // A timer holds on to the entry.
  const refcnt = timerNs === 0 ? undefined : 1;
  return { refcnt, used, confirmed: ago(confirmedNs), updated: ago(updatedNs), probes };
}

function timesText(world: World, entry: NeighEntry): string {
  const { refcnt, used, confirmed, updated, probes } = neighTimes(world, entry);
  const held = refcnt === undefined ? '' : ` ref ${refcnt}`;
  return `${held} used ${used}/${confirmed}/${updated}probes ${probes}`;
}

/** A line for each entry of a link that is wanted. */
export function neighLines(
  world: World,
  link: Link,
  withDev: boolean,
  wanted: NeighTest,
  withTimes: boolean,
): readonly string[] {
  return [...link.neigh.entries]
    .filter(([addr, { state }]) => wanted(addr, state))
    .map(([addr, entry]) => ({ addr, entry, ...entry }))
    .map(({ addr, entry, mac, state }) =>
      [
        formatIpv4(addr),
        ...(withDev ? [`dev ${link.name}`] : []),
        // A MAC address of an entry that failed is no longer valid.
        ...(mac === null || state === 'FAILED' || state === 'INCOMPLETE' ? [] : [`lladdr ${formatMac(mac)}`]),
        ...(withTimes ? [timesText(world, entry)] : []),
        `${state} `,
      ].join(' '),
    );
}

/** As `ip -br neighbour` prints them: address, device, link-layer address. */
export function briefNeighLines(link: Link, wanted: NeighTest): readonly string[] {
  return [...link.neigh.entries]
    .filter(([addr, { state }]) => wanted(addr, state))
    .map(([addr, { mac, state }]) => {
      const lladdr = mac === null || state === 'FAILED' || state === 'INCOMPLETE' ? '' : formatMac(mac);
      return `${formatIpv4(addr).padEnd(39)} ${link.name.padEnd(16)} ${lladdr}`;
    });
}
