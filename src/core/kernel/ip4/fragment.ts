/** Cutting packets that are too long for a link. Source: net/ipv4/ip_output.c ip_do_fragment. */
import { setU16 } from '../../base/bytes';
import {
  IP_MF,
  fillIpChecksum,
  ipFragOffset,
  ipHeaderLen,
  ipMf,
  ipTotalLen,
  setIpTotalLen,
} from '../../wire/ipv4';
import type { Link } from '../../model/link';
import type { Skb } from '../../model/skb';
import { cloneSkb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { touch } from '../ctx';
import { drop, networkOffset } from '../skb';
import { countSnmp } from '../write';

/** Offset of the flags-and-offset word in the header (RFC 791 3.1). */
export const FRAG_WORD = 6;

/**
 * Cuts a packet into pieces of at most `mtu` bytes of IP: offsets in units of 8 bytes, MF on all but the last. An
 * Ethernet header in front is repeated before each.
 */
export function fragment(ctx: Ctx, ns: Netns, link: Link, skb: Skb, mtu: number): readonly Skb[] {
  const at = networkOffset(skb);
  const headerLen = ipHeaderLen(skb.data, at);
  const totalLen = ipTotalLen(skb.data, at);
  const room = Math.floor((mtu - headerLen) / 8) * 8;
  if (room <= 0) {
    drop(ctx, ns, link.ifindex, skb, 'PKT_TOO_BIG');
    return [];
  }
  const firstOffset = ipFragOffset(skb.data, at);
  const moreAfter = ipMf(skb.data, at);
  const pieces: Skb[] = [];
  for (let from = 0; from < totalLen - headerLen; from += room) {
    const length = Math.min(room, totalLen - headerLen - from);
    const piece = cloneSkb(skb);
    const payload = at + headerLen;
    piece.data.copyWithin(payload, payload + from, payload + from + length);
    piece.tail = payload + length;
    const more = moreAfter || from + length < totalLen - headerLen;
    setU16(piece.data, at + FRAG_WORD, (more ? IP_MF : 0) | ((firstOffset + from) >> 3));
    setIpTotalLen(piece.data, at, headerLen + length);
    fillIpChecksum(piece.data, at);
    touch(piece);
    pieces.push(piece);
  }
  countSnmp(ctx, ns, 'IpFragOKs');
  countSnmp(ctx, ns, 'IpFragCreates', pieces.length);
  if (ctx.trace.on) {
    const detail = { mtu, lenBytes: totalLen, pieces: pieces.length };
    ctx.emit('ip.fragment', 'cut', ns.id, link.ifindex, skb, detail);
  }
  return pieces;
}
