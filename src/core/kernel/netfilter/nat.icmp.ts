/**
 * ICMP errors about translated packets: the packet they quote is turned back into what its sender sent, and the error
 * goes to that sender. Source: net/netfilter/nf_nat_proto.c nf_nat_icmp_reply_translation.
 */
import type { NfHook } from '../../model/netfilter';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import { ICMP_HEADER_LEN, ICMP_REDIRECT, fillIcmpChecksum, icmpType } from '../../wire/icmp4';
import { ipHeaderLen } from '../../wire/ipv4';
import type { Ctx } from '../ctx';
import { touch } from '../ctx';
import { networkOffset } from '../skb';
import { rewriteSide, sideIsTranslated, sideOf } from './nat';
import { rewrite } from './nat.rewrite';
import { invert, isDestinationNat, isSourceNat } from './tuple';

/** False when the error must not pass: a redirect about a translated flow would mislead. */
export function natIcmpError(ctx: Ctx, ns: Netns, hook: NfHook, skb: Skb): boolean {
  const { ct } = skb;
  if (ct === null) return true;
  const { entry, isReply } = ct;
  const at = networkOffset(skb);
  const transport = at + ipHeaderLen(skb.data, at);
  // One whose translation is not settled yet counts as translated.
  if (icmpType(skb.data, transport) === ICMP_REDIRECT) {
    if (!ct.confirmed || isSourceNat(entry) || isDestinationNat(entry)) return false;
  }
  const side = sideOf(hook);
  if (!sideIsTranslated(entry, side, isReply)) return true;
  const other = isReply ? entry.original : entry.reply;
  const quote = transport + ICMP_HEADER_LEN;
  if (side === 'source') rewrite(skb.data, quote, skb.tail, 'destination', other.dst, other.dstPort);
  else rewrite(skb.data, quote, skb.tail, 'source', other.src, other.srcPort);
  fillIcmpChecksum(skb.data, transport, skb.tail);
  rewriteSide(skb, side, other);
  touch(skb);
  if (ctx.trace.on) {
    const from = isReply ? entry.reply : entry.original;
    ctx.emit('nat.apply', side, ns.id, skb.iif, skb, { hook, from, to: invert(other), isReply });
  }
  return true;
}
