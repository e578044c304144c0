import { expect, it } from 'vitest';
import { createSimulation } from '../simulator';
import { pauseProcess } from './pause';

it('stays, without holding anybody up', () => {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'node-1', role: 'node' });
  const pid = simulation.spawn('node-1', pauseProcess());
  expect(simulation.runUntilQuiet()).toBe('quiet');
  expect(simulation.world.netns[0]?.processes.entries.get(pid)).toMatchObject({
    exitCode: null,
    argv: ['/pause'],
  });
});
