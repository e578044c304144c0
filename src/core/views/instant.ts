/** Everything the page shows of one record. */
import { Part } from '../base/part';
import type { World } from '../model/world';
import type { TraceRecord } from '../trace/record';
import { formatIpv4 } from '../wire/addr';
import type { Grain, Instant, PacketView, TableChange } from './contract';
import { carriedAt } from './carried';
import { tableChanges } from './changes';
import { cueAt, type Wrapping } from './cues';
import { answerTo, decisionsAt, sceneAt } from './decide';
import { isWrapped } from './frame-layers';
import { inspectFrames } from './inspect';
import { firstFrame, frameAt, journeyAt } from './journeys';
import type { Message } from './message';
import { message } from './say';
import { machineName, netnsName } from './names';
import { narrate } from './narrate';
import { packetTitle } from './packet-title';
import { elementAt } from './place';
import type { ViewSource } from './source';
import { isConfig, previousStep } from './steps';
import { timelineAt } from './timeline';
import { indexOf, pathTo, type TraceIndex } from './trace-index';

const configs = new Part('configuration', () => import('./config'));
const policies = new Part('policies', () => import('./policy-verdict'));

export function instant(source: ViewSource, seq: number, grain: Grain): Instant {
  const index = indexOf(source);
  const world = source.worldAt(seq);
  const record = source.trace.record(seq);
  const about = index.about[seq] ?? -1;
  const steps = timelineAt(source, seq).steps[grain];
  const from = about < 0 ? null : stepBefore(source, index, seq, steps, grain);
  const packetView = about < 0 ? null : packetAt(source, index, about, from);
  const narration = headline(source, index, world, seq, grain);
  return {
    seq,
    atNs: record.atNs,
    packet: about < 0 ? null : source.trace.record(about).packet,
    element: elementAt(source, index, world, seq),
    machine: machineName(world, record.netns),
    netns: netnsName(world, record.netns),
    narration,
    packetView,
    carried: carriedAt(source, index, world, seq),
    journey: journeyAt(source, index, world, seq),
    decisions: decisionsAt(source, index, world, seq, grain),
    changes: changesAt(source, index, world, { seq, from, steps, grain }),
    config: isConfig(record) ? configs.content.configAt(source, seq) : null,
    cue: cueAt(source, index, world, { seq, from, grain }, wrappingOf(index, about, from, packetView)),
    drop:
      record.kind === 'drop'
        ? {
            reason: record.detail.reason,
            sentence: whoLearns(source, index, world, record),
            policies: policiesBehind(source, index, world, seq),
          }
        : null,
    output: outputAt(source, index, seq),
  };
}

/** Steps as sets, for as long as the timeline they belong to is the present one. */
const sets = new WeakMap<readonly number[], ReadonlySet<number>>();

function setOf(steps: readonly number[]): ReadonlySet<number> {
  let set = sets.get(steps);
  if (set === undefined) sets.set(steps, (set = new Set(steps)));
  return set;
}

/**
 * The sentence of a step. In steps larger than a decision, the sending of what was just asked or answered speaks of the
 * question and the answer: the device alone says less.
 */
function headline(source: ViewSource, index: TraceIndex, world: World, seq: number, grain: Grain): Message {
  const tell = (at: number): Message => narrate(source.trace.record(at), sceneAt(source, index, world, at));
  const before = index.parent[seq] ?? -1;
  if (grain === 'decision' || source.trace.record(seq).kind !== 'link.tx' || before < 0) return tell(seq);
  const cause = source.trace.record(before);
  if (cause.kind === 'arp.request') return tell(before);
  if (cause.kind !== 'neigh.lookup' || cause.verdict !== 'queued') return tell(seq);
  return tell(answerTo(source, cause, seq)[0] ?? seq);
}

/** Of a dropped packet: the network policies that kept it out. */
function policiesBehind(source: ViewSource, index: TraceIndex, world: World, seq: number): readonly string[] {
  const before = index.parent[seq] ?? -1;
  const rule = before < 0 ? null : source.trace.record(before);
  const verdict = rule?.kind === 'nf.rule' ? policies.content.policyVerdict(world, rule) : null;
  return (verdict?.policies ?? []).map(({ name }) => name);
}

/** Of a dropped packet: whether somebody is told. */
function whoLearns(source: ViewSource, index: TraceIndex, world: World, drop: TraceRecord<'drop'>): Message {
  const told = (index.packets.get(drop.packet) ?? [])
    .map((seq) => source.trace.record(seq))
    .find((record) => record.kind === 'icmp.send' && record.verdict === 'sent');
  const netns = netnsName(world, drop.netns);
  return told?.kind === 'icmp.send'
    ? message('narrate.dropped.told', { netns, to: formatIpv4(told.detail.to) })
    : message('narrate.dropped.silent', { netns });
}

