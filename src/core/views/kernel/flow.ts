/** The flow of a packet on one of its ways: found or begun at the first hook, translated, put into the table at the last. */
import type { CtEntry, CtTuple } from '../../model/conntrack';
import type { World } from '../../model/world';
import type { TraceRecord } from '../../trace/record';
import type { Verdict } from '../../trace/kinds';
import type { FlowEntry, FlowTuple, FlowView, StationId, TranslationView } from '../contract.kernel';
import { netnsOf } from '../names';
import { icmpText, protocolText, tupleEnds } from '../flow-text';
import { ruleText } from '../netfilter-text';
import type { ViewSource } from '../source';
import type { Pass } from './passes';

/** What conntrack and nat know of a packet during one pass, whether it happened yet or not. */
export interface PassFlow {
  readonly record: TraceRecord<'ct.lookup'>;
  readonly verdict: Verdict<'ct.lookup'>;
  readonly state: FlowView['state'];
  /** Where and when the flow entered the table, for a flow that begins with this packet and got so far. */
  readonly confirmed: { readonly station: StationId; readonly seq: number } | null;
}

/** The flow that a packet has on a pass; one that came back over `lo` has it from the pass before. */
export function flowOf(source: ViewSource, passes: readonly Pass[], at: number): PassFlow | null {
  for (let i = at; i >= 0; i -= 1) {
    const pass = passes[i];
    if (pass === undefined || pass.netns !== passes[at]?.netns) return null;
    const record = lookupOf(source, pass);
    if (record !== null) {
      const { verdict } = record;
      return { record, verdict, state: stateOf(record), confirmed: confirmedOf(source, pass, record) };
    }
    if (pass.origin !== 'device') return null;
  }
  return null;
}

function lookupOf(source: ViewSource, pass: Pass): TraceRecord<'ct.lookup'> | null {
  for (const seq of pass.seqs) {
    const record = source.trace.record(seq);
    if (record.kind === 'ct.lookup') return record;
  }
  return null;
}

function stateOf({ verdict, detail }: TraceRecord<'ct.lookup'>): FlowView['state'] {
  switch (verdict) {
    case 'new':
      return 'NEW';
    case 'original':
      return detail.entry?.seenReply === true ? 'ESTABLISHED' : 'NEW';
    case 'reply':
      return 'ESTABLISHED';
    case 'related':
      return 'RELATED';
    case 'invalid':
      return 'INVALID';
  }
}

/** The record that carries the write: the first after the last hook. */
function confirmedOf(
  source: ViewSource,
  pass: Pass,
  { seq: from, verdict, detail, netns }: TraceRecord<'ct.lookup'>,
): PassFlow['confirmed'] {
  const { entry } = detail;
  if (verdict !== 'new' || entry === null) return null;
  const lastEvent = source.trace.record(pass.seqs.at(-1) ?? from).event;
  for (let seq = from + 1; seq < source.trace.length; seq += 1) {
    const { changes, event } = source.trace.record(seq);
    if (event > lastEvent) return null;
    const put = changes.find(
      (change) => change.slot === 'conntrack' && change.netns === netns && change.key === entry.id,
    );
    if (put?.after !== undefined) return { station: lastHook(pass), seq };
  }
  return null;
}

function lastHook({ stations, up }: Pass): StationId {
  if (stations.has('postrouting')) return 'postrouting';
  return stations.has('routing') || up ? 'input' : 'bridgePostrouting';
}

