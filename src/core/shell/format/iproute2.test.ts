/**
 * Goal: tables are printed as iproute2 prints them.
 * Method: the same commands were run on a real kernel; iproute2.txt is what it answered.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { recordedShell } from '../../testing/shell-host';

const lines = readFileSync(path.join(import.meta.dirname, 'iproute2.txt'), 'utf8').split('\n');
/** The recording's own second link was down. */
const setup = [
  'ip link set eth0 down',
  ...lines.flatMap((line) => (line.startsWith('> ') ? [line.slice(2)] : [])),
];

/** Command → its output and, last, its exit code. */
const answers = new Map<string, string[]>();
for (const line of lines) {
  if (line.startsWith('$ ')) answers.set(line.slice(2), []);
  // The recording ran in a netns with a name; the root netns of a machine has none.
  else [...answers.values()].at(-1)?.push(line.replace('link-netns node', 'link-netnsid 0'));
}

/** The network card of the test's machine is no part of the recording. */
function withoutCard(printed: readonly string[]): readonly string[] {
  const card = printed.findIndex((line) => line.startsWith('2: eth0:'));
  const kept = card < 0 ? printed : [...printed.slice(0, card), ...printed.slice(card + 2)];
  return kept.filter((line) => !line.startsWith('eth0 '));
}

test.each([...answers])('%s', (command, answer) => {
  const { run } = recordedShell(setup.join('\n'));
  const { exitCode, stdout, stderr } = run(command);
  const printed = [...withoutCard(stdout), ...stderr];
  const expected = answer.filter((line) => line !== '');
  // The kernel keeps these in hash tables: their order says nothing.
  const ordered = (all: readonly string[]) => (/fdb|neigh/.test(command) ? [...all].sort() : all);
  expect([...ordered(printed), `rc=${exitCode}`]).toEqual([
    ...ordered(expected.slice(0, -1)),
    expected.at(-1),
  ]);
});

test('there are answers to compare with', () => expect(answers.size).toBeGreaterThan(20));
