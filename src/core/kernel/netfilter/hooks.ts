/**
 * The five hooks: who is asked in which order. Source: include/uapi/linux/netfilter_ipv4.h (priorities).
 *
 *   raw -300 · conntrack -200 · mangle -150 · nat, destination -100 · filter 0 · nat, source 100 · confirm last
 */
import type { NfHook } from '../../model/netfilter';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { drop } from '../skb';
import { alreadyConfirmed, conntrackConfirm, conntrackIn, tracks } from './conntrack';
import { natPacket } from './nat';
import type { HookPoint } from './target/kind';
import { walkTable } from './traverse';

/** Runs a hook. False when the packet was dropped (and the drop recorded). */
export function runHook(ctx: Ctx, ns: Netns, hook: NfHook, skb: Skb, point: HookPoint): boolean {
  if (ns.nfTables.size === 0) return true;
  const passed = HOOKS[hook](ctx, ns, hook, skb, point);
  if (!passed) drop(ctx, ns, point.out === 0 ? point.in : point.out, skb, 'NETFILTER_DROP');
  return passed;
}

type Hook = (ctx: Ctx, ns: Netns, hook: NfHook, skb: Skb, point: HookPoint) => boolean;

const HOOKS: Readonly<Record<NfHook, Hook>> = {
  PREROUTING: (...at) => enter(...at) && table('mangle', ...at) && nat(...at),
  INPUT: (...at) => table('mangle', ...at) && table('filter', ...at) && nat(...at) && leave(...at),
  FORWARD: (...at) => table('mangle', ...at) && table('filter', ...at),
  OUTPUT: (...at) => enter(...at) && table('mangle', ...at) && nat(...at) && table('filter', ...at),
  POSTROUTING: (...at) => table('mangle', ...at) && nat(...at) && leave(...at),
};

function table(
  name: 'raw' | 'mangle' | 'filter',
  ctx: Ctx,
  ns: Netns,
  hook: NfHook,
  skb: Skb,
  point: HookPoint,
): boolean {
  const rules = ns.nfTables.get(name);
  return rules === undefined || walkTable(ctx, ns, rules, hook, skb, point);
}

/** raw, then conntrack. */
const enter: Hook = (ctx, ns, hook, skb, point) => {
  if (!table('raw', ctx, ns, hook, skb, point)) return false;
  if (tracks(ns)) conntrackIn(ctx, ns, hook, skb);
  return true;
};

/**
 * The nat table is asked by the first packet of a flow only; what it decided, or that nothing was, holds for the rest.
 * Source: nf_nat_core.c nf_nat_inet_fn.
 */
const nat: Hook = (ctx, ns, hook, skb, point) => {
  const rules = ns.nfTables.get('nat');
  if (rules === undefined || skb.ct === null) return true;
  const first = !skb.ct.confirmed && !skb.ct.isReply && !alreadyConfirmed(ns, skb);
  if (first && !walkTable(ctx, ns, rules, hook, skb, point)) return false;
  natPacket(ctx, ns, hook, skb);
  return true;
};

/** The way through the stack ends: a new flow enters the table. */
const leave: Hook = (ctx, ns, _hook, skb) => conntrackConfirm(ctx, ns, skb);
