/** Walking the chains of a table: rules in order, jumps, policies. Source: net/ipv4/netfilter/ip_tables.c ipt_do_table. */
import type { NfChain, NfHook, NfRule, NfTable } from '../../model/netfilter';
import type { Skb } from '../../model/skb';
import { skbLength } from '../../model/skb';
import type { Netns } from '../../model/world';
import { ETHERNET_HEADER_LEN } from '../../wire/ethernet';
import type { NfLeft, NfMissed, Verdict } from '../../trace/kinds';
import { ipDst, ipProto, ipSrc } from '../../wire/ipv4';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { networkOffset } from '../skb';
import { countRule } from '../write';
import type { ReadyRule } from './ready';
import { readyRules } from './ready';
import type { Header, HookPoint, Seen } from './seen';
import type { TargetVerdict } from './target/kind';
import { portsAt } from './transport';

/** Chains may call one another this deep; circles are refused when rules are loaded, this is a second guard. */
const DEPTH_MAX = 64;

/** A table of iptables, or one of nftables with its family. */
export interface WalkedTable {
  readonly name: string;
  readonly chains: NfTable['chains'];
}

/** Walks a table's chain for a hook; in nftables it may be called anything. */
export function walkTable(
  ctx: Ctx,
  ns: Netns,
  table: WalkedTable,
  hook: NfHook,
  skb: Skb,
  point: HookPoint,
  first: string = hook,
): 'accept' | 'translate' | 'drop' {
  const chain = table.chains.get(first);
  if (chain === undefined) return 'accept';
  if (chain.rules.length > 0 || ctx.trace.on) {
    const walk = begin(ctx, ns, table, hook, skb, point);
    const verdict = walkChain(walk, chain, 0);
    if (verdict !== 'return') return verdict;
    countRule(ctx, ns, chain.policyId, ipLength(skb));
    const policy = chain.policy === 'DROP' ? 'policy-drop' : 'policy-accept';
    trace(walk, chain, chain.rules.length + 1, null, policy, skb.mark);
  } else {
    // Who has no rules asks nothing of the packet.
    countRule(ctx, ns, chain.policyId, ipLength(skb));
  }
  return chain.policy === 'DROP' ? 'drop' : 'accept';
}

/** A packet on its way through the chains of a table. */
interface Walk extends Seen, Header {
  readonly table: WalkedTable;
  /** How many rules did not fit since the last one that did, or since the chain began. */
  misses: number;
  /** Which ones; empty without evidence. */
  missed: readonly NfMissed[];
  /** Chains left at their end since the last record; null for none, and without evidence. */
  left: NfLeft[] | null;
}

const NOTHING_MISSED: readonly NfMissed[] = [];

/** The header is read once: targets that let the packet go on change nothing of it. */
function begin(ctx: Ctx, ns: Netns, table: WalkedTable, hook: NfHook, skb: Skb, point: HookPoint): Walk {
  const at = networkOffset(skb);
  return {
    ctx,
    ns,
    hook,
    skb,
    point,
    table,
    src: ipSrc(skb.data, at) | 0,
    dst: ipDst(skb.data, at) | 0,
    proto: ipProto(skb.data, at),
    portsAt: portsAt(skb),
    in: linkOf(ns, point.in)?.name ?? '',
    out: linkOf(ns, point.out)?.name ?? '',
    misses: 0,
    missed: NOTHING_MISSED,
    left: null,
  };
}

function ipLength(skb: Skb): number {
  return skbLength(skb) - (skb.l2 ? ETHERNET_HEADER_LEN : 0);
}

/** 'return' when the end is reached or a rule says so. */
function walkChain(walk: Walk, chain: NfChain, depth: number): Exclude<TargetVerdict, 'continue'> {
  const { ctx, ns, skb } = walk;
  const evidence = ctx.trace.on && ctx.trace.evidence;
  const rules = readyRules(chain);
  for (let index = 0; index < rules.length; index += 1) {
    const ready = rules[index];
    if (ready === undefined) break;
    const misfit = ready.misfit(walk);
    if (misfit !== null) {
      walk.misses += 1;
      if (evidence) walk.missed = [...walk.missed, { number: index + 1, rule: ready.rule, misfit }];
      continue;
    }
    if (ready.counts) countRule(ctx, ns, ready.id, ipLength(skb));
    const verdict = runTarget(walk, chain, index + 1, ready, depth);
    if (verdict !== 'continue') return verdict;
    startCounting(walk);
  }
  if (evidence && depth > 0) (walk.left ??= []).push({ chain: chain.name, missed: walk.missed });
  return 'return';
}

function startCounting(walk: Walk): void {
  walk.misses = 0;
  walk.missed = NOTHING_MISSED;
}

function runTarget(
  walk: Walk,
  chain: NfChain,
  number: number,
  { rule, act }: ReadyRule,
  depth: number,
): TargetVerdict {
  const { mark } = walk.skb;
  if (act !== null) {
    const verdict = act(walk);
    trace(walk, chain, number, rule, verdict, mark);
    return verdict;
  }
  const { target } = rule;
  if (target?.kind !== 'jump') {
    trace(walk, chain, number, rule, 'continue', mark);
    return 'continue';
  }
  trace(walk, chain, number, rule, 'jump', mark);
  const next = walk.table.chains.get(target.chain);
  if (next === undefined || depth >= DEPTH_MAX) return 'drop';
  startCounting(walk);
  const verdict = walkChain(walk, next, depth + 1);
  if (verdict !== 'return') return verdict;
  // What did not fit there is told with the chain that ended.
  startCounting(walk);
  // After a goto nothing comes back to this chain.
  return target.goto ? 'return' : 'continue';
}

/** `number` is the rule's, counted from 1; the policy is behind the last one. */
function trace(
  walk: Walk,
  chain: NfChain,
  number: number,
  rule: NfRule | null,
  verdict: Verdict<'nf.rule'>,
  mark: number,
): void {
  const { ctx, ns, hook, table, skb, point, misses, missed } = walk;
  if (!ctx.trace.on) return;
  const dev = point.out === 0 ? point.in : point.out;
  const told = {
    hook,
    table: table.name,
    chain: chain.name,
    in: point.in,
    out: point.out,
    mark,
    number,
    rule,
    considered: misses,
  };
  const detail = ctx.trace.evidence ? { ...told, missed, left: walk.left ?? [] } : told;
  ctx.emit('nf.rule', verdict, ns.id, dev, skb, detail);
  walk.left = null;
}
