/**
 * Time travel: World at any record, by replay from the nearest checkpoint.
 *
 * The log of inputs decides everything, so a replay schedules each input at the same event at which the first run did,
 * and arrives at the same bytes. The part of an event up to a record is then applied from the recorded changes.
 */
import { need } from './base/assert';
import { emptyNetns } from './kernel/netns';
import type { LoggedInput } from './model/input';
import type { World } from './model/world';
import { applyChange } from './sim/apply-changes';
import type { Checkpoint } from './sim/checkpoint';
import { forkWorld } from './sim/checkpoint';
import { Engine } from './sim/engine';
import { pendingCount } from './sim/queue';
import { stack } from './kernel/stack';
import type { InputHandler } from './simulator';
import { Simulation } from './simulator';
import { CountingSink, EvidenceSink } from './trace/collect';
import type { TraceRecord } from './trace/record';
import type { TraceStore } from './trace/store';
import { nullSink } from './trace/sink';

/** An input and the event after which it was put into the queue. */
export interface ScheduledInput extends LoggedInput {
  readonly afterEvent: number;
}

/** A checkpoint, and how many inputs had been scheduled by then. */
export interface KeptCheckpoint {
  readonly at: Checkpoint;
  readonly inputs: number;
}

/** Events between two checkpoints. */
const CHECKPOINT_EVERY = 64;
/** Answers kept from earlier questions, of each kind. */
const CACHE_SIZE = 16;

/** Puts every input into the queue whose moment has come. Answers the number of inputs scheduled so far. */
export function scheduleInputs(
  simulation: Simulation,
  inputs: readonly ScheduledInput[],
  from: number,
): number {
  let next = from;
  for (;;) {
    const input = inputs[next];
    if (input?.afterEvent !== simulation.world.eventIndex) return next;
    const delayNs = Math.max(0, input.atNs - simulation.world.nowNs);
    simulation.engine.schedule({ kind: 'input.due', netns: 0, input: next }, delayNs, false);
    next += 1;
  }
}

export class Timeline {
  private readonly store: TraceStore;
  private readonly onInput: InputHandler;
  private readonly checkpoints: KeptCheckpoint[] = [];
  private readonly worlds = new Recent<World>();
  /** Worlds at the start of events. */
  private readonly starts = new Recent<World>();
  private readonly evidence = new Recent<readonly TraceRecord[]>();
  private generation: number;

  constructor(store: TraceStore, onInput: InputHandler, generation: number) {
    this.store = store;
    this.onInput = onInput;
    this.generation = generation;
  }

  /** A generation no World of this session has had. */
  nextGeneration(): number {
    this.generation += 1;
    return this.generation;
  }

  /** Keeps the World as it is between two events. `inputs`: how many have been scheduled. */
  keep(world: World, inputs: number): void {
    const at: Checkpoint = {
      world: forkWorld(world, this.nextGeneration()),
      eventIndex: world.eventIndex,
      seq: this.store.next,
    };
    this.checkpoints.push({ at, inputs });
    // From here on the running World copies what it writes.
    world.generation = this.nextGeneration();
  }

  /**
   * Keeps a checkpoint when enough has happened since the last one. A checkpoint copies the queue and the list of netns:
   * the longer these are, the farther apart the checkpoints, so that all together they stay within reason.
   */
  keepSometimes(world: World, inputs: number): void {
    const last = this.checkpoints[this.checkpoints.length - 1];
    const apart = Math.max(CHECKPOINT_EVERY, pendingCount(world), world.netns.length);
    if (last === undefined || world.eventIndex - last.at.eventIndex >= apart) this.keep(world, inputs);
  }

  /** Every checkpoint so far. */
  get kept(): readonly KeptCheckpoint[] {
    return this.checkpoints;
  }

  /** Takes the place of a timeline that kept these. Answers the World as it was at the last one, to go on with. */
  takeOver(kept: readonly KeptCheckpoint[]): World {
    const last = need(kept[kept.length - 1], 'checkpoint').at.world;
    this.checkpoints.push(...kept);
    // No World before that one has had a later generation.
    this.generation = last.generation;
    return forkWorld(last, this.nextGeneration());
  }

