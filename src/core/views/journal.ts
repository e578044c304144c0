/**
 * Who did what: configuration in groups, one for each waking of an actor. A control loop is woken by something, decides,
 * and acts, all in one event; a command that is typed is a group of its own.
 */
import type { TraceRecord } from '../trace/record';
import { objectText } from './cluster-text';
import type { ActorKind, JournalArgs, JournalEntry, JournalGroup, JournalView } from './contract.config';
import { doingText, wokenText } from './doing';
import { machineName, netnsName } from './names';
import { sceneAt } from './decide';
import type { ViewSource } from './source';
import { isConfig } from './steps';
import { indexOf, type TraceIndex } from './trace-index';

/** One waking, before anything of it is put into words. */
export interface Doing {
  readonly actorKind: ActorKind;
  readonly actor: string;
  /** Machine by name. */
  readonly node: string;
  readonly event: number;
  readonly seqs: number[];
  readonly woken: TraceRecord<'ctrl.reconcile'> | null;
}

/** Groups answered at once. */
const GROUPS = 30;
/** Entries of a group told at once. */
const ENTRIES = 120;

const kept = new WeakMap<TraceIndex, readonly Doing[]>();

/** All groups of a trace, in the order of their beginnings. */
export function doingsOf(source: ViewSource): readonly Doing[] {
  const index = indexOf(source);
  let doings = kept.get(index);
  if (doings === undefined) kept.set(index, (doings = build(source, index)));
  return doings;
}

function build(source: ViewSource, index: TraceIndex): Doing[] {
  if (index.length === 0) return [];
  const world = source.worldAt(index.length - 1);
  const doings: Doing[] = [];
  for (let seq = 0; seq < index.length; seq += 1) {
    const record = source.trace.record(seq);
    if (!isConfig(record)) continue;
    const last = doings.at(-1);
    const who = actorOf(source, index, record, last);
    const joins =
      last?.event === record.event && last.actor === who.actor && last.actorKind === who.actorKind;
    if (joins && record.event !== 0) last.seqs.push(seq);
    else if (joins && last.node === machineName(world, record.netns)) last.seqs.push(seq);
    else {
      const woken = record.kind === 'ctrl.reconcile' ? record : null;
      doings.push({
        ...who,
        node: machineName(world, record.netns),
        event: record.event,
        seqs: [seq],
        woken,
      });
    }
  }
  return doings;
}

/** Whoever was woken in this event does everything in it; else a client of the API server, or somebody in a shell. */
function actorOf(
  source: ViewSource,
  index: TraceIndex,
  record: TraceRecord,
  last: Doing | undefined,
): Pick<Doing, 'actor' | 'actorKind'> {
  if (record.kind === 'ctrl.reconcile') return { actorKind: 'loop', actor: record.detail.controller };
  const inWaking = last?.event === record.event && last.actorKind === 'loop';
  // A client's request may fall into the same event: the API server knows who asked.
  if (record.kind === 'api.change' && !(inWaking && last.actor === record.detail.by)) {
    return { actorKind: 'client', actor: record.detail.by };
  }
  if (inWaking) return { actorKind: 'loop', actor: last.actor };
  if ((index.input[record.seq] ?? -1) < 0) return { actorKind: 'setUp', actor: '' };
  return { actorKind: 'typed', actor: netnsName(source.worldAt(record.seq), record.netns) };
}

/** The configuration step among the causes of a group that does not belong to it, null when there is none. */
export function becauseOf(source: ViewSource, doing: Doing): number | null {
  const first = doing.seqs[0] ?? 0;
  const { event } = source.trace.record(first);
  for (let seq = source.trace.record(first).cause; seq >= 0;) {
    const record = source.trace.record(seq);
    if (record.event !== event && isConfig(record)) return seq;
    if (record.kind === 'input') return seq;
    seq = record.cause;
  }
  return null;
}

/** The group a configuration record belongs to, and its ordinal. */
export function doingAt(source: ViewSource, seq: number): { doing: Doing; ordinal: number } | null {
  const doings = doingsOf(source);
  const ordinal = ordinalBefore(doings, seq);
  const doing = doings[ordinal];
  return doing?.seqs.includes(seq) === true ? { doing, ordinal } : null;
}

