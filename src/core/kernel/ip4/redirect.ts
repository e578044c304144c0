/** Telling a host of a better first hop. Source: net/ipv4/route.c ip_rt_send_redirect. */
import { ICMP_REDIRECT, ICMP_REDIR_HOST } from '../../wire/icmp4';
import { ipSrc } from '../../wire/ipv4';
import type { Ipv4Addr } from '../../wire/addr';
import type { Link } from '../../model/link';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { networkOffset } from '../skb';
import { putIcmpPeer } from '../write';
import { icmpSend } from './icmp.error';
import { icmpPeer } from './icmp.limit';

/** Redirects a host may leave unheeded (`redirect_number`). */
const REDIRECTS_MAX = 9;
/** Time between the first two, twice as long each time (`redirect_load`, HZ / 50), ns. */
const LOAD_NS = 20_000_000;
/** After this time without one the host is told again (`redirect_silence`), ns. */
const SILENCE_NS = LOAD_NS * 2 ** 10;

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
  // About a translated flow NAT drops the message in OUTPUT (natIcmpError).
  const { cause } = ctx;
  icmpSend(ctx, ns, link, skb, ICMP_REDIRECT, ICMP_REDIR_HOST, gateway, null);
  ctx.cause = cause;
}
