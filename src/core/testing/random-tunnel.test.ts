import { describe, expect, it } from 'vitest';
import { emptyNetns } from '../kernel/netns';
import { stack } from '../kernel/stack';
import { applyChange } from '../sim/apply-changes';
import { forkWorld } from '../sim/checkpoint';
import { Engine } from '../sim/engine';
import { worldHash } from '../sim/hash';
import { Simulation } from '../simulator';
import { nullSink } from '../trace/sink';
import { TraceStore } from '../trace/store';
import { badEnvelopes, malformedFrames, unendedBranches } from './invariants';
import { randomLab, runLab } from './random-lab';
import { RANDOM_TUNNELS } from './random-tunnel';
import { tablesHash } from './tables-hash';

/**
 * Goal: what holds for every network holds with every tunnel: packets end once, frames are well formed, the same inputs
 * give the same bytes however one gets there. Method: random networks by seed, with the tunnel asked for.
 */
const SEEDS = Array.from({ length: 60 }, (_, i) => i + 1);
const EVENTS_MAX = 3000;

describe.each(RANDOM_TUNNELS)('a random network of %s', (tunnel) => {
  it.each(SEEDS)('seed %i: packets end once, frames are well formed', (seed) => {
    const trace = new TraceStore();
    const lab = randomLab(seed, trace, tunnel);
    runLab(lab);
    const story = lab.story.join('; ');
    expect(unendedBranches(trace, lab.simulation.world), story).toEqual([]);
    expect(malformedFrames(trace), story).toEqual([]);
    expect(badEnvelopes(trace), story).toEqual([]);
  });

  it.each(SEEDS.slice(0, 5))('seed %i: with or without a trace, straight or from a checkpoint', (seed) => {
    const bare = randomLab(seed, nullSink, tunnel);
    const traced = randomLab(seed, new TraceStore(), tunnel);
    runLab(bare);
    runLab(traced);
    expect(worldHash(bare.simulation.world)).toBe(worldHash(traced.simulation.world));

    const lab = randomLab(seed, nullSink, tunnel);
    for (const send of lab.sends) send();
    const { world } = lab.simulation;
    for (let event = 0; lab.simulation.engine.busy && event < 60; event += 1) lab.simulation.engine.step();
    const fork = forkWorld(world, world.generation + 1);
    world.generation += 2;
    const again = new Simulation(forkWorld(fork, world.generation + 1), nullSink);
    lab.simulation.runUntilQuiet(EVENTS_MAX);
    again.runUntilQuiet(EVENTS_MAX);
    expect(worldHash(again.world)).toBe(worldHash(world));
  });

  it.each(SEEDS.slice(0, 5))('seed %i: the recorded changes of each event lead to the same World', (seed) => {
    const trace = new TraceStore();
    const lab = randomLab(seed, trace, tunnel);
    for (const send of lab.sends) send();
    const { world, engine } = lab.simulation;
    engine.settle(0);
    let { generation } = world;
    for (let event = 0; engine.busy && event < 400; event += 1) {
      const copy = forkWorld(world, (generation += 1));
      world.generation = generation += 1;
      const from = trace.length;
      engine.step();
      const replay = new Engine(copy, stack, nullSink, () => undefined);
      copy.generation = generation += 1;
      for (let seq = from; seq < trace.length; seq += 1) {
        for (const change of trace.record(seq).changes) {
          applyChange(replay, change, (id, name, machine, gen) => emptyNetns(id, name, machine, gen, 0));
        }
      }
      expect(tablesHash(copy), lab.story.join('; ')).toBe(tablesHash(world));
    }
  });
});

it('these networks see enough of the world to mean something', () => {
  const seen = new Set<string>();
  for (const tunnel of RANDOM_TUNNELS) {
    for (const seed of SEEDS) {
      const trace = new TraceStore();
      runLab(randomLab(seed, trace, tunnel));
      for (let seq = 0; seq < trace.length; seq += 1) {
        const record = trace.record(seq);
        const what = record.kind === 'drop' ? record.detail.reason : record.verdict;
        const label = 'tunnel' in record.detail ? record.detail.tunnel : record.kind;
        seen.add(`${label} ${what}`);
      }
    }
  }
  const wanted = [
    ...['ipip wrapped', 'ipip unwrapped', 'wireguard wrapped', 'wireguard unwrapped', 'wireguard none'],
    ...['flannel-udp found', 'flannel-udp none', 'flannel-udp unwrapped', 'user.cross to-process'],
    ...['user.cross to-kernel', 'ip.ttl expired', 'ip.output no-address', 'ip.fragment cut'],
    ...['wireguard.session complete', 'wireguard.session confirm', 'wireguard.session give-up'],
    ...['drop PW_WG_NO_PEER', 'drop PW_WG_UNANSWERED', 'drop PW_RELAY_NO_ROUTE', 'drop PW_TUNNEL_LOOP'],
  ];
  expect(wanted.filter((what) => !seen.has(what))).toEqual([]);
});
