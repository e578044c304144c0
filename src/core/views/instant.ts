/** Everything the page shows of one record. */
import type { World } from '../model/world';
import type { Grain, Instant, PacketView, TableChange } from './contract';
import { tableChanges } from './changes';
import { cueAt, type Wrapping } from './cues';
import { decisionsAt, sceneAt } from './decide';
import { isWrapped } from './frame-layers';
import { inspectFrames } from './inspect';
import { firstFrame, frameAt, journeyAt } from './journeys';
import { machineName, netnsName } from './names';
import { narrate } from './narrate';
import { packetTitle } from './packet-title';
import { elementAt } from './place';
import type { ViewSource } from './source';
import { previousStep } from './steps';
import { timeline } from './timeline';
import { indexOf, pathTo, type TraceIndex } from './trace-index';

export function instant(source: ViewSource, seq: number, grain: Grain): Instant {
  const index = indexOf(source);
  const world = source.worldAt(seq);
  const record = source.trace.record(seq);
  const about = index.about[seq] ?? -1;
  const steps = timeline(source).steps[grain];
  const from = about < 0 ? null : stepBefore(source, index, seq, steps, grain);
  const packetView = about < 0 ? null : packetAt(source, index, about, from);
  const narration = narrate(record, sceneAt(source, index, world, seq));
  return {
    seq,
    atNs: record.atNs,
    packet: about < 0 ? null : source.trace.record(about).packet,
    element: elementAt(source, index, world, seq),
    machine: machineName(world, record.netns),
    netns: netnsName(world, record.netns),
    narration,
    packetView,
    journey: journeyAt(source, index, world, seq),
    decisions: decisionsAt(source, index, world, seq, grain),
    changes: changesAt(source, world, seq, steps),
    cue: cueAt(source, index, world, { seq, from, grain }, wrappingOf(index, about, from, packetView)),
    drop: record.kind === 'drop' ? { reason: record.detail.reason, sentence: narration } : null,
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

/** What changed in the tables while the cursor came here from the step before. */
function changesAt(source: ViewSource, world: World, seq: number, steps: readonly number[]): TableChange[] {
  const before = steps.findLast((step) => step < seq) ?? seq - 1;
  const changes: TableChange[] = [];
  for (let at = before + 1; at <= seq; at += 1) {
    changes.push(...tableChanges(world, source.trace.record(at).changes));
  }
  return changes;
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
  const now = frameAt(index, path, about);
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
    const { pid, lines } = record.detail;
    const process = `${record.netns}/${pid}`;
    if (record.verdict === 'start') started.add(process);
    return pid === 0 || started.has(process) ? lines : [];
  });
}

/** World at `seq`, or before everything. */
export function worldOrNull(source: ViewSource, seq: number | null): World | null {
  return seq === null || seq < 0 ? null : source.worldAt(seq);
}
