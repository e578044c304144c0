/** Neighbours as `ip neighbour` prints them. Source: iproute2 6.1 ip/ipneigh.c `print_neigh`. */
import type { Link } from '../../model/link';
import { formatIpv4, formatMac } from '../../wire/addr';

/** A line for each entry of a link but the NOARP ones, which are shown only on request. */
export function neighLines(link: Link, withDev: boolean): readonly string[] {
  return [...link.neigh.entries]
    .filter(([, { state }]) => state !== 'NOARP')
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
