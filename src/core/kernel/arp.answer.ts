/**
 * Which ARP requests are answered, and in whose name.
 * Source: net/ipv4/arp.c arp_process, arp_ignore, arp_filter, arp_fwd_proxy, arp_fwd_pvlan; devinet.c inet_confirm_addr.
 */
import type { Ipv4Addr } from '../wire/addr';
import { ANY_IPV4, inCidr } from '../wire/addr';
import type { ArpPacket } from '../wire/arp';
import type { Link } from '../model/link';
import { SCOPE_HOST, SCOPE_LINK } from '../model/route';
import type { Netns } from '../model/world';
import { max, or } from './conf';
import type { Ctx } from './ctx';
import { fibPeek } from './fib';
import { inputRoute, quietly } from './ip4/route';

/** `own`: an address of this machine. `proxy`: somebody this machine has a way to. */
export type ArpAnswer = 'own' | 'proxy' | 'arp-ignore' | 'arp-filter' | null;

/** Whether a request is answered; null when it is none of our business. */
export function answerTo(ctx: Ctx, ns: Netns, link: Link, { spa, tpa }: ArpPacket): ArpAnswer {
  // The look-up checks the sender: one's own address, or rp_filter's verdict on it, leaves the request unanswered.
  const key = { dst: tpa, src: spa, iif: link.ifindex, oif: 0, tos: 0, mark: 0 };
  // Whoever answers for nobody else need not know how he would reach them: in one segment everybody hears every request.
  if (!answersForOthers(ns, link, tpa) && fibPeek(ns, key).route?.type !== 'local') return null;
  const way = inputRoute(quietly(ctx), ns, link, key, null);
  if (way.kind === 'local') {
    if (ignores(ns, link, spa, tpa)) return 'arp-ignore';
    return or(ns, link, 'arp_filter') && leavesElsewhere(ns, link, spa, tpa) ? 'arp-filter' : 'own';
  }
  if (way.kind !== 'forward') return null;
  const elsewhere = way.route.dev !== link.ifindex;
  if (!elsewhere) return spa !== tpa && or(ns, link, 'proxy_arp_pvlan') ? 'proxy' : null;
  return or(ns, link, 'proxy_arp') || link.proxied?.includes(tpa) === true ? 'proxy' : null;
}

function answersForOthers(ns: Netns, link: Link, tpa: Ipv4Addr): boolean {
  return or(ns, link, 'proxy_arp') || or(ns, link, 'proxy_arp_pvlan') || link.proxied?.includes(tpa) === true;
}

/** The setting is the larger one of all and the device. */
export function ignores(ns: Netns, link: Link, spa: Ipv4Addr, tpa: Ipv4Addr): boolean {
  switch (max(ns, link, 'arp_ignore')) {
    case 1:
      return !hasAddress(link, tpa, SCOPE_HOST, ANY_IPV4);
    case 2:
      return !hasAddress(link, tpa, SCOPE_HOST, spa);
    case 3:
      return !ns.links.some((other) => other !== undefined && hasAddress(other, tpa, SCOPE_LINK, ANY_IPV4));
    case 8:
      return true;
    default:
      return false;
  }
}

/** An address of the device, of a scope no nearer than `scope`; in one subnet with `peer` unless that is 0. */
function hasAddress(link: Link, addr: Ipv4Addr, scope: number, peer: Ipv4Addr): boolean {
  return link.addrs.some(
    (own) =>
      own.local === addr &&
      Math.min(own.scope, SCOPE_LINK) <= scope &&
      (peer === ANY_IPV4 || inCidr(peer, { addr: own.local, len: own.len })),
  );
}

/** An answer would not leave by the device the request came by. */
function leavesElsewhere(ns: Netns, link: Link, spa: Ipv4Addr, tpa: Ipv4Addr): boolean {
  const { route, errno } = fibPeek(ns, { dst: spa, src: tpa, iif: 0, oif: 0, tos: 0, mark: 0 });
  return errno !== null || route?.dev !== link.ifindex;
}
