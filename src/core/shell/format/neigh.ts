/** Neighbours as `ip neighbour` prints them. Source: iproute2 6.1 ip/ipneigh.c `print_neigh`. */
import type { Link } from '../../model/link';
import type { NeighState } from '../../model/neigh';
import { formatIpv4, formatMac, type Ipv4Addr } from '../../wire/addr';

/** Which entries are shown. */
export type NeighTest = (addr: Ipv4Addr, state: NeighState) => boolean;

/** A line for each entry of a link that is wanted. */
export function neighLines(link: Link, withDev: boolean, wanted: NeighTest): readonly string[] {
  return [...link.neigh.entries]
    .filter(([addr, { state }]) => wanted(addr, state))
    .map(([addr, { mac, state }]) =>
      [
        formatIpv4(addr),
        ...(withDev ? [`dev ${link.name}`] : []),
        // A MAC address of an entry that failed is no longer valid.
        ...(mac === null || state === 'FAILED' || state === 'INCOMPLETE' ? [] : [`lladdr ${formatMac(mac)}`]),
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