/** Ordinal of the last group that begins not after a record; -1 for none. */
function ordinalBefore(doings: readonly Doing[], seq: number): number {
  let low = 0;
  let high = doings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((doings[middle]?.seqs[0] ?? Infinity) > seq) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

export function journal(source: ViewSource, { filter, around, from }: JournalArgs): JournalView {
  const all = doingsOf(source);
  const wanted = filter.text.trim().toLowerCase();
  const passing = all.filter(
    (doing) =>
      (filter.actor === null || actorKey(doing) === filter.actor) &&
      (filter.node === null || doing.node === filter.node) &&
      (wanted === '' || doing.seqs.some((seq) => searched(source.trace.record(seq)).includes(wanted))),
  );
  const centre = around === null ? 0 : ordinalBefore(passing, around) - Math.floor(GROUPS / 3);
  const most = Math.max(0, passing.length - GROUPS);
  const first = Math.min(Math.max(0, from ?? centre), most);
  return {
    total: passing.length,
    first,
    groups: passing.slice(first, first + GROUPS).map((doing) => groupOf(source, doing)),
    actors: [...new Set(all.map(actorKey))],
    nodes: [...new Set(all.map(({ node }) => node))],
  };
}

/** Whom the filter means: loops and clients by name, everybody in a shell together. */
function actorKey({ actorKind, actor }: Doing): string {
  return actorKind === 'loop' || actorKind === 'client' ? actor : actorKind;
}

/** What a text is looked for in: objects, pods, commands. */
function searched(record: TraceRecord): string {
  switch (record.kind) {
    case 'ctrl.reconcile':
      return [objectText(record.detail.about), ...Object.values(record.detail.params)]
        .join(' ')
        .toLowerCase();
    case 'api.change':
      return objectText(record.detail.key).toLowerCase();
    case 'cni.call':
      return `${record.detail.plugin} ${record.detail.env.CNI_NETNS}`.toLowerCase();
    case 'op.apply':
      return (record.detail.command ?? record.detail.op.kind).toLowerCase();
    default:
      return '';
  }
}

function groupOf(source: ViewSource, doing: Doing): JournalGroup {
  const [firstSeq = 0] = doing.seqs;
  return {
    firstSeq,
    lastSeq: doing.seqs.at(-1) ?? firstSeq,
    atNs: source.trace.record(firstSeq).atNs,
    actorKind: doing.actorKind,
    actor: doing.actor,
    node: doing.node,
    woken: doing.woken && wokenText(doing.woken),
    because: becauseOf(source, doing),
    entries: entriesOf(source, doing),
    hidden: Math.max(0, doing.seqs.length - ENTRIES),
  };
}

/** Calls of plugins nest: bridge calls host-local. */
function entriesOf(source: ViewSource, { seqs, woken }: Doing): JournalEntry[] {
  const index = indexOf(source);
  const world = source.worldAt(index.length - 1);
  let calls = 0;
  return seqs.slice(0, ENTRIES).map((seq): JournalEntry => {
    const record = source.trace.record(seq);
    const ends = record.kind === 'cni.call' && record.verdict !== 'call';
    if (ends) calls = Math.max(0, calls - 1);
    if (record.kind === 'ctrl.reconcile') calls = 0;
    const depth = record.kind === 'ctrl.reconcile' || woken === null ? 0 : 1 + calls;
    if (record.kind === 'cni.call' && record.verdict === 'call') calls += 1;
    return {
      seq,
      depth,
      kind: KINDS[record.kind as keyof typeof KINDS],
      message: doingText(record, sceneAt(source, index, world, seq)),
      refused: record.verdict === 'refused' || record.verdict === 'error' || record.verdict === 'fails',
    };
  });
}

const KINDS = {
  'ctrl.reconcile': 'decision',
  'api.change': 'api',
  'cni.call': 'cni',
  'op.apply': 'op',
} as const satisfies Partial<Record<TraceRecord['kind'], JournalEntry['kind']>>;
