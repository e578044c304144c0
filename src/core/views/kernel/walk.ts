/**
 * A walk through the chains of a table, put together from the records it left: rules that fitted, and, where a record is
 * explained, those that did not. Jumps are followed inline.
 */
import { printRule, printTarget } from '../../kernel/netfilter/text';
import type { NfChain, NfRule, NfTable } from '../../model/netfilter';
import type { Netns } from '../../model/world';
import type { NfMisfit, NfMissed } from '../../trace/kinds';
import type { TraceRecord } from '../../trace/record';
import type { ChainBlock, RuleRow } from '../contract.kernel';
import type { PacketFacts } from './conditions';
import { conditionsOf } from './conditions';

type Rule = TraceRecord<'nf.rule'>;

/** Rules of one chain that are shown; of longer ones the first, and all that fitted. */
const ROWS_SHOWN = 200;

/** What became of a rule: the condition that failed, null when all held. Nothing for a rule that was not asked. */
interface Met {
  /** Undefined where it is not known which. */
  readonly misfit: NfMisfit | null | undefined;
  readonly seq: number | null;
  readonly inside: Visit | null;
  /** What the packet had then. */
  readonly facts: PacketFacts | null;
}

/** One way through a chain; a chain that is jumped to twice is visited twice. */
interface Visit {
  readonly chain: NfChain;
  readonly goto: boolean;
  readonly met: Map<number, Met>;
  /** Number of the rule that is asked next; none once a goto or a RETURN has ended the chain. */
  next: number;
  left: ChainBlock['left'];
  seq: number | null;
}

export interface WalkScene {
  /** As the netns is at the cursor: counters. */
  readonly ns: Netns;
  readonly table: NfTable;
  readonly hook: string;
  /** The records of this walk up to the cursor, explained. */
  readonly records: readonly Rule[];
  /** The packet came to this table: what was not asked yet will be, or never. */
  readonly reached: boolean;
  readonly cursor: number;
  readonly factsOf: (record: Rule) => PacketFacts;
}

/** The chain of the hook with everything that was met in it; null when the table has none. */
export function walkOf(
  scene: WalkScene,
): { readonly block: ChainBlock; readonly met: ReadonlySet<string> } | null {
  const base = scene.table.chains.get(scene.hook);
  if (base === undefined) return null;
  const root = visit(base, false);
  const stack = [root];
  const met = new Set([base.name]);
  for (const record of scene.records) take(scene, stack, met, record);
  return { block: blockOf(scene, root), met };
}

/** A chain that the packet was not in. */
export function untouched(scene: WalkScene, chain: NfChain): ChainBlock {
  return blockOf({ ...scene, reached: false }, visit(chain, false));
}

function visit(chain: NfChain, goto: boolean): Visit {
  return { chain, goto, met: new Map(), next: 1, left: null, seq: null };
}

function take({ table, factsOf }: WalkScene, stack: Visit[], met: Set<string>, record: Rule): void {
  const { chain, number, rule, missed = [], left = [] } = record.detail;
  const facts = factsOf(record);
  for (const over of left) {
    while (stack.length > 1 && top(stack)?.chain.name !== over.chain) leave(stack, 'end');
    miss(top(stack), over.missed, facts);
    leave(stack, 'end');
  }
  // Without evidence the chains that ended are those between here and the chain of the record.
  while (stack.length > 1 && top(stack)?.chain.name !== chain) leave(stack, 'end');
  const here = top(stack);
  if (here === undefined) return;
  miss(here, missed, facts);
  for (let before = here.next; before < number; before += 1) {
    if (!here.met.has(before)) here.met.set(before, { misfit: undefined, seq: null, inside: null, facts });
  }
  here.next = number + 1;
  here.seq = record.seq;
  if (rule === null) {
    here.left = 'policy';
    return;
  }
  const inside = record.verdict === 'jump' ? entered(table, rule) : null;
  here.met.set(number, { misfit: null, seq: record.seq, inside, facts });
  if (inside !== null) {
    met.add(inside.chain.name);
    stack.push(inside);
    return;
  }
  if (record.verdict === 'return') {
    // In a hook's own chain the policy follows.
    here.next = Infinity;
    if (stack.length > 1) leave(stack, 'rule');
  } else if (record.verdict !== 'continue') {
    for (const open of stack) open.left = 'rule';
  }
}

function entered(table: NfTable, { target }: NfRule): Visit | null {
  const chain = target?.kind === 'jump' ? table.chains.get(target.chain) : undefined;
  return target?.kind !== 'jump' || chain === undefined ? null : visit(chain, target.goto);
}

function top(stack: readonly Visit[]): Visit | undefined {
  return stack[stack.length - 1];
}

/** Back to the chain that jumped; after a goto to the one before it. */
function leave(stack: Visit[], how: 'end' | 'rule'): void {
  while (stack.length > 1) {
    const over = stack.pop();
    if (over === undefined) return;
    over.left ??= how;
    if (!over.goto) return;
    const from = top(stack);
    if (from !== undefined) from.next = Infinity;
  }
}

function miss(here: Visit | undefined, missed: readonly NfMissed[], facts: PacketFacts): void {
  for (const { number, misfit } of missed) here?.met.set(number, { misfit, seq: null, inside: null, facts });
}

function blockOf(scene: WalkScene, { chain, met, left, seq }: Visit): ChainBlock {
  const { ns, cursor } = scene;
  const rows = chain.rules.map((rule, i): RuleRow => {
    const number = i + 1;
    const found = met.get(number);
    const counter = ns.nfCounters.entries.get(rule.id);
    const leadsTo = rule.target?.kind === 'jump' ? rule.target.chain : '';
    return {
      number,
      text: printRule(chain.name, rule),
      conditions: conditionsOf(rule, found?.misfit, found?.facts ?? null),
      target: targetText(rule),
      state: stateOf(scene, found, left),
      here: found?.seq !== null && found?.seq === cursor,
      seq: found?.seq ?? null,
      packets: counter?.packets ?? 0,
      bytes: counter?.bytes ?? 0,
      inside: found?.inside ? blockOf(scene, found.inside) : null,
      leadsTo,
    };
  });
  const shown = rows.filter((row, i) => i < ROWS_SHOWN || row.state === 'hit');
  const policy = ns.nfCounters.entries.get(chain.policyId);
  return {
    chain: chain.name,
    policy: chain.policy,
    policyPackets: policy?.packets ?? 0,
    policyBytes: policy?.bytes ?? 0,
    left,
    seq,
    rows: shown,
    hidden: rows.length - shown.length,
  };
}

function targetText({ target }: NfRule): string {
  return target === null ? '' : printTarget(target);
}

function stateOf({ reached }: WalkScene, found: Met | undefined, left: ChainBlock['left']): RuleRow['state'] {
  if (found !== undefined) return found.misfit === null ? 'hit' : 'missed';
  if (!reached) return 'idle';
  return left === null ? 'ahead' : 'unreached';
}
