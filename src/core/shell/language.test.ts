/**
 * Goal: the language means what it means to bash. Method: each line was given to a real bash; language.recorded.txt is
 * what it answered.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createSimulation } from '../simulator';
import { runCommand } from './run';

const answers = new Map<string, string[]>();
for (const line of readFileSync(path.join(import.meta.dirname, 'language.recorded.txt'), 'utf8')
  .trimEnd()
  .split('\n')) {
  if (line.startsWith('$ ')) answers.set(line.slice(2), []);
  else [...answers.values()].at(-1)?.push(line);
}

test.each([...answers])('%s', (command, answer) => {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'node-1', role: 'node' });
  const { stdout, stderr, exitCode } = runCommand(simulation.shell, 'node-1', command);
  const typedExit = stderr.at(-1) === 'exit' ? stderr.slice(0, -1) : stderr;
  expect([...stdout, ...typedExit, `rc=${exitCode}`]).toEqual(answer);
});

test('there are answers to compare with', () => {
  expect(answers.size).toBeGreaterThan(100);
});
