/** Goal: command lines that lead to no question, in the words of host of BIND 9.18. */
import { expect, test } from 'vitest';
import { net } from '../../testing/net';

test.each([
  ['host foo nosuchserver', "host: couldn't get address for 'nosuchserver': failure", 1],
  ['host -t foo a', 'host: invalid type: foo', 2],
  ['host -x', 'host: illegal option -- x', 1],
])('%s', (line, text, exitCode) => {
  const outcome = net().machines('h').ask('h', line);
  expect(outcome.exitCode).toBe(exitCode);
  expect(outcome.stderr[0]).toBe(text);
});
