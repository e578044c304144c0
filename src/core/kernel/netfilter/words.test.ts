import { expect, it } from 'vitest';
import { Words, splitWords } from './words';

it.each<[string, readonly string[]]>([
  ['-A FORWARD -j ACCEPT', ['-A', 'FORWARD', '-j', 'ACCEPT']],
  ['--comment "flanneld masq" -j X', ['--comment', 'flanneld masq', '-j', 'X']],
  ['--comment "a \\"b\\" c"', ['--comment', 'a "b" c']],
  ['  ', []],
])('%s', (line, words) => {
  expect(splitWords(line)).toEqual(words);
});

it('reads from left to right', () => {
  const words = new Words(['!', '-s', '10.0.0.0/8']);
  expect(words.skip('-s')).toBe(false);
  expect(words.skip('!')).toBe(true);
  expect(words.take(2)).toEqual(['-s', '10.0.0.0/8']);
  expect(words.next).toBeUndefined();
});
