/** Putting fragments together again. Source: net/ipv4/ip_fragment.c ip_defrag, ip_expire. */
import { setU16 } from '../../base/bytes';
import {
  fillIpChecksum,
  ipDst,
  ipFragOffset,
  ipHeaderLen,
  ipId,
  ipMf,
  ipProto,
  ipSrc,
  ipTotalLen,
  setIpTotalLen,
} from '../../wire/ipv4';
import { ICMP_EXC_FRAGTIME, ICMP_TIME_EXCEEDED } from '../../wire/icmp4';
import type { Link } from '../../model/link';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { drop, networkOffset, pullEthernet } from '../skb';
import { countSnmp, putFragments } from '../write';
import { FRAG_WORD } from './fragment';
import { icmpSend } from './icmp.error';

/** How long fragments wait for the others (`net.ipv4.ipfrag_time`), ns. */
const FRAGMENT_TIME_NS = 30_000_000_000;

/**
 * For whom fragments are put together: the host itself, conntrack, conntrack on a bridge port. Each has queues of its
 * own (enum ip_defrag_users).
 */
export type DefragUser = 'local' | 'conntrack' | 'bridge';

/** Takes a fragment; answers the whole datagram once every byte is there, else null. */
export function reassemble(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  user: DefragUser = 'local',
): Skb | null {
  pullEthernet(skb);
  const key = keyOf(skb, user);
  const old = ns.fragments.entries.get(key);
  const pieces = [...(old?.pieces ?? []), skb];
  const whole = join(pieces);
  const have = pieces.length;
  const id = ipId(skb.data, skb.head);
  if (whole === null) {
    putFragments(ctx, ns, key, { pieces, sinceNs: old?.sinceNs ?? ctx.world.nowNs });
    if (old === undefined)
      ctx.schedule({ kind: 'fragment.timer', netns: ns.id, key }, FRAGMENT_TIME_NS, true);
    if (ctx.trace.on) ctx.emit('ip.reassemble', 'waiting', ns.id, link.ifindex, skb, { id, have });
    return null;
  }
  putFragments(ctx, ns, key, undefined);
  if (ctx.trace.on) ctx.emit('ip.reassemble', 'complete', ns.id, link.ifindex, whole, { id, have });
  return whole;
}

function keyOf(skb: Skb, user: DefragUser): string {
  const at = networkOffset(skb);
  const addresses = `${String(ipSrc(skb.data, at))}>${String(ipDst(skb.data, at))}`;
  const datagram = `${addresses}/${String(ipProto(skb.data, at))}#${String(ipId(skb.data, at))}`;
  return user === 'local' ? datagram : `${user} ${datagram}`;
}

/** The datagram the pieces make, or null while bytes are missing. Overlaps keep what came first. */
function join(pieces: readonly Skb[]): Skb | null {
  const sorted = [...pieces].sort((a, b) => ipFragOffset(a.data, a.head) - ipFragOffset(b.data, b.head));
  const first = sorted[0];
  if (first === undefined || ipFragOffset(first.data, first.head) !== 0) return null;
  const headerLen = ipHeaderLen(first.data, first.head);
  let length = 0;
  let complete = false;
  for (const piece of sorted) {
    const offset = ipFragOffset(piece.data, piece.head);
    if (offset > length) return null;
    length = Math.max(
      length,
      offset + ipTotalLen(piece.data, piece.head) - ipHeaderLen(piece.data, piece.head),
    );
    if (!ipMf(piece.data, piece.head)) complete = true;
  }
  if (!complete) return null;
  const data = new Uint8Array(first.head + headerLen + length);
  data.set(first.data.subarray(first.head, first.head + headerLen), first.head);
  for (const piece of sorted) {
    const from = piece.head + ipHeaderLen(piece.data, piece.head);
    data.set(
      piece.data.subarray(from, piece.tail),
      first.head + headerLen + ipFragOffset(piece.data, piece.head),
    );
  }
  setU16(data, first.head + FRAG_WORD, 0);
  setIpTotalLen(data, first.head, headerLen + length);
  fillIpChecksum(data, first.head);
  const fragMaxBytes = Math.max(...pieces.map((piece) => ipTotalLen(piece.data, piece.head)));
  return { ...first, data, tail: data.length, fragMaxBytes, traceRef: { ...first.traceRef, frame: -1 } };
}

/** The others did not come. The sender is told when the first piece is there. Source: ip_fragment.c ip_expire. */
export function fragmentTimer(ctx: Ctx, ns: Netns, key: string): void {
  const queue = ns.fragments.entries.get(key);
  // The timer of a datagram that is long complete says nothing about one that has its number.
  if (queue === undefined || queue.sinceNs + FRAGMENT_TIME_NS !== ctx.world.nowNs) return;
  putFragments(ctx, ns, key, undefined);
  const first = queue.pieces.find((piece) => ipFragOffset(piece.data, piece.head) === 0) ?? queue.pieces[0];
  if (first === undefined) return;
  const link = linkOf(ns, first.iif);
  const id = ipId(first.data, first.head);
  if (ctx.trace.on)
    ctx.emit('ip.reassemble', 'timeout', ns.id, first.iif, first, { id, have: queue.pieces.length });
  countSnmp(ctx, ns, 'IpReasmFails');
  if (link !== null && ipFragOffset(first.data, first.head) === 0) {
    icmpSend(ctx, ns, link, first, ICMP_TIME_EXCEEDED, ICMP_EXC_FRAGTIME, 0, 'NOT_SPECIFIED');
  }
  drop(ctx, ns, first.iif, first, 'NOT_SPECIFIED');
}
