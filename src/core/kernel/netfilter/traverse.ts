/** Walking the chains of a table: rules in order, jumps, policies. Source: net/ipv4/netfilter/ip_tables.c ipt_do_table. */
import type { NfChain, NfHook, NfMatch, NfRule, NfTable, NfTarget } from '../../model/netfilter';
import type { Ifindex } from '../../model/link';
import type { Skb } from '../../model/skb';
import { skbLength } from '../../model/skb';
import type { Netns } from '../../model/world';
import { inCidr } from '../../wire/addr';
import { ETHERNET_HEADER_LEN } from '../../wire/ethernet';
import { ipDst, ipProto, ipSrc } from '../../wire/ipv4';
import type { NfLeft, NfMisfit, NfMissed, Verdict } from '../../trace/kinds';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { networkOffset } from '../skb';
import { countRule } from '../write';
import { deviceFits } from './device';
import type { MatchKind } from './match/kind';
import { matchKinds } from './match';
import type { HookPoint, Seen } from './seen';
import type { TargetKind, TargetVerdict } from './target/kind';
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
): 'accept' | 'translate' | 'drop' {
  const chain = table.chains.get(hook);
  if (chain === undefined) return 'accept';
  const walk: Walk = { ctx, ns, table, hook, skb, point, left: null };
  const place = { chain, number: chain.rules.length + 1, missed: [], misses: 0 };
  const verdict = walkChain(walk, chain, 0, place);
  if (verdict !== 'return') return verdict;
  countRule(ctx, ns, chain.policyId, ipLength(skb));
  const drops = chain.policy === 'DROP';
  trace(
    walk,
    { ...place, number: chain.rules.length + 1 },
    null,
    drops ? 'policy-drop' : 'policy-accept',
    skb.mark,
  );
  return drops ? 'drop' : 'accept';
}

interface Walk extends Seen {
  readonly table: NfTable;
  /** Chains left at their end since the last record; null for none, and without evidence. */
  left: NfLeft[] | null;
}

/** Where in a chain the walk is, and which rules did not fit since the last one that did. */
interface Place {
  readonly chain: NfChain;
  number: number;
  misses: number;
  missed: NfMissed[];
}

function ipLength(skb: Skb): number {
  return skbLength(skb) - (skb.l2 ? ETHERNET_HEADER_LEN : 0);
}

/** 'return' when the end is reached or a rule says so. */
function walkChain(
  walk: Walk,
  chain: NfChain,
  depth: number,
  place: Place,
): Exclude<TargetVerdict, 'continue'> {
  const { ctx, ns, skb } = walk;
  const evidence = ctx.trace.on && ctx.trace.evidence;
  for (const [index, rule] of chain.rules.entries()) {
    const misfit = misfitOf(walk, rule);
    if (misfit !== null) {
      place.misses += 1;
      if (evidence) place.missed.push({ number: index + 1, rule, misfit });
      continue;
    }
    countRule(ctx, ns, rule.id, ipLength(skb));
    place.number = index + 1;
    const verdict = runTarget(walk, place, rule, depth);
    place.misses = 0;
    place.missed = [];
    if (verdict !== 'continue') return verdict;
  }
  if (evidence && depth > 0) (walk.left ??= []).push({ chain: chain.name, missed: place.missed });
  return 'return';
}

function runTarget(walk: Walk, place: Place, rule: NfRule, depth: number): TargetVerdict {
  const { target } = rule;
  const { mark } = walk.skb;
  if (target === null) {
    trace(walk, place, rule, 'continue', mark);
    return 'continue';
  }
  if (target.kind !== 'jump') {
    const verdict = act(walk, target);
    trace(walk, place, rule, verdict, mark);
    return verdict;
  }
  trace(walk, place, rule, 'jump', mark);
  const next = walk.table.chains.get(target.chain);
  if (next === undefined || depth >= DEPTH_MAX) return 'drop';
  const inner: Place = { chain: next, number: 0, misses: 0, missed: [] };
  const verdict = walkChain(walk, next, depth + 1, inner);
  // After a goto nothing comes back to this chain.
  return verdict === 'return' && !target.goto ? 'continue' : verdict;
}

function act(walk: Walk, target: Exclude<NfTarget, { kind: 'jump' }>): TargetVerdict {
  const kind = targetKinds[target.kind] as TargetKind<typeof target.kind>;
  return kind.act(target, walk);
}

/** The first condition that does not hold, in the kernel's order; null when the rule fits. */
function misfitOf(walk: Walk, rule: NfRule): NfMisfit | null {
  const { ns, skb, point } = walk;
  const at = networkOffset(skb);
  const { data } = skb;
  if (rule.src !== null && inCidr(ipSrc(data, at), rule.src.value) === rule.src.invert) return 'src';
  if (rule.dst !== null && inCidr(ipDst(data, at), rule.dst.value) === rule.dst.invert) return 'dst';
  if (rule.in !== null && nameFits(ns, point.in, rule.in.value) === rule.in.invert) return 'in';
  if (rule.out !== null && nameFits(ns, point.out, rule.out.value) === rule.out.invert) return 'out';
  if (rule.proto !== null && (ipProto(data, at) === rule.proto.value) === rule.proto.invert) return 'proto';
  for (const [index, match] of rule.matches.entries()) {
    if (!matchFits(match, walk, rule.id)) return index;
  }
  return null;
}

function matchFits(match: NfMatch, walk: Walk, rule: number): boolean {
  const kind = matchKinds[match.kind] as MatchKind<typeof match.kind>;
  return kind.fits(match, walk, rule);
}

function nameFits(ns: Netns, ifindex: Ifindex, pattern: string): boolean {
  return deviceFits(linkOf(ns, ifindex)?.name ?? '', pattern);
}

function trace(
  walk: Walk,
  { chain, number, misses, missed }: Place,
  rule: NfRule | null,
  verdict: Verdict<'nf.rule'>,
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
    considered: misses,
    ...(ctx.trace.evidence ? { missed, left: walk.left ?? [] } : {}),
  });
  walk.left = null;
}
