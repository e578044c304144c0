/** Goal: sleep takes exactly its time, and Ctrl-C ends it as the default action of SIGINT does. */
import { expect, test } from 'vitest';
import { createSimulation } from '../simulator';
import { interruptProcess } from './run';
import { sleepProcess } from './sleep';

function asleep() {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'm', role: 'host' });
  const pid = simulation.spawn('m', sleepProcess(2.5e9, ['sleep', '2.5']));
  return { simulation, exitCode: () => simulation.world.netns[0]?.processes.entries.get(pid)?.exitCode, pid };
}

test('ends after its time', () => {
  const { simulation, exitCode } = asleep();
  simulation.runFor(2.4e9);
  expect(exitCode()).toBeNull();
  simulation.runUntilQuiet();
  expect(exitCode()).toBe(0);
  expect(simulation.world.nowNs).toBe(2.5e9);
});

test('SIGINT ends it with 130, and nobody waits for its timer', () => {
  const { simulation, exitCode, pid } = asleep();
  simulation.runFor(1e9);
  interruptProcess(simulation.ctx, simulation.ctx.own(0), pid);
  expect(exitCode()).toBe(130);
  expect(simulation.engine.busy).toBe(false);
});
