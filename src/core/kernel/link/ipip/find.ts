/** Whose outer packet is it? Source: net/ipv4/ip_tunnel.c ip_tunnel_lookup. */
import type { Ipv4Addr } from '../../../wire/addr';
import { ANY_IPV4 } from '../../../wire/addr';
import type { Ifindex, IpipLink } from '../../../model/link';
import type { Netns } from '../../../model/world';

/**
 * The tunnel for these outer addresses, the most particular one first: both ends fit, then the far end, then the near
 * one, then tunnels for everybody. Among equals one that is bound to the receiving device.
 */
export function findTunnel(ns: Netns, iif: Ifindex, local: Ipv4Addr, remote: Ipv4Addr): IpipLink | null {
  let best: IpipLink | null = null;
  let bestScore = -1;
  for (const link of ns.links) {
    if (link?.kind !== 'ipip' || !link.up) continue;
    if (link.remote !== ANY_IPV4 && link.remote !== remote) continue;
    if (link.local !== ANY_IPV4 && link.local !== local) continue;
    const ends = (link.remote === ANY_IPV4 ? 0 : 4) + (link.local === ANY_IPV4 ? 0 : 2);
    const score = ends + (link.lower === iif ? 1 : 0);
    if (score <= bestScore) continue;
    best = link;
    bestScore = score;
  }
  return best;
}
