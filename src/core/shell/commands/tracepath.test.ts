/** Goal: what tracepath 20221126 refuses. */
import { expect, test } from 'vitest';
import { net } from '../../testing/net';

test.each([
  ['', '', 255],
  ['-x', "tracepath: invalid option -- 'x'", 255],
  ['nope', 'tracepath: nope: Temporary failure in name resolution', 1],
])('tracepath %s', (words, text, exitCode) => {
  const outcome = net().machines('a').ask('a', `tracepath ${words}`);
  expect(outcome.exitCode).toBe(exitCode);
  expect(outcome.stderr[0]).toBe(text);
});