  /** Forgets everything after `eventIndex`. */
  cut(eventIndex: number): void {
    while ((this.checkpoints[this.checkpoints.length - 1]?.at.eventIndex ?? 0) > eventIndex)
      this.checkpoints.pop();
    this.worlds.clear();
    this.starts.clear();
    this.evidence.clear();
  }

  /** A simulation that has just run event `eventIndex`, and how many inputs it has scheduled. */
  runTo(eventIndex: number, inputs: readonly ScheduledInput[]): { simulation: Simulation; inputs: number } {
    let start = need(this.checkpoints[0], 'first checkpoint');
    for (const checkpoint of this.checkpoints) {
      if (checkpoint.at.eventIndex <= eventIndex) start = checkpoint;
    }
    const world = forkWorld(start.at.world, this.nextGeneration());
    const simulation = new Simulation(world, new CountingSink(start.at.seq, this.store), this.onInput);
    let scheduled = start.inputs;
    while (world.eventIndex < eventIndex) {
      scheduled = scheduleInputs(simulation, inputs, scheduled);
      if (!simulation.engine.step()) break;
    }
    return { simulation, inputs: scheduled };
  }

  /** World as it is just after record `seq`. Read only. */
  worldAt(seq: number, inputs: readonly ScheduledInput[]): World {
    return this.worlds.get(seq, () => {
      const { event } = this.store.record(seq);
      const world = forkWorld(this.worldBefore(event, inputs), this.nextGeneration());
      const engine = new Engine(world, stack, nullSink, () => undefined);
      for (let i = firstOfEvent(this.store, seq); i <= seq; i += 1) {
        const record = this.store.record(i);
        world.nowNs = record.atNs;
        for (const change of record.changes) applyChange(engine, change, emptyNetnsWithoutOp);
      }
      return world;
    });
  }

  /** The record once more, its look-ups with their losers. */
  explain(seq: number, inputs: readonly ScheduledInput[]): TraceRecord {
    const record = this.store.record(seq);
    if (record.event === 0) return record;
    const first = firstOfEvent(this.store, seq);
    const explained = this.evidence.get(record.event, () => this.runForEvidence(record.event, first, inputs));
    const found = explained[seq - first];
    return found === undefined ? record : { ...found, before: record.before, after: record.after };
  }

  private runForEvidence(
    event: number,
    first: number,
    inputs: readonly ScheduledInput[],
  ): readonly TraceRecord[] {
    const world = forkWorld(this.worldBefore(event, inputs), this.nextGeneration());
    const sink = new EvidenceSink(first, this.store);
    new Simulation(world, sink, this.onInput).engine.step();
    return sink.records;
  }

  /** World at the start of an event, its inputs already in the queue. Event 0 is the set-up of an empty World. */
  private worldBefore(event: number, inputs: readonly ScheduledInput[]): World {
    return this.starts.get(event, () => {
      if (event === 0) return need(this.checkpoints[0], 'first checkpoint').at.world;
      const { simulation, inputs: scheduled } = this.runTo(event - 1, inputs);
      scheduleInputs(simulation, inputs, scheduled);
      return simulation.world;
    });
  }
}

/** Answers to the latest questions; the one not asked for longest goes first. */
class Recent<V> {
  private readonly kept = new Map<number, V>();

  get(key: number, make: () => V): V {
    const known = this.kept.get(key);
    const value = known ?? make();
    this.kept.delete(key);
    this.kept.set(key, value);
    const oldest = this.kept.keys().next();
    if (this.kept.size > CACHE_SIZE && oldest.done !== true) this.kept.delete(oldest.value);
    return value;
  }

  clear(): void {
    this.kept.clear();
  }
}

function emptyNetnsWithoutOp(
  id: number,
  name: string,
  machine: number,
  generation: number,
): ReturnType<typeof emptyNetns> {
  return emptyNetns(id, name, machine, generation, 0);
}

/** The first record of the event that record `seq` belongs to. */
export function firstOfEvent(store: TraceStore, seq: number): number {
  const { event } = store.record(seq);
  let first = seq;
  while (first > 0 && store.record(first - 1).event === event) first -= 1;
  return first;
}
