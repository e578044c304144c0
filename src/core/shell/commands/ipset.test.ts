/** `ipset` 7.17. */
import { expect, it } from 'vitest';
import { recordedShell } from '../../testing/shell-host';

it('makes, fills, asks, shows and removes sets', () => {
  const shell = recordedShell(
    'ipset create s hash:net\nipset add s 10.0.0.0/8\nipset add s 10.1.0.0/16 nomatch',
  );
  expect(shell.run('ipset test s 10.0.0.0/8')).toMatchObject({
    exitCode: 0,
    stderr: ['Warning: 10.0.0.0/8 is in set s.'],
  });
  expect(shell.run('ipset test s 10.2.0.0/16').exitCode).toBe(1);
  expect(shell.run('ipset list -name').stdout).toEqual(['s']);
  expect(shell.run('ipset list -t').stdout.at(-1)).toMatch(/^Number of entries: /);
  expect(shell.run('ipset list s').stdout.slice(-3)).toEqual([
    'Members:',
    '10.0.0.0/8',
    '10.1.0.0/16 nomatch',
  ]);
  const saved = shell.run('ipset save').stdout;
  expect(saved[0]).toMatch(
    /^create s hash:net family inet hashsize 1024 maxelem 65536 bucketsize 12 initval 0x[0-9a-f]{8}$/,
  );
  shell.run('ipset del s 10.0.0.0/8; ipset flush; ipset destroy s');
  expect(shell.run('ipset list').stdout).toEqual([]);
  expect(shell.run(`echo "${saved.join('\n')}" | ipset restore`).exitCode).toBe(0);
  expect(shell.run('ipset save').stdout.slice(1)).toEqual(saved.slice(1));
});

it.each([
  ['ipset', 'No command specified.'],
  ['ipset add nobody 10.0.0.1', 'The set with the given name does not exist'],
  ['ipset list nobody', 'The set with the given name does not exist'],
  ['ipset create s hash:all', "typename 'hash:all' is unknown"],
])('%s fails', (command, words) => {
  const outcome = recordedShell().run(command);
  expect(outcome.exitCode).toBe(1);
  expect(outcome.stderr.join()).toContain(words);
});
