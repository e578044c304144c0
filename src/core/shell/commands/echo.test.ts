import { expect, test } from 'vitest';
import { recordedShell } from '../../testing/shell-host';

test.each([
  ['echo', ['']],
  ['echo a  b', ['a b']],
  ["echo 'a  b'", ['a  b']],
  ['echo -n a', ['a']],
])('%s', (command, stdout) => expect(recordedShell().run(command).stdout).toEqual(stdout));
