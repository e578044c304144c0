/**
 * The five hooks: who is asked in which order. Source: include/uapi/linux/netfilter_ipv4.h (priorities).
 *
 *   raw -300 · conntrack -200 · mangle -150 · nat, destination -100 · filter 0 · nat, source 100 · confirm last
 */
import type { NfHook, NfTable } from '../../model/netfilter';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import { PROTO_ICMP, ipProto } from '../../wire/ipv4';
import type { Ctx } from '../ctx';
import { drop, networkOffset } from '../skb';
import type { AskedTables } from './asked';
import { askedTables } from './asked';
import { alreadyConfirmed, conntrackConfirm, conntrackIn } from './conntrack';
import { keepFree, leavesElsewhere, natPacket } from './nat';
import { natIcmpError } from './nat.icmp';
import type { HookPoint } from './seen';
import { walkTable } from './traverse';

export type { HookPoint } from './seen';

/** Runs a hook. False when the packet was dropped (and the drop recorded). */
export function runHook(ctx: Ctx, ns: Netns, hook: NfHook, skb: Skb, point: HookPoint): boolean {
  if (ns.nfTables.size === 0) return true;
  const passed = runTables(askedTables(ns), ctx, ns, hook, skb, point);
  if (!passed) drop(ctx, ns, point.out === 0 ? point.in : point.out, skb, 'NETFILTER_DROP');
  return passed;
}

function runTables(
  { raw, mangle, nat, filter, needConntrack }: AskedTables,
  ctx: Ctx,
  ns: Netns,
  hook: NfHook,
  skb: Skb,
  point: HookPoint,
): boolean {
  switch (hook) {
    case 'PREROUTING':
      return (
        passes(raw, ctx, ns, hook, skb, point) &&
        (!needConntrack || conntrackIn(ctx, ns, hook, skb)) &&
        passes(mangle, ctx, ns, hook, skb, point) &&
        passesNat(nat, ctx, ns, hook, skb, point)
      );
    case 'INPUT':
      return (
        passes(mangle, ctx, ns, hook, skb, point) &&
        passes(filter, ctx, ns, hook, skb, point) &&
        passesNat(nat, ctx, ns, hook, skb, point) &&
        conntrackConfirm(ctx, ns, skb)
      );
    case 'FORWARD':
      return passes(mangle, ctx, ns, hook, skb, point) && passes(filter, ctx, ns, hook, skb, point);
    case 'OUTPUT':
      return (
        passes(raw, ctx, ns, hook, skb, point) &&
        (!needConntrack || conntrackIn(ctx, ns, hook, skb)) &&
        passes(mangle, ctx, ns, hook, skb, point) &&
        passesNat(nat, ctx, ns, hook, skb, point) &&
        passes(filter, ctx, ns, hook, skb, point)
      );
    case 'POSTROUTING':
      return (
        passes(mangle, ctx, ns, hook, skb, point) &&
        passesNat(nat, ctx, ns, hook, skb, point) &&
        conntrackConfirm(ctx, ns, skb)
      );
  }
}

function passes(
  table: NfTable | null,
  ctx: Ctx,
  ns: Netns,
  hook: NfHook,
  skb: Skb,
  point: HookPoint,
): boolean {
  return table === null || walkTable(ctx, ns, table, hook, skb, point) !== 'drop';
}

/**
 * The nat table is asked by the first packet of a flow only; what it decided, or that nothing was, holds for the rest.
 * Source: nf_nat_core.c nf_nat_inet_fn, nf_nat_proto.c nf_nat_ipv4_fn.
 */
function passesNat(
  table: NfTable | null,
  ctx: Ctx,
  ns: Netns,
  hook: NfHook,
  skb: Skb,
  point: HookPoint,
): boolean {
  const { ct } = skb;
  if (table === null || ct === null) return true;
  if (ct.state === 'RELATED' && isIcmp(skb)) return natIcmpError(ctx, ns, hook, skb);
  const first = !ct.confirmed && !ct.isReply && !alreadyConfirmed(ns, skb);
  if (first) {
    const verdict = walkTable(ctx, ns, table, hook, skb, point);
    if (verdict === 'drop') return false;
    if (verdict === 'accept') keepFree(ctx, ns, hook, skb);
  } else if (hook === 'POSTROUTING' && leavesElsewhere(ctx, ns, skb, point.out)) {
    return false;
  }
  natPacket(ctx, ns, hook, skb);
  return true;
}

function isIcmp(skb: Skb): boolean {
  return ipProto(skb.data, networkOffset(skb)) === PROTO_ICMP;
}
