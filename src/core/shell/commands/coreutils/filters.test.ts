/** What `awk`, `sed`, `cut` and `tr` do not know here is named; recorded.test.ts has what they do. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { net } from '../../../testing/net';

const lab = net().machines('a');
const refused = (command: string): string => lab.ask('a', `echo a b | ${command}`).stderr.join('\n');

test.each([
  [`awk '{printf "%s\\n", $1}'`, "awk 'printf'"],
  [`awk '{c[$1]++}'`, "awk 'c'"],
  [`awk '{if ($1) print}'`, "awk 'if'"],
  [`awk '{print substr($1, 1)}'`, "awk 'substr'"],
  [`awk '{print > "f"}'`, "awk '>'"],
  [`awk '/a/,/b/'`, "awk ',/b/'"],
  [`awk '{print $1'`, "awk 'end of the program'"],
  [`awk -f prog`, 'awk -f'],
  [`sed -i s/a/b/ f`, 'sed -i'],
  [`sed 'y/a/b/'`, "sed 'y'"],
  [`sed '{p;p}'`, "sed '{'"],
  [`sed 's/\\(a\\)/\\1/'`, "sed 's/…/\\1/'"],
  [`sed 's/a/b/w f'`, "sed 's/…/…/w'"],
  [`sed '0~2p'`, "sed 'FIRST~STEP'"],
  [`tr '[=a=]' x`, "tr '[=a=]'"],
])('%s', (command, name) => {
  expect(refused(command)).toBe(`packetwalk: '${name}' is not in this lab yet`);
});

test('programs of all kinds are read or refused', () => {
  const word = fc.constantFrom(
    ...[
      '$',
      '1',
      '(',
      ')',
      '{',
      '}',
      '/',
      'a',
      '"',
      '+',
      '-',
      '!',
      '~',
      ',',
      ';',
      'NR',
      'print',
      '&',
      '<',
      '=',
      ' ',
      '\\',
      '[',
      '*',
    ],
  );
  const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(''));
  fc.assert(
    fc.property(text, fc.constantFrom('awk', 'sed', 'tr', 'cut -f'), (program, tool) => {
      const quoted = `'${program}'`;
      const { exitCode, stderr } = lab.ask('a', `echo a 1 | ${tool} ${quoted}`);
      expect(exitCode === 0 || stderr.length > 0).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('a program is as deep as it may be, and ends', () => {
  expect(refused(`awk '{print ${'('.repeat(200)}1${')'.repeat(200)}}'`)).toContain('not in this lab yet');
  expect(refused(`awk '{print ${'-'.repeat(200)}1}'`)).toContain('not in this lab yet');
});