/**
 * What changed in the tables while the cursor came here: since the step before what happened in the same netns to
 * nobody's packet, and since the packet's own previous step what led here. Larger steps pass several places and tell
 * everything. Housekeeping nobody waits for is left out.
 */
function changesAt(
  source: ViewSource,
  index: TraceIndex,
  world: World,
  at: {
    readonly seq: number;
    readonly from: number | null;
    readonly steps: readonly number[];
    readonly grain: Grain;
  },
): TableChange[] {
  const before = at.steps.findLast((step) => step < at.seq) ?? at.seq - 1;
  const large = at.grain === 'machine' || at.grain === 'packet';
  const since = large ? before : Math.min(before, at.from ?? before);
  const own = causesOf(source, index, at.seq, since);
  const { netns } = source.trace.record(at.seq);
  const here = (record: TraceRecord): boolean =>
    record.seq > before && !record.background && (large || (record.packet < 0 && record.netns === netns));
  const passed = at.steps.filter((step) => step > since && step < at.seq);
  const changes: TableChange[] = [];
  for (let seq = since + 1; seq <= at.seq; seq += 1) {
    const record = source.trace.record(seq);
    if (record.changes.length === 0 || !(own.has(seq) || here(record))) continue;
    const rows = tableChanges(world, record.changes);
    if (rows.length === 0) continue;
    // Copies of one packet share their past: it is told once, at the first of them.
    if (passed.some((step) => step >= seq && causesOf(source, index, step, seq - 1).has(seq))) continue;
    changes.push(...rows);
  }
  return changes;
}

/** The record itself and what led to it after `since`, along its causes and along the way of its packet. */
function causesOf(source: ViewSource, index: TraceIndex, seq: number, since: number): Set<number> {
  const causes = new Set<number>();
  for (let at = seq; at > since; at = source.trace.record(at).cause) causes.add(at);
  for (let at = index.about[seq] ?? -1; at > since; at = index.parent[at] ?? -1) causes.add(at);
  return causes;
}

/**
 * The record of the same packet that the present one is compared with: its previous step of this size. The step of a
 * whole packet has none; it is compared with the packet as it first was on a wire.
 */
function stepBefore(
  source: ViewSource,
  index: TraceIndex,
  seq: number,
  steps: readonly number[],
  grain: Grain,
): number | null {
  const about = index.about[seq] ?? -1;
  // What follows from a packet comes after the packet's own step.
  const before = previousStep(index, setOf(steps), about, seq === about ? about - 1 : about);
  if (before !== null || grain !== 'packet') return before;
  const sent = pathTo(index, about).find((at) => source.trace.record(at).kind === 'link.tx');
  return sent !== undefined && sent < about ? sent : null;
}

function packetAt(
  source: ViewSource,
  index: TraceIndex,
  about: number,
  from: number | null,
): PacketView | null {
  const { packet } = source.trace.record(about);
  const path = pathTo(index, about);
  // While it is being made, it is shown as it will be.
  const now = frameAt(index, path, about) ?? firstFrame(index, packet);
  if (now === null) return null;
  const before = from === null ? null : frameAt(index, path, from);
  return { packet, title: packetTitle(firstFrame(index, packet)), ...inspectFrames(now, before) };
}

/** Whether the packet went into a tunnel or came out of one since the step before. */
function wrappingOf(
  index: TraceIndex,
  about: number,
  from: number | null,
  view: PacketView | null,
): Wrapping | null {
  if (from === null || view === null) return null;
  const path = pathTo(index, about);
  const was = frameAt(index, path, from);
  const is = frameAt(index, path, about);
  if (was === null || is === null || isWrapped(was) === isWrapped(is)) return null;
  return isWrapped(is)
    ? { kind: 'wrap', layers: view.layers.filter(({ status }) => status === 'added').length }
    : { kind: 'unwrap', layers: view.removed.length };
}

/** What the present input has printed by now: its shell, and the processes it started. */
function outputAt(source: ViewSource, index: TraceIndex, seq: number): string[] {
  const own = index.input[seq] ?? -1;
  const input = own >= 0 ? own : index.inputs.findLast((mark) => mark.seq <= seq)?.index;
  const started = new Set<string>();
  return index.processes.flatMap((at) => {
    const record = source.trace.record(at);
    if (at > seq || index.input[at] !== input || record.kind !== 'process') return [];
    const { pid, lines, piped } = record.detail;
    if (piped === true) return [];
    const process = `${record.netns}/${pid}`;
    if (record.verdict === 'start') started.add(process);
    return pid === 0 || started.has(process) ? lines : [];
  });
}

/** World at `seq`, or before everything. */
export function worldOrNull(source: ViewSource, seq: number | null): World | null {
  return seq === null || seq < 0 ? null : source.worldAt(seq);
}
