import { describe, expect, it } from 'vitest';
import { pingProcess } from './apps/ping';
import { Simulation, createSimulation } from './simulator';
import { routedNet } from './testing/net';
import { ipv4 } from './wire/addr';

const ping = (dst: string) =>
  pingProcess({ dst: ipv4(dst), count: 1, sizeBytes: 56, intervalMs: 1000, ttl: 0, waitMs: 1000 }, [
    'ping',
    dst,
  ]);

describe('a simulation', () => {
  it('runs until nobody waits for anything, and no further', () => {
    const { simulation } = routedNet();
    simulation.spawn('h1', ping('10.2.0.2'));
    expect(simulation.runUntilQuiet()).toBe('quiet');
    expect(simulation.engine.busy).toBe(false);
    expect(simulation.world.queue.length).toBeGreaterThan(0);
    expect(simulation.world.nowNs).toBeLessThan(3e9);
  });

  it('says when something goes round in circles', () => {
    const { simulation } = routedNet();
    simulation.spawn('h1', ping('10.2.0.2'));
    expect(simulation.runUntilQuiet(3)).toBe('bounded');
    expect(simulation.runFor(1e9, 3)).toBe('bounded');
  });

  it('lets the clock run to the nanosecond, housekeeping included', () => {
    const { simulation } = routedNet();
    const before = simulation.world.nowNs;
    expect(simulation.runFor(1234)).toBe('quiet');
    expect(simulation.world.nowNs - before).toBe(1234);
  });

  it('knows its namespaces by name', () => {
    const { simulation } = routedNet();
    expect(() => simulation.spawn('nix', ping('10.2.0.2'))).toThrow('netns nix');
    expect(() => simulation.apply('nix', { kind: 'netns.add', name: 'x' })).toThrow('netns nix');
  });

  it('hands an input to whoever knows the log', () => {
    const seen: number[] = [];
    const { world } = routedNet().simulation;
    const simulation = new Simulation(world, undefined, (_, index) => void seen.push(index));
    simulation.engine.schedule({ kind: 'input.due', netns: 0, input: 4 }, 10);
    simulation.runUntilQuiet();
    expect(seen).toEqual([4]);
  });

  it('of an empty World has nothing to do', () => {
    expect(createSimulation(1).runUntilQuiet()).toBe('quiet');
  });
});
