/**
 * Goal: the tools answer as the real ones do. Method: the same commands were run on a real machine with the same files;
 * recorded.txt is what they answered.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createSimulation } from '../../../simulator';
import { runCommand } from '../..';

const FILES = {
  neigh:
    '10.0.0.2 dev eth0 lladdr aa:bb REACHABLE\n10.0.0.3 dev eth0 FAILED\n10.244.1.2 dev cni0 lladdr cc:dd STALE\n',
  numbers: 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\neleven\ntwelve\n',
  list: 'b 10\na 9\na 9\nc 100\n',
  short: 'no newline',
};

const answers = new Map<string, string[]>();
for (const line of readFileSync(path.join(import.meta.dirname, 'recorded.txt'), 'utf8')
  .trimEnd()
  .split('\n')) {
  if (line.startsWith('$ ')) answers.set(line.slice(2), []);
  else [...answers.values()].at(-1)?.push(line);
}

test.each([...answers])('%s', (command, answer) => {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'node-1', role: 'node' });
  const { shell } = simulation;
  for (const [name, text] of Object.entries(FILES)) shell.writeFile?.('node-1', `/tmp/${name}`, text);
  const { exitCode, stdout, stderr } = runCommand(shell, 'node-1', command);
  expect([...stdout, ...stderr, `rc=${exitCode}`]).toEqual(answer);
});

test('there are answers to compare with', () => expect(answers.size).toBeGreaterThan(60));
