/** Cryptokey routing: which peer an address belongs to. Source: drivers/net/wireguard/allowedips.c lookup. */
import type { Ipv4Addr } from '../../../wire/addr';
import { inCidr } from '../../../wire/addr';
import type { WireguardLink } from '../../../model/link';
import type { AllowedIp } from '../../../model/wireguard';
import type { Candidate } from '../../../trace/kinds';
import { agreeingBits } from '../../fib.evidence';

/** All allowed IPs of a device, peer by peer. */
export function allowedIps(link: WireguardLink): readonly AllowedIp[] {
  return [...link.peers.entries].flatMap(([peer, { allowedIps: prefixes, op }]) =>
    prefixes.map((prefix) => ({ prefix, peer, op })),
  );
}

/** The longest allowed prefix that covers the address; null when no peer is allowed it. */
export function allowedPeer(link: WireguardLink, addr: Ipv4Addr): AllowedIp | null {
  let best: AllowedIp | null = null;
  for (const [peer, { allowedIps: prefixes, op }] of link.peers.entries) {
    for (const prefix of prefixes) {
      if (!inCidr(addr, prefix) || (best !== null && best.prefix.len >= prefix.len)) continue;
      best = { prefix, peer, op };
    }
  }
  return best;
}

/** Why the others are not taken, nearest prefixes first. */
export function allowedLosers(
  link: WireguardLink,
  addr: Ipv4Addr,
  winner: AllowedIp | null,
): readonly Candidate<AllowedIp>[] {
  return allowedIps(link)
    .filter(({ prefix, peer }) => prefix !== winner?.prefix || peer !== winner.peer)
    .map((entry): Candidate<AllowedIp> => {
      const { prefix } = entry;
      const reason = inCidr(addr, prefix) ? 'shorter-prefix' : 'prefix-mismatch';
      return { entry, reason, agreeingBits: agreeingBits(addr, prefix.addr, prefix.len) };
    })
    .sort((a, b) => (b.agreeingBits ?? 0) - (a.agreeingBits ?? 0));
}
