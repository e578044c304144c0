/** Walking the chains of a table: rules in order, jumps, policies. Source: net/ipv4/netfilter/ip_tables.c ipt_do_table. */
import type { NfChain, NfHook, NfRule, NfTable, NfTarget } from '../../model/netfilter';
import type { Skb } from '../../model/skb';
import { skbLength } from '../../model/skb';
import type { Netns } from '../../model/world';
import { ETHERNET_HEADER_LEN } from '../../wire/ethernet';
import type { NfLeft, NfMissed, Verdict } from '../../trace/kinds';
import type { Ctx } from '../ctx';
import { countRule } from '../write';
import type { Header } from './ready';
import { headerOf, readyRules } from './ready';
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
  // Who has no rules at all asks nothing of the packet.
  const walk: Walk = { ctx, ns, table, hook, skb, point, header: null, left: null };
  const place: Place = { chain, number: chain.rules.length + 1, missed: NOTHING_MISSED, misses: 0 };
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
  /** Read when the first rule is asked. Targets that let the packet go on change nothing of it. */
  header: Header | null;
  /** Chains left at their end since the last record; null for none, and without evidence. */
  left: NfLeft[] | null;
}

/** Where in a chain the walk is, and which rules did not fit since the last one that did. */
interface Place {
  readonly chain: NfChain;
  number: number;
  misses: number;
  missed: readonly NfMissed[];
}

const NOTHING_MISSED: readonly NfMissed[] = [];

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
  const { length } = chain.rules;
  const evidence = ctx.trace.on && ctx.trace.evidence;
  if (length === 0 && !evidence) return 'return';
  const rules = readyRules(chain);
  const header = (walk.header ??= headerOf(walk));
  for (let index = 0; index < length; index += 1) {
    const ready = rules[index];
    if (ready === undefined) break;
    const misfit = ready.misfit(walk, header);
    if (misfit !== null) {
      place.misses += 1;
      if (evidence) place.missed = [...place.missed, { number: index + 1, rule: ready.rule, misfit }];
      continue;
    }
    countRule(ctx, ns, ready.rule.id, ipLength(skb));
    place.number = index + 1;
    const verdict = runTarget(walk, place, ready.rule, depth);
    place.misses = 0;
    place.missed = NOTHING_MISSED;
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
  const inner: Place = { chain: next, number: 0, misses: 0, missed: NOTHING_MISSED };
  const verdict = walkChain(walk, next, depth + 1, inner);
  // After a goto nothing comes back to this chain.
  return verdict === 'return' && !target.goto ? 'continue' : verdict;
}

function act(walk: Walk, target: Exclude<NfTarget, { kind: 'jump' }>): TargetVerdict {
  const kind = targetKinds[target.kind] as TargetKind<typeof target.kind>;
  return kind.act(target, walk);
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
