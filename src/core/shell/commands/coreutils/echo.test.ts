import { expect, test } from 'vitest';
import { recordedShell } from '../../../testing/shell-host';

test.each([
  ['echo', ['']],
  ['echo a  b', ['a b']],
  ["echo 'a  b'", ['a  b']],
  ['echo -n a', ['a']],
  // bash 5.2.15
  ['echo -e "a\\tb"', ['a\tb']],
  ['echo -E "a\\tb"', ['a\\tb']],
  ['echo -x a', ['-x a']],
])('%s', (command, stdout) => expect(recordedShell().run(command).stdout).toEqual(stdout));
