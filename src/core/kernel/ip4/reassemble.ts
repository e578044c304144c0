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
import type { FragmentQueue, Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { drop, networkOffset, pullEthernet } from '../skb';
import { readNetnsSysctl } from '../sysctl.netns';
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
  countSnmp(ctx, ns, 'IpReasmReqds');
  if (!fits(ctx, ns, link, skb, key, old)) return null;
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
  countSnmp(ctx, ns, 'IpReasmOKs');
  if (ctx.trace.on) ctx.emit('ip.reassemble', 'complete', ns.id, link.ifindex, whole, { id, have });
  return whole;
}

function keyOf(skb: Skb, user: DefragUser): string {
  const at = networkOffset(skb);
  const addresses = `${String(ipSrc(skb.data, at))}>${String(ipDst(skb.data, at))}`;
  const datagram = `${addresses}/${String(ipProto(skb.data, at))}#${String(ipId(skb.data, at))}`;
  return user === 'local' ? datagram : `${user} ${datagram}`;
}

/**
 * Whether a piece joins the others. One that is all there already is dropped; one that overlaps others in part, or ends
 * elsewhere than they say, takes the whole datagram with it (RFC 5722, CVE-2018-5391).
 * Source: ip_fragment.c ip_frag_queue, inet_fragment.c inet_frag_queue_insert, inet_frag_find.
 */
function fits(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  key: string,
  old: FragmentQueue | undefined,
): boolean {
  const { from, to, last } = spanOf(skb);
  if (old === undefined) {
    if (memoryOf(ns) <= readNetnsSysctl(ns, 'net/ipv4/ipfrag_high_thresh')) return true;
    countSnmp(ctx, ns, 'IpReasmFails');
    drop(ctx, ns, link.ifindex, skb, 'NOT_SPECIFIED');
    return false;
  }
  const spans = old.pieces.map(spanOf).sort((a, b) => a.from - b.from);
  if (runsOf(spans).some((run) => run.from <= from && to <= run.to)) {
    drop(ctx, ns, link.ifindex, skb, 'DUP_FRAG');
    return false;
  }
  const end = spans.find((span) => span.last)?.to ?? null;
  const overlaps = spans.some((span) => span.from < to && from < span.to);
  const wrongEnd = end === null ? last && spans.some((span) => span.to > to) : last ? to !== end : to > end;
  if (!overlaps && !wrongEnd) return true;
  if (overlaps) countSnmp(ctx, ns, 'IpExtReasmOverlaps');
  countSnmp(ctx, ns, 'IpReasmFails');
  putFragments(ctx, ns, key, undefined);
  drop(ctx, ns, link.ifindex, skb, 'NOT_SPECIFIED');
  return false;
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly last: boolean;
}

/** Which bytes of the datagram a piece holds. */
function spanOf({ data, head }: Skb): Span {
  const from = ipFragOffset(data, head);
  return { from, to: from + ipTotalLen(data, head) - ipHeaderLen(data, head), last: !ipMf(data, head) };
}

/** Neighbouring pieces joined; `spans` in order. */
function runsOf(spans: readonly Span[]): readonly Span[] {
  const runs: Span[] = [];
  for (const span of spans) {
    const before = runs[runs.length - 1];
    if (before?.to === span.from) runs[runs.length - 1] = { ...before, to: span.to };
    else runs.push(span);
  }
  return runs;
}

/** Bytes that wait in all queues. */
function memoryOf(ns: Netns): number {
  let sum = 0;
  for (const { pieces } of ns.fragments.entries.values())
    for (const { head, tail } of pieces) sum += tail - head;
  return sum;
}

/** The datagram the pieces make, or null while bytes are missing. */
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
  const traceRef = { ...first.traceRef, frame: -1 };
  return { ...first, data, tail: data.length, fragMaxBytes, summed: -1, traceRef };
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
  countSnmp(ctx, ns, 'IpReasmTimeout');
  if (link !== null && ipFragOffset(first.data, first.head) === 0) {
    icmpSend(ctx, ns, link, first, ICMP_TIME_EXCEEDED, ICMP_EXC_FRAGTIME, 0, 'FRAG_REASM_TIMEOUT');
  }
  drop(ctx, ns, first.iif, first, 'FRAG_REASM_TIMEOUT');
}
