/** Goal: what there is can be found without leaving the terminal. */
import { expect, test } from 'vitest';
import { recordedShell } from '../../testing/shell-host';
import { COMMANDS } from '.';

test('help names every command; help COMMAND and man COMMAND show its forms', () => {
  const { run } = recordedShell();
  const lines = run('help').stdout;
  expect(lines.map((line) => line.split(' ')[0])).toEqual([...COMMANDS.keys()].sort());
  for (const { kind, usage } of COMMANDS.values()) {
    const { stdout, exitCode } = run(`help ${kind}`);
    expect(exitCode, kind).toBe(0);
    expect(stdout, kind).toEqual(expect.arrayContaining(usage.map((form) => `  ${form}`)));
    expect(run(`man ${kind}`).stdout).toEqual(stdout);
  }
  expect(run('man nix')).toMatchObject({ exitCode: 16, stderr: ['No manual entry for nix'] });
});
