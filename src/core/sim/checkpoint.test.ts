import { describe, expect, it } from 'vitest';
import { routedNet } from '../testing/net';
import { Simulation } from '../simulator';
import { forkWorld } from './checkpoint';
import { worldHash } from './hash';
import { pendingEvents } from './queue';

describe('forkWorld', () => {
  it('is the same World, and shares what nobody has written yet', () => {
    const { world } = routedNet();
    const fork = forkWorld(world, world.generation + 1);
    expect(worldHash(fork)).toBe(worldHash(world));
    expect(fork.netns[0]).toBe(world.netns[0]);
    expect(fork.netns).not.toBe(world.netns);
  });

  it('keeps what it is, whatever happens in the other one, in both directions', () => {
    const lab = routedNet();
    lab.start('h1', 'ping -c1 10.2.0.2');
    for (let i = 0; i < 4; i += 1) lab.simulation.engine.step();
    const { world } = lab.simulation;
    const fork = forkWorld(world, world.generation + 1);
    world.generation += 2;
    const hash = worldHash(world);
    const other = new Simulation(forkWorld(fork, world.generation + 1));
    other.runFor(60e9);
    expect(worldHash(world)).toBe(hash);
    lab.wait(60);
    expect(worldHash(fork)).toBe(hash);
    expect(worldHash(other.world)).toBe(worldHash(world));
  });

  it('has frames under way and random streams of its own', () => {
    const lab = routedNet();
    lab.start('h1', 'ping -c1 10.2.0.2');
    lab.simulation.engine.step();
    const { world } = lab.simulation;
    const fork = forkWorld(world, world.generation + 1);
    const frames = [world, fork].map((of) => pendingEvents(of).find(({ kind }) => kind === 'frame.arrive'));
    expect(frames[0]).toBeDefined();
    expect(frames[0]).not.toBe(frames[1]);
    const [stream] = world.random.keys();
    expect(fork.random.get(stream ?? '')).toEqual(world.random.get(stream ?? ''));
    expect(fork.random.get(stream ?? '')).not.toBe(world.random.get(stream ?? ''));
  });
});
