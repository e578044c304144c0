/** What the builtins say is held against bash in language.recorded.txt; here is what needs a session. */
import { expect, test } from 'vitest';
import { recordedShell } from '../../../testing/shell-host';
import { builtins } from '.';

test.each(builtins.map(({ kind }) => kind))('%s is found by its name', (kind) => {
  expect(recordedShell().run(`type ${kind}`).stdout).toEqual([`${kind} is a shell builtin`]);
});

test.each(['exit 3', 'logout 3'])('%s ends the shell and says so, as bash does', (line) => {
  expect(recordedShell().run(`${line}; echo never`)).toMatchObject({
    exitCode: 3,
    stdout: [],
    stderr: ['exit'],
  });
});