/** The flow as it is at the cursor, beside what it was before the packet came. */
export function flowView(
  world: World,
  flow: PassFlow | null,
  nat: readonly TranslationView[],
  cursor: number,
  translated: CtTuple | null,
): FlowView | null {
  if (flow === null || flow.record.seq > cursor) return null;
  const { record, state } = flow;
  const { entry, hook } = record.detail;
  const base = { state, seq: record.seq, hook };
  if (entry === null) {
    return { ...base, direction: null, id: null, before: null, after: null, inTable: false, confirmed: null };
  }
  const kept = netnsOf(world, record.netns)?.conntrack.entries.get(entry.id) ?? null;
  const confirmed = flow.confirmed !== null && flow.confirmed.seq <= cursor ? flow.confirmed : null;
  const pending = record.verdict === 'new' && confirmed === null;
  const carried = translated === null ? entry : { ...entry, reply: answerTo(translated, entry) };
  const shown = pending ? carried : kept;
  return {
    ...base,
    direction: directionOf(record, nat),
    id: entry.id,
    before: record.verdict === 'new' ? null : entryView(beforeOf(record) ?? entry, record.atNs),
    after: shown === null ? null : entryView(shown, world.nowNs),
    inTable: kept !== null,
    confirmed,
  };
}

function directionOf(
  { verdict }: TraceRecord<'ct.lookup'>,
  nat: readonly TranslationView[],
): FlowView['direction'] {
  if (verdict === 'related') return nat[0] === undefined ? null : nat[0].isReply ? 'reply' : 'original';
  return verdict === 'reply' ? 'reply' : 'original';
}

/** The entry that this packet's look-up brought up to date. */
function beforeOf({ changes, detail, netns }: TraceRecord<'ct.lookup'>): CtEntry | null {
  for (const change of changes) {
    if (change.slot === 'conntrack' && change.netns === netns && change.key === detail.entry?.id) {
      return change.before ?? null;
    }
  }
  return null;
}

/** The reply tuple of a flow whose packets leave like this. */
function answerTo(leaving: CtTuple, { reply }: CtEntry): CtTuple {
  const { src, dst, srcPort, dstPort } = leaving;
  return { ...reply, src: dst, dst: src, srcPort: dstPort, dstPort: srcPort };
}

function tupleView(tuple: CtTuple): FlowTuple {
  return { ...tupleEnds(tuple), more: icmpText(tuple) };
}

function entryView(entry: CtEntry, nowNs: number): FlowEntry {
  return {
    proto: protocolText(entry.original.proto),
    tcp: entry.tcp ?? entry.sctp?.state ?? '',
    original: tupleView(entry.original),
    reply: tupleView(entry.reply),
    replied: entry.seenReply,
    assured: entry.assured,
    mark: `0x${entry.mark.toString(16)}`,
    // As `conntrack -L` counts: whole seconds left.
    timeoutSec: Math.max(0, Math.floor((entry.expiresNs - nowNs) / 1e9)),
  };
}

/** Translations of the packet on this pass, up to the cursor, and the tuple it leaves with. */
export function translationsOf(
  source: ViewSource,
  pass: Pass,
  cursor: number,
): { readonly views: readonly TranslationView[]; readonly leaving: CtTuple | null } {
  const views: TranslationView[] = [];
  let leaving: CtTuple | null = null;
  let chosen: TraceRecord<'nf.rule'> | null = null;
  for (const seq of pass.seqs) {
    if (seq > cursor) break;
    const record = source.trace.record(seq);
    if (record.kind === 'nf.rule' && record.verdict === 'translate') chosen = record;
    if (record.kind !== 'nat.apply') continue;
    const { hook, isReply } = record.detail;
    const by = chosen?.detail.hook === hook ? chosen : null;
    leaving = record.detail.to;
    const [came, goes] = [tupleView(record.detail.from), tupleView(leaving)];
    // Destinations are rewritten before sources: at the second hook the first is done.
    const destination = record.verdict === 'destination';
    views.push({
      seq,
      hook,
      side: record.verdict,
      from: destination ? came : { ...came, dst: goes.dst },
      to: destination ? { ...came, dst: goes.dst } : goes,
      rule:
        by === null || by.detail.rule === null
          ? null
          : { seq: by.seq, text: ruleText(by.detail.chain, by.detail.rule) },
      isReply,
    });
  }
  return { views, leaving: views.some(({ isReply }) => isReply) ? null : leaving };
}
