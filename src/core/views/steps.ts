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
function isBookkeeping(record: TraceRecord): boolean {
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

/** What happens to no packet, but is a step of every size: a command, a change of configuration, an output. */
function isEvent(record: TraceRecord): boolean {
  return (
    record.kind === 'input' ||
    record.kind === 'op.apply' ||
    record.kind === 'api.change' ||
    record.kind === 'ctrl.reconcile' ||
    record.kind === 'cni.call' ||
    (record.kind === 'process' && record.detail.lines.length > 0)
  );
}

export function stepsOf(source: ViewSource, index: TraceIndex, world: World): Steps {
  const { trace } = source;
  const shown: TraceRecord[] = [];
  for (let seq = index.start; seq < index.length; seq += 1) {
    const record = trace.record(seq);
    if (!record.background) shown.push(record);
  }
  const visible = new Set(shown.map(({ seq }) => seq));
  const events = shown.filter(isEvent).map(({ seq }) => seq);
  const hops: number[] = [];
  const machines: number[] = [];
  const lasts: number[] = [];
  for (const [packet, seqs] of index.packets) {
    const own = hopsOf(source, index, packet);
    hops.push(...own);
    const among = new Set(own);
    machines.push(...own.filter((seq) => entersMachine(source, index, world, seq, among)));
    lasts.push(seqs.at(-1) ?? -1);
  }
  const ascending = (seqs: readonly number[]): number[] =>
    [...new Set(seqs)].filter((seq) => visible.has(seq)).sort((a, b) => a - b);
  return {
    decision: shown.filter((record) => !isBookkeeping(record)).map(({ seq }) => seq),
    hop: ascending([...hops, ...events]),
    machine: ascending([...machines, ...events]),
    packet: ascending([...lasts, ...events.filter((seq) => trace.record(seq).kind !== 'process')]),
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
