/** Telling a host of a better first hop. Source: net/ipv4/route.c ip_rt_send_redirect. */
import { ICMP_REDIRECT, ICMP_REDIR_HOST } from '../../wire/icmp4';
import { ipSrc } from '../../wire/ipv4';
import type { Ipv4Addr } from '../../wire/addr';
import { ANY_IPV4 } from '../../wire/addr';
import type { Link } from '../../model/link';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { networkOffset } from '../skb';
import { countSnmp, putIcmpPeer } from '../write';
import { countRequest } from '../write.packets';
import { icmpSend } from './icmp.error';
import { countIcmpOut } from '../snmp';
import { icmpPeer } from './icmp.limit';
import { nftNeedsConntrack } from '../nftables/tracks';

/** Redirects a host may leave unheeded (`redirect_number`). */
const REDIRECTS_MAX = 9;
/** Time between the first two, twice as long each time (`redirect_load`, HZ / 50), ns. */
const LOAD_NS = 20_000_000;
/** After this time without one the host is told again (`redirect_silence`), ns. */
const SILENCE_NS = LOAD_NS << 10;

/** Tells the sender of `skb` to go to `gateway` by itself, unless it was told often enough. */
export function sendRedirect(ctx: Ctx, ns: Netns, link: Link, skb: Skb, gateway: Ipv4Addr): void {
  const sender = ipSrc(skb.data, networkOffset(skb));
  const { nowNs } = ctx.world;
  const old = icmpPeer(ctx, ns, sender);
  const silent = nowNs > old.lastNs + SILENCE_NS;
  const sent = silent ? 0 : (old.redirects ?? 0);
  const tokensNs = silent ? 0 : old.tokensNs;
  if (sent >= REDIRECTS_MAX) {
    putIcmpPeer(ctx, ns, sender, { tokensNs, lastNs: nowNs, redirects: sent });
    return;
  }
  if (sent !== 0 && nowNs <= old.lastNs + LOAD_NS * 2 ** sent) return;
  putIcmpPeer(ctx, ns, sender, { tokensNs, lastNs: nowNs, redirects: sent + 1 });
  if (isTranslated(ns, skb)) {
    // The kernel makes the message and counts it; what comes of it is an error of its OUTPUT.
    countIcmpOut(ctx, ns, ICMP_REDIRECT);
    countRequest(ctx, ns);
    countSnmp(ctx, ns, 'IpOutDiscards');
    suppress(ctx, ns, link, skb, sender);
    return;
  }
  const { cause } = ctx;
  icmpSend(ctx, ns, link, skb, ICMP_REDIRECT, ICMP_REDIR_HOST, gateway, null);
  ctx.cause = cause;
}

/**
 * A redirect about a translated flow would make the two talk past the translation: NAT drops it, and one about a flow
 * whose translation is not settled yet as well. Source: net/netfilter/nf_nat_proto.c nf_nat_icmp_reply_translation.
 */
function isTranslated(ns: Netns, { ct }: Skb): boolean {
  if (ct === null || !(ns.nfTables.has('nat') || nftNeedsConntrack(ns))) return false;
  const { original, reply } = ct.entry;
  return !ct.confirmed || original.src !== reply.dst || original.dst !== reply.src;
}

function suppress(ctx: Ctx, ns: Netns, link: Link, skb: Skb, to: Ipv4Addr): void {
  if (!ctx.trace.on) return;
  const detail = { type: ICMP_REDIRECT, code: ICMP_REDIR_HOST, to, from: ANY_IPV4, about: null };
  ctx.emit('icmp.send', 'suppressed', ns.id, link.ifindex, skb, detail);
}
