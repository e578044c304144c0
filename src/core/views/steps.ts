/** Where a step of each size ends. */
import type { World } from '../model/world';
import type { TraceRecord } from '../trace/record';
import type { Grain } from './contract';
import { isEnd } from './fate';
import { machineName } from './names';
import type { ViewSource } from './source';
import { hopsOf } from './standing';
import { pathTo, type TraceIndex } from './trace-index';

export type Steps = Readonly<Record<Grain, readonly number[]>>;

/** Notes a table keeps for itself: nothing is decided and nothing is new. */
export function isBookkeeping(record: TraceRecord): boolean {
  switch (record.kind) {
    case 'bridge.learn':
    case 'tunnel.learn':
      return record.verdict !== 'learned' && record.verdict !== 'moved';
    case 'bookkeeping':
      return true;
    case 'neigh.update':
      return isNoteOnly(record);
    default:
      return false;
  }
}

/** A neighbour entry that stays as it was for whoever uses it. */
function isNoteOnly({ detail }: TraceRecord<'neigh.update'>): boolean {
  const { why, before, after } = detail;
  return why === 'queued' || why === 'sent' || (why === 'confirmed' && before?.state === after?.state);
}

/** Somebody configures a machine or the cluster, or makes up his mind to. */
export function isConfig({ kind }: TraceRecord): boolean {
  return kind === 'op.apply' || kind === 'api.change' || kind === 'ctrl.reconcile' || kind === 'cni.call';
}

/** What happens to no packet, but is a step of every size: a command, a change of configuration, an output. */
function isEvent(record: TraceRecord): boolean {
  return (
    record.kind === 'input' ||
    isConfig(record) ||
    (record.kind === 'process' && record.detail.lines.length > 0)
  );
}

/**
 * Configuration in larger steps. A control loop is woken, decides and acts within one event: step by machine shows what
 * it decides and what the API server hears of it, step by packet only where it has come to.
 */
function configSteps(records: readonly TraceRecord[]): Steps {
  const woken = new Set(records.filter(({ kind }) => kind === 'ctrl.reconcile').map(({ event }) => event));
  const seqs = (wanted: (record: TraceRecord, next: TraceRecord | undefined) => boolean): number[] =>
    records.filter((record, i) => wanted(record, records[i + 1])).map(({ seq }) => seq);
  const all = seqs(() => true);
  return {
    decision: all,
    hop: all,
    machine: seqs(
      ({ kind, event }) => !woken.has(event) || kind === 'ctrl.reconcile' || kind === 'api.change',
    ),
    packet: seqs(({ event }, next) => !woken.has(event) || next?.event !== event),
  };
}

/** `steps`: where a step ends; `config`: those among them that belong to no packet but to configuration. */
export function stepsOf(
  source: ViewSource,
  index: TraceIndex,
  world: World,
  from: number,
): { readonly steps: Steps; readonly config: Steps } {
  const { trace } = source;
  const shown: TraceRecord[] = [];
  for (let seq = from; seq < index.length; seq += 1) {
    const record = trace.record(seq);
    if (!record.background) shown.push(record);
  }
  const visible = new Set(shown.map(({ seq }) => seq));
  const config = configSteps(shown.filter(isConfig));
  const events = shown.filter((record) => isEvent(record) && !isConfig(record));
  const typed = events.map(({ seq }) => seq);
  const hops: number[] = [];
  const machines: number[] = [];
  const lasts: number[] = [];
  for (const [packet, seqs] of index.packets) {
    if ((seqs.at(-1) ?? -1) < from) continue;
    const own = hopsOf(source, index, packet);
    for (const hop of own) hops.push(hop);
    const among = new Set(own);
    machines.push(...own.filter((seq) => entersMachine(source, index, world, seq, among)));
    lasts.push(seqs.at(-1) ?? -1);
  }
  const ascending = (...lists: (readonly number[])[]): number[] =>
    [...new Set(lists.flat())].filter((seq) => visible.has(seq)).sort((a, b) => a - b);
  return {
    config,
    steps: {
      decision: shown.filter((record) => !isBookkeeping(record)).map(({ seq }) => seq),
      hop: ascending(hops, typed, config.hop),
      machine: ascending(machines, typed, config.machine),
      packet: ascending(
        lasts,
        events.filter(({ kind }) => kind !== 'process').map(({ seq }) => seq),
        config.packet,
      ),
    },
  };
}

/** Whether a hop is the first on its machine, or the packet's end. */
function entersMachine(
  source: ViewSource,
  index: TraceIndex,
  world: World,
  seq: number,
  hops: ReadonlySet<number>,
): boolean {
  const record = source.trace.record(seq);
  if (isEnd(record)) return true;
  const before = previousStep(index, hops, seq);
  if (before === null) return true;
  return machineName(world, source.trace.record(before).netns) !== machineName(world, record.netns);
}

/** The last record in `steps`, not after `until`, on the way of the packet to `seq`. */
export function previousStep(
  index: TraceIndex,
  steps: ReadonlySet<number>,
  seq: number,
  until = seq - 1,
): number | null {
  return pathTo(index, seq).findLast((at) => at <= until && steps.has(at)) ?? null;
}
