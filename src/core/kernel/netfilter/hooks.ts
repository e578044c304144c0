/**
 * The five hooks: who is asked in which order. Source: include/uapi/linux/netfilter_ipv4.h (priorities).
 *
 *   raw -300 · conntrack -200 · mangle -150 · nat, destination -100 · filter 0 · nat, source 100 · confirm last
 *
 * Chains of nftables stand among these by their priority, behind those of iptables with the same one.
 */
import type { NfHook } from '../../model/netfilter';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import { PROTO_ICMP, ipProto } from '../../wire/ipv4';
import type { Ctx } from '../ctx';
import { drop, networkOffset } from '../skb';
import type { AskedTables } from './asked';
import { askedTables } from './asked';
import { basesAt, type ReadyBase } from '../nftables/ready';
import { alreadyConfirmed, conntrackConfirm, conntrackIn, tracks } from './conntrack';
import { keepFree, leavesElsewhere, natPacket } from './nat';
import { natIcmpError } from './nat.icmp';
import type { ReadyTable } from './ready.table';
import type { HookPoint } from './seen';
import { walkTable } from './traverse';

export type { HookPoint } from './seen';

/** Runs a hook. False when the packet was dropped (and the drop recorded). */
export function runHook(ctx: Ctx, ns: Netns, hook: NfHook, skb: Skb, point: HookPoint): boolean {
  if (ns.nfTables.size === 0 && ns.nft.length === 0) return true;
  const tables = askedTables(ns);
  const passed =
    ns.nft.length === 0
      ? runTables(tables, ctx, ns, hook, skb, point)
      : runAmong(tables, ctx, ns, hook, skb, point);
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

type Step = (tables: AskedTables, ctx: Ctx, ns: Netns, hook: NfHook, skb: Skb, point: HookPoint) => boolean;

const ask =
  (name: 'raw' | 'mangle' | 'filter'): Step =>
  (tables, ctx, ns, hook, skb, point) =>
    passes(tables[name], ctx, ns, hook, skb, point);
const track: Step = (_tables, ctx, ns, hook, skb) => !tracks(ns) || conntrackIn(ctx, ns, hook, skb);
const settle: Step = (_tables, ctx, ns, _hook, skb) => conntrackConfirm(ctx, ns, skb);
const translateFlow: Step = (tables, ctx, ns, hook, skb, point) =>
  passesNat(tables.nat, ctx, ns, hook, skb, point, basesAt(ns, hook));

/**
 * The same order as in `runTables`, with its priorities. Written twice because asking step by step costs every packet of every
 * netns a fourteenth of its speed; that both agree is tested beside nftables.
 */
const STEPS: Readonly<Record<NfHook, readonly (readonly [priority: number, step: Step])[]>> = {
  PREROUTING: [
    [-300, ask('raw')],
    [-200, track],
    [-150, ask('mangle')],
    [-100, translateFlow],
  ],
  INPUT: [
    [-150, ask('mangle')],
    [0, ask('filter')],
    [100, translateFlow],
    [Infinity, settle],
  ],
  FORWARD: [
    [-150, ask('mangle')],
    [0, ask('filter')],
  ],
  OUTPUT: [
    [-300, ask('raw')],
    [-200, track],
    [-150, ask('mangle')],
    [-100, translateFlow],
    [0, ask('filter')],
  ],
  POSTROUTING: [
    [-150, ask('mangle')],
    [100, translateFlow],
    [Infinity, settle],
  ],
};

/** Where nftables has rules as well. Its chains of type nat are asked within the step that translates. */
function runAmong(
  tables: AskedTables,
  ctx: Ctx,
  ns: Netns,
  hook: NfHook,
  skb: Skb,
  point: HookPoint,
): boolean {
  const filters = basesAt(ns, hook).filter(({ type }) => type === 'filter');
  let next = 0;
  const before = (priority: number): boolean => {
    for (let base = filters[next]; base !== undefined && base.priority < priority; base = filters[next]) {
      next += 1;
      if (walkTable(ctx, ns, base.table, hook, skb, point, base.chain) === 'drop') return false;
    }
    return true;
  };
  for (const [priority, step] of STEPS[hook]) {
    if (!before(priority) || !step(tables, ctx, ns, hook, skb, point)) return false;
  }
  return before(Infinity);
}

function passes(
  table: ReadyTable | null,
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
  table: ReadyTable | null,
  ctx: Ctx,
  ns: Netns,
  hook: NfHook,
  skb: Skb,
  point: HookPoint,
  bases: readonly ReadyBase[] | null = null,
): boolean {
  const { ct } = skb;
  if ((table === null && bases === null) || ct === null) return true;
  if (ct.state === 'RELATED' && isIcmp(skb)) return natIcmpError(ctx, ns, hook, skb);
  const first = !ct.confirmed && !ct.isReply && !alreadyConfirmed(ns, skb);
  if (first) {
    let verdict = table === null ? ('accept' as const) : walkTable(ctx, ns, table, hook, skb, point);
    // The first that translates has said all (nf_nat_inet_fn).
    for (const { type, table: other, chain } of bases ?? []) {
      if (verdict !== 'accept') break;
      if (type === 'nat') verdict = walkTable(ctx, ns, other, hook, skb, point, chain);
    }
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
