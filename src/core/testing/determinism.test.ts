import { describe, expect, it } from 'vitest';
import { emptyNetns } from '../kernel/netns';
import { stack } from '../kernel/stack';
import type { Change } from '../model/change';
import type { World } from '../model/world';
import { applyChange } from '../sim/apply-changes';
import { forkWorld } from '../sim/checkpoint';
import { Engine } from '../sim/engine';
import { worldHash } from '../sim/hash';
import { Simulation } from '../simulator';
import { nullSink } from '../trace/sink';
import { TraceStore } from '../trace/store';
import { randomLab, runLab } from './random-lab';
import { tablesHash } from './tables-hash';

/**
 * Goal: same inputs, same bytes, however one gets there: with or without a trace, from any checkpoint, event by event
 * from the recorded changes. Method: random networks by seed, compared by the hash of the World.
 */
const SEEDS = Array.from({ length: 8 }, (_, i) => i + 101);
const EVENTS_MAX = 2000;

describe.each(SEEDS)('seed %i', (seed) => {
  it('with or without a trace, the World is the same', () => {
    const bare = randomLab(seed);
    const traced = randomLab(seed, new TraceStore());
    runLab(bare);
    runLab(traced);
    expect(worldHash(bare.simulation.world), bare.story.join('; ')).toBe(worldHash(traced.simulation.world));
  });

  it('a replay from any checkpoint ends where the straight run ends, and leaves the checkpoint alone', () => {
    const lab = randomLab(seed);
    const { world } = lab.simulation;
    for (const send of lab.sends) send();
    let { generation } = world;
    const kept: { readonly world: World; readonly hash: string }[] = [];
    for (let event = 0; lab.simulation.engine.busy && event < EVENTS_MAX; event += 1) {
      if (event % 23 === 0) {
        const copy = forkWorld(world, (generation += 1));
        world.generation = generation += 1;
        kept.push({ world: copy, hash: worldHash(copy) });
      }
      lab.simulation.engine.step();
    }
    const end = worldHash(world);
    expect(kept.length).toBeGreaterThan(0);
    for (const checkpoint of kept) {
      expect(worldHash(checkpoint.world), lab.story.join('; ')).toBe(checkpoint.hash);
      const again = new Simulation(forkWorld(checkpoint.world, (generation += 1)));
      while (again.world.eventIndex < world.eventIndex) again.engine.step();
      expect(worldHash(again.world), lab.story.join('; ')).toBe(end);
    }
  });

  it('the changes of an event, applied to the World before it, give the World after it', () => {
    expect(replayChanges(seed, () => true)).toEqual([]);
  });
});

describe('the comparison by changes', () => {
  it.each(['neigh', 'bridge.fdb', 'stats', 'socket', 'process'] as const)(
    'misses a lost change of %s',
    (slot) => {
      expect(replayChanges(SEEDS[0] ?? 0, (change) => change.slot !== slot)).not.toEqual([]);
    },
  );
});

/** Runs a lab event by event; answers the events whose changes, as far as they are kept, do not explain the World. */
function replayChanges(seed: number, keep: (change: Change) => boolean): readonly string[] {
  const trace = new TraceStore();
  const lab = randomLab(seed, trace);
  const { world, engine } = lab.simulation;
  const unexplained: string[] = [];
  for (const send of lab.sends) send();
  engine.settle(0);
  let { generation } = world;
  for (let event = 0; engine.busy && event < EVENTS_MAX; event += 1) {
    const before = forkWorld(world, (generation += 1));
    world.generation = generation += 1;
    const from = trace.length;
    engine.step();
    const replay = new Engine(before, stack, nullSink, () => undefined);
    for (let seq = from; seq < trace.length; seq += 1) {
      for (const change of trace.record(seq).changes)
        if (keep(change)) applyChange(replay, change, namelessNetns);
    }
    if (tablesHash(before) === tablesHash(world)) continue;
    unexplained.push(`${lab.story.join('; ')}: event ${String(world.eventIndex)}`);
  }
  return unexplained;
}

function namelessNetns(
  id: number,
  name: string,
  machine: number,
  generation: number,
): ReturnType<typeof emptyNetns> {
  return emptyNetns(id, name, machine, generation, 0);
}
