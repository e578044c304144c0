/** Walking the chains of a table: rules in order, jumps, policies. Source: net/ipv4/netfilter/ip_tables.c ipt_do_table. */
import type { NfChain, NfHook, NfRule } from '../../model/netfilter';
import type { Skb } from '../../model/skb';
import { skbLength } from '../../model/skb';
import type { Netns } from '../../model/world';
import { ETHERNET_HEADER_LEN } from '../../wire/ethernet';
import type { NfLeft, NfMissed, Verdict } from '../../trace/kinds';
import { ipDst, ipProto, ipSrc } from '../../wire/ipv4';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { networkOffset } from '../skb';
import { countRule } from '../write.rules';
import type { ReadyRule } from './ready';
import type { ReadyChain, ReadyTable } from './ready.table';
import type { Header, HookPoint, Seen } from './seen';
import type { TargetVerdict } from './target/kind';
import { portsAt } from './transport';

/** Chains may call one another this deep; circles are refused when rules are loaded, this is a second guard. */
const DEPTH_MAX = 64;

/** Walks a table's chain for a hook; in nftables it may be called anything. */
export function walkTable(
  ctx: Ctx,
  ns: Netns,
  table: ReadyTable,
  hook: NfHook,
  skb: Skb,
  point: HookPoint,
  first: string = hook,
): 'accept' | 'translate' | 'drop' {
  const ready = table.chain(first);
  if (ready === null) return 'accept';
  if (ready.rules.length === 0 && !ctx.trace.on) {
    // Who has no rules asks nothing of the packet.
    countRule(ctx, ns, ready.chain.policyId, ipLength(skb));
    return ready.chain.policy === 'DROP' ? 'drop' : 'accept';
  }
  const said = ctx.trace.on ? null : ready.alike.recall(ns, skb, point);
  if (said !== null) {
    const lenBytes = ipLength(skb);
    for (const rule of said.counted) countRule(ctx, ns, rule, lenBytes);
    return said.verdict;
  }
  const walk = begin(ctx, ns, table, hook, skb, point);
  if (ctx.trace.on) return walkBase(walk, ready);
  const counted: number[] = [];
  walk.counted = counted;
  const verdict = walkBase(walk, ready);
  if (walk.alike && verdict !== 'translate') ready.alike.keep(ns, skb, walk, verdict, counted);
  return verdict;
}

/** From the chain of a hook to its end, and what its policy says there. */
function walkBase(walk: Walk, ready: ReadyChain): 'accept' | 'translate' | 'drop' {
  const { chain } = ready;
  const verdict = walkChain(walk, ready, 0);
  if (verdict !== 'return') return verdict;
  count(walk, chain.policyId);
  const policy = chain.policy === 'DROP' ? 'policy-drop' : 'policy-accept';
  trace(walk, chain, chain.rules.length + 1, null, policy, walk.skb.mark);
  return chain.policy === 'DROP' ? 'drop' : 'accept';
}

/** A packet on its way through the chains of a table. */
interface Walk extends Seen, Header {
  readonly table: ReadyTable;
  /** It met nothing so far but conditions that packets alike fit alike, and targets that only judge; never with a trace. */
  alike: boolean;
  /** Rules, and the policy, that counted the packet; null where nobody remembers them. */
  counted: number[] | null;
  /** How many rules did not fit since the last one that did, or since the chain began. */
  misses: number;
  /** Which ones; empty without evidence. */
  missed: readonly NfMissed[];
  /** Chains left at their end since the last record; null for none, and without evidence. */
  left: NfLeft[] | null;
}

const NOTHING_MISSED: readonly NfMissed[] = [];

/** The header is read once: targets that let the packet go on change nothing of it. */
function begin(ctx: Ctx, ns: Netns, table: ReadyTable, hook: NfHook, skb: Skb, point: HookPoint): Walk {
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
    alike: !ctx.trace.on,
    counted: null,
    misses: 0,
    missed: NOTHING_MISSED,
    left: null,
  };
}

function ipLength(skb: Skb): number {
  return skbLength(skb) - (skb.l2 ? ETHERNET_HEADER_LEN : 0);
}

/** 'return' when the end is reached or a rule says so. */
function walkChain(
  walk: Walk,
  { chain, rules }: ReadyChain,
  depth: number,
): Exclude<TargetVerdict, 'continue'> {
  const { ctx } = walk;
  const evidence = ctx.trace.on && ctx.trace.evidence;
  for (let index = 0; index < rules.length; index += 1) {
    const ready = rules[index];
    if (ready === undefined) break;
    const misfit = ready.misfit(walk);
    if (misfit !== null) {
      walk.misses += 1;
      if (evidence) walk.missed = [...walk.missed, { number: index + 1, rule: ready.rule, misfit }];
      continue;
    }
    if (ready.counts) count(walk, ready.id);
    const verdict = runTarget(walk, chain, index + 1, ready, depth);
    if (verdict !== 'continue') return verdict;
    startCounting(walk);
  }
  if (evidence && depth > 0) (walk.left ??= []).push({ chain: chain.name, missed: walk.missed });
  return 'return';
}

function count(walk: Walk, rule: number): void {
  countRule(walk.ctx, walk.ns, rule, ipLength(walk.skb));
  walk.counted?.push(rule);
}

function startCounting(walk: Walk): void {
  walk.misses = 0;
  walk.missed = NOTHING_MISSED;
}

function runTarget(
  walk: Walk,
  chain: NfChain,
  number: number,
  { rule, act, judges }: ReadyRule,
  depth: number,
): TargetVerdict {
  const { mark } = walk.skb;
  if (act !== null) {
    if (!judges) walk.alike = false;
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
  const next = walk.table.chain(target.chain);
  if (next === null || depth >= DEPTH_MAX) return 'drop';
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
