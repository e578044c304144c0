import { describe, expect, it } from 'vitest';
import { createSimulation, type Simulation } from '../simulator';
import { hasCarrier } from './carrier';

function twoHosts(): Simulation {
  const simulation = createSimulation(1);
  for (const name of ['a', 'b']) simulation.applyFabric({ kind: 'machine.add', name, role: 'host' });
  const spec = { kind: 'veth', peer: { netns: 'b', name: 'eth0' } } as const;
  simulation.apply('a', { kind: 'link.add', name: 'eth0', spec });
  simulation.apply('a', { kind: 'link.add', name: 'br0', spec: { kind: 'bridge' } });
  return simulation;
}

function up(simulation: Simulation, netns: string, name: string, isUp = true): void {
  simulation.apply(netns, { kind: 'link.set', name, set: { up: isUp } });
}

function carrier(simulation: Simulation, name: string): boolean {
  const ns = simulation.world.netns[0];
  const link = ns?.links.find((other) => other?.name === name);
  if (ns === undefined || link === undefined) throw new Error(name);
  return hasCarrier(simulation.world, ns, link);
}

describe('hasCarrier', () => {
  it('needs both ends of a cable up', () => {
    const simulation = twoHosts();
    expect(carrier(simulation, 'eth0')).toBe(false);
    up(simulation, 'a', 'eth0');
    expect(carrier(simulation, 'eth0')).toBe(false);
    up(simulation, 'b', 'eth0');
    expect(carrier(simulation, 'eth0')).toBe(true);
    up(simulation, 'b', 'eth0', false);
    expect(carrier(simulation, 'eth0')).toBe(false);
  });

  it('needs one port of a bridge with a carrier', () => {
    const simulation = twoHosts();
    up(simulation, 'a', 'br0');
    expect(carrier(simulation, 'br0')).toBe(false);
    simulation.apply('a', { kind: 'link.set', name: 'eth0', set: { master: 'br0', up: true } });
    expect(carrier(simulation, 'br0')).toBe(false);
    up(simulation, 'b', 'eth0');
    expect(carrier(simulation, 'br0')).toBe(true);
  });

  it('is always there without a wire', () => {
    expect(carrier(twoHosts(), 'lo')).toBe(true);
  });
});
