/** Goal: the shell asks for another line exactly where bash does. Reference: bash 5.2, `bash -i` fed line by line. */
import { expect, test } from 'vitest';
import { inOneLine, wantsMore } from './more';

test.each([
  'echo "abc',
  "echo 'abc",
  'echo `date',
  'echo $(date',
  'echo ${HOME',
  'echo $((1 +',
  'if true',
  'if true; then',
  'if true; then echo a; else',
  'while true; do',
  'for i in 1 2',
  'for i in 1 2; do',
  'case a in',
  '{ echo a',
  '( echo a',
  '[[ -n a',
  'ls |',
  'ls |&',
  'true &&',
  'false || ',
  'ls | # a comment',
  'echo a \\',
  'echo a\\\\\\',
  'cat <<END',
  'cat <<END\ntext',
  'echo "a\nb',
])('%s wants more', (text) => {
  expect(wantsMore(text)).toBe(true);
});

test.each([
  '',
  'ls',
  'ls # a comment',
  'ls # a comment \\',
  "echo 'a\\'",
  'echo a\\\\',
  'echo "a\nb"',
  'if true; then echo a; fi',
  'cat <<END\ntext\nEND',
  'for',
  'fi',
  'ls | | wc',
  ')',
  'echo >',
  'ls &',
])('%s does not', (text) => {
  expect(wantsMore(text)).toBe(false);
});

test.each([
  [['for i in 1 2', 'do', 'echo $i', 'done'], 'for i in 1 2; do echo $i; done'],
  [['ls |', 'wc -l'], 'ls | wc -l'],
  [['true &&', '', 'echo a'], 'true && echo a'],
  [['ping \\', '-c 1 a'], 'ping -c 1 a'],
  [['if true', 'then echo a', 'fi'], 'if true; then echo a; fi'],
  [['echo "a', 'b"'], null],
  [['cat <<END', 'a', 'END'], null],
])('%j is kept as %j', (lines, text) => {
  expect(inOneLine(lines)).toBe(text);
});
