/** Walking the chains of a table: rules in order, jumps, policies. Source: net/ipv4/netfilter/ip_tables.c ipt_do_table. */
import type { NfChain, NfHook, NfMatch, NfRule, NfTable, NfTarget } from '../../model/netfilter';
import type { Skb } from '../../model/skb';
import { skbLength } from '../../model/skb';
import type { Netns } from '../../model/world';
import { inCidr } from '../../wire/addr';
import { ETHERNET_HEADER_LEN } from '../../wire/ethernet';
import { ipDst, ipProto, ipSrc } from '../../wire/ipv4';
import type { Verdict } from '../../trace/kinds';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { networkOffset } from '../skb';
import { countRule } from '../write';
import type { MatchKind } from './match/kind';
import { matchKinds } from './match';
import type { HookPoint, TargetKind, TargetVerdict } from './target/kind';
import { targetKinds } from './target';

/** Chains may call one another this deep; circles are refused when rules are loaded, this is a second guard. */
const DEPTH_MAX = 64;

/** Walks a table's chain for a hook. False when the packet ends here. */
export function walkTable(
  ctx: Ctx,
  ns: Netns,
  table: NfTable,
  hook: NfHook,
  skb: Skb,
  point: HookPoint,
): boolean {
  const chain = table.chains.get(hook);
  if (chain === undefined) return true;
  const walk: Walk = { ctx, ns, table, hook, skb, point };
  const verdict = walkChain(walk, chain, 0);
  if (verdict !== 'return') return verdict !== 'drop';
  countRule(ctx, ns, chain.policyId, ipLength(skb));
  const drops = chain.policy === 'DROP';
  trace(
    walk,
    chain,
    chain.rules.length + 1,
    null,
    drops ? 'policy-drop' : 'policy-accept',
    chain.rules.length,
    skb.mark,
  );
  return !drops;
}

interface Walk {
  readonly ctx: Ctx;
  readonly ns: Netns;
  readonly table: NfTable;
  readonly hook: NfHook;
  readonly skb: Skb;
  readonly point: HookPoint;
}

function ipLength(skb: Skb): number {
  return skbLength(skb) - (skb.l2 ? ETHERNET_HEADER_LEN : 0);
}

/** 'return' when the end is reached or a rule says so. */
function walkChain(walk: Walk, chain: NfChain, depth: number): Exclude<TargetVerdict, 'continue'> {
  const { ctx, ns, skb, point } = walk;
  let misses = 0;
  for (const [index, rule] of chain.rules.entries()) {
    if (!ruleFits(ns, rule, skb, point)) {
      misses += 1;
      continue;
    }
    countRule(ctx, ns, rule.id, ipLength(skb));
    const verdict = runTarget(walk, chain, index + 1, rule, misses, depth);
    misses = 0;
    if (verdict !== 'continue') return verdict;
  }
  return 'return';
}

function runTarget(
  walk: Walk,
  chain: NfChain,
  number: number,
  rule: NfRule,
  misses: number,
  depth: number,
): TargetVerdict {
  const { target } = rule;
  const { mark } = walk.skb;
  if (target === null) {
    trace(walk, chain, number, rule, 'continue', misses, mark);
    return 'continue';
  }
  if (target.kind !== 'jump') {
    const verdict = act(walk, target);
    trace(walk, chain, number, rule, verdict, misses, mark);
    return verdict;
  }
  trace(walk, chain, number, rule, 'jump', misses, mark);
  const next = walk.table.chains.get(target.chain);
  if (next === undefined || depth >= DEPTH_MAX) return 'drop';
  const verdict = walkChain(walk, next, depth + 1);
  // After a goto nothing comes back to this chain.
  return verdict === 'return' && !target.goto ? 'continue' : verdict;
}

function act(walk: Walk, target: Exclude<NfTarget, { kind: 'jump' }>): TargetVerdict {
  const { ctx, ns, skb, point } = walk;
  const kind = targetKinds[target.kind] as TargetKind<typeof target.kind>;
  return kind.act(ctx, ns, target, skb, point);
}

function ruleFits(ns: Netns, rule: NfRule, skb: Skb, point: HookPoint): boolean {
  const at = networkOffset(skb);
  const { data } = skb;
  if (rule.src !== null && inCidr(ipSrc(data, at), rule.src.value) === rule.src.invert) return false;
  if (rule.dst !== null && inCidr(ipDst(data, at), rule.dst.value) === rule.dst.invert) return false;
  if (rule.in !== null && deviceFits(ns, point.in, rule.in.value) === rule.in.invert) return false;
  if (rule.out !== null && deviceFits(ns, point.out, rule.out.value) === rule.out.invert) return false;
  if (rule.proto !== null && (ipProto(data, at) === rule.proto.value) === rule.proto.invert) return false;
  return rule.matches.every((match) => matchFits(match, skb));
}

function matchFits(match: NfMatch, skb: Skb): boolean {
  const kind = matchKinds[match.kind] as MatchKind<typeof match.kind>;
  return kind.fits(match, skb);
}

function deviceFits(ns: Netns, ifindex: number, pattern: string): boolean {
  const name = linkOf(ns, ifindex)?.name ?? '';
  return pattern.endsWith('+') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function trace(
  walk: Walk,
  chain: NfChain,
  number: number,
  rule: NfRule | null,
  verdict: Verdict<'nf.rule'>,
  considered: number,
  mark: number,
): void {
  const { ctx, ns, hook, table, skb, point } = walk;
  if (!ctx.trace.on) return;
  const dev = point.out === 0 ? point.in : point.out;
  ctx.emit('nf.rule', verdict, ns.id, dev, skb, {
    hook,
    table: table.name,
    chain: chain.name,
    in: point.in,
    out: point.out,
    mark,
    number,
    rule,
    considered,
  });
}
