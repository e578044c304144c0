/** Goal: command lines that lead to no question, in the words of nslookup of BIND 9.18. */
import { expect, test } from 'vitest';
import { net } from '../../testing/net';

test.each([
  ['nslookup foo nosuchserver', "nslookup: couldn't get address for 'nosuchserver': failure", 1],
  ['nslookup -x', '*** Invalid option: x', 1],
  ['nslookup', "packetwalk: 'nslookup with a prompt of its own' is not in this lab yet", 69],
])('%s', (line, text, exitCode) => {
  const outcome = net().machines('h').ask('h', line);
  expect(outcome.exitCode).toBe(exitCode);
  expect(outcome.stderr[0]).toBe(text);
});
