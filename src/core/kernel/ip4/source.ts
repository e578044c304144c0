/**
 * May a packet with this source arrive here? Source: net/ipv4/fib_frontend.c fib_validate_source, __fib_validate_source.
 */
import type { Ifindex, Link } from '../../model/link';
import type { Netns } from '../../model/world';
import type { DropReason } from '../../trace/drop';
import type { RouteKey } from '../../trace/kinds';
import { or } from '../conf';
import { fibPeek, localType, usesGateway } from '../fib';
import { rulesAsk } from '../fib.plain';

/** It may not: the packet is dropped silently. */
export interface Refusal {
  readonly kind: 'refused';
  readonly reason: DropReason;
  /** What `nstat` shows for it, null for nothing: martians are not even counted. */
  readonly counter: 'IpInAddrErrors' | 'TcpExtIPReversePathFilter' | null;
}

/** It may; `onlink` when the way back to it has no router. */
export interface Accepted {
  readonly kind: 'accepted';
  readonly onlink: boolean;
}

export function refused(reason: DropReason, counter: Refusal['counter'] = null): Refusal {
  return { kind: 'refused', reason, counter };
}

type SourceQuestion = Pick<RouteKey, 'src' | 'dst' | 'tos' | 'mark'>;

/**
 * ARP requests are held to it as well. `out` is the device the packet is to leave by, 0 when it is for this host.
 */
export function validateSource(
  ns: Netns,
  link: Link,
  question: SourceQuestion,
  out: Ifindex,
): Refusal | Accepted {
  const rpFilter = Math.max(ns.inetAll.rp_filter, link.inet.rp_filter);
  const turnsRound = out === link.ifindex && or(ns, link, 'send_redirects');
  // Rules of one's own make the addresses too little to judge by.
  if (rpFilter !== 0 || turnsRound || rulesAsk(ns.ipRules).own)
    return fullCheck(ns, link, question, out, rpFilter);
  // Spelled out, as every packet asks: by name it costs several times as much.
  const acceptsLocal = ns.inetAll.accept_local !== 0 || link.inet.accept_local !== 0;
  if (!acceptsLocal && localType(ns, question.src) === 'local') return refused('IP_LOCAL_SOURCE');
  return NOT_ONLINK;
}

const NOT_ONLINK: Accepted = { kind: 'accepted', onlink: false };
const ONLINK: Accepted = { kind: 'accepted', onlink: true };

/** The look-up of the way back, as if the packet were turned round. */
function fullCheck(
  ns: Netns,
  link: Link,
  { src, dst, tos, mark }: SourceQuestion,
  out: Ifindex,
  rpFilter: number,
): Refusal | Accepted {
  const key: RouteKey = {
    dst: src,
    src: dst,
    iif: out === 0 ? 1 : out,
    oif: 0,
    tos,
    mark: or(ns, link, 'src_valid_mark') ? mark : 0,
  };
  const { route: back, errno } = fibPeek(ns, key);
  if (back === null || errno !== null) return lastResort(rpFilter);
  const local = back.type === 'local' && or(ns, link, 'accept_local');
  if (back.type !== 'unicast' && !local) return refused('IP_LOCAL_SOURCE');
  const here = back.nexthops?.some(({ dev }) => dev === link.ifindex) ?? back.dev === link.ifindex;
  if (here) return usesGateway(back) ? NOT_ONLINK : ONLINK;
  if (link.addrs.length === 0) return lastResort(rpFilter);
  if (rpFilter === 1) return refused('IP_RPFILTER', 'TcpExtIPReversePathFilter');
  const bound = fibPeek(ns, { ...key, oif: link.ifindex }).route;
  return bound?.type === 'unicast' && !usesGateway(bound) ? ONLINK : NOT_ONLINK;
}

function lastResort(rpFilter: number): Refusal | Accepted {
  if (rpFilter !== 0) return refused('IP_RPFILTER', 'TcpExtIPReversePathFilter');
  return NOT_ONLINK;
}
