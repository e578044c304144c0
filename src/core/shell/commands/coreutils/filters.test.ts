/** What `awk`, `sed`, `cut` and `tr` do not know here is named; recorded.test.ts has what they do. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { net } from '../../../testing/net';

const lab = net().machines('a');
const refused = (command: string): string => lab.ask('a', `echo a b | ${command}`).stderr.join('\n');

test.each([
  [`awk '{getline; print}'`, "awk 'getline'"],
  [`awk 'BEGIN{system("ls")}'`, "awk 'system'"],
  [`awk 'BEGIN{while (1) x++}'`, 'awk that does so much'],
  [`awk 'function f() {f()} BEGIN{f()}'`, 'awk with so much within one another'],
  [
    `awk 'function f(x) {${'if (1) '.repeat(30)}return f(x)} BEGIN{f(1)}'`,
    'awk with so much within one another',
  ],
  [`awk 'BEGIN{print ${'1 + '.repeat(900)}1}'`, 'awk with so much within one another'],
  // What a step goes through counts as well: each of these would take hours.
  ...[
    'n = gsub(/a/, "a", s)',
    'n = length(s)',
    'n = s ~ /b/',
    'n = split(s, parts, "a")',
    'NF = 32000',
    '$0 = s',
    'for (k in all) break',
    'n = (i "") ~ (i "")',
    'n = toupper(s) < s',
  ].map((statement): [string, string] => [
    `awk 'BEGIN{s = "aaaa"; for (i = 0; i < 13; i++) s = s s; while (i < 40000) all[i++]; while (1) {i++; ${statement}}}'`,
    'awk that does so much',
  ]),
  [`awk 'function f() {next} {f()}'`, "awk 'next'"],
  [`awk 'BEGIN{return}'`, "awk 'return'"],
  [`awk 'BEGIN{g()}'`, "awk 'g'"],
  [`awk 'BEGIN{print 2 ^ 0.5}'`, "awk's 2^0.5"],
  [`awk 'BEGIN{print substr("hello", -1, 3)}'`, "awk's substr from in front of a text"],
  [`awk '{print > "f"}'`, "awk '>'"],
  [`awk '{print $1 > "f"}'`, "awk '>'"],
  [`awk '{print $1, ($2 > 1) > "f"}'`, "awk '>'"],
  [`awk 'BEGIN{RS=";"} 1'`, "awk 'RS'"],
  [`awk '{print FILENAME}'`, "awk 'FILENAME'"],
  [`awk -v OFMT=%d 1`, "awk 'OFMT='"],
  [`awk 1 NF=3`, "awk 'NF='"],
  [`awk 'BEGIN{print -(0/0)}'`, "awk with '-' before nan"],
  [`awk 'BEGIN{print "nano" + 1}'`, "awk with 'nan' as a number"],
  [`awk --version`, 'awk --version'],
  [`awk -W version`, 'awk -W'],
  [`sed 's/\\x41/b/'`, "sed '/\\x…/'"],
  [`sed 's/a/\\x41/'`, "sed 's/…/\\x/'"],
  [`awk '{print $1'`, "awk 'end of the program'"],
  [`awk -f prog`, 'awk -f'],
  [`sed -s s/a/b/ f`, 'sed -s'],
  [`grep -P 'a.*?b'`, "grep -P '*?'"],
  [`grep -P '(a)\\1'`, "grep -P '\\1'"],
  [`grep -P 'a(?!b)'`, "grep -P '(?!…)'"],
  [`sed 'y/a/b/'`, "sed 'y'"],
  [`sed '{p;p}'`, "sed '{'"],
  [`sed 's/a/\\u&/'`, "sed 's/…/\\u/'"],
  [`sed 's/a/b/w f'`, "sed 's/…/…/w'"],
  [`sed q5`, "sed 'qN'"],
  [`cut --complement -f1`, 'cut --complement'],
  [`cut -f1 --output-delimiter=-`, 'cut --output-delimiter'],
  [`tr -t a b`, 'tr -t'],
  [`tr '\\400' b`, "tr '\\400'"],
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
      expect(exitCode === 0).toBe(stderr.length === 0);
      // In the words of the tool, or refused by name; nobody else speaks.
      const [name = ''] = tool.split(' ');
      const own = new RegExp(`^(?:${name}: |packetwalk: '${name}|Try '${name} |Usage: ${name} )`);
      if (exitCode !== 0) expect(stderr[0]).toMatch(own);
    }),
    { numRuns: 500 },
  );
});

test('a program is as deep as it may be, and ends', () => {
  expect(refused(`awk '{print ${'('.repeat(200)}1${')'.repeat(200)}}'`)).toContain('not in this lab yet');
  expect(refused(`awk '{print ${'-'.repeat(200)}1}'`)).toContain('not in this lab yet');
});

test('texts that double come to an end', () => {
  const doubled = 'x=x x;'.repeat(40);
  const long = 'awk with texts of more than 65536 characters';
  expect(refused(`awk 'BEGIN{x="aaaaaaaa";${doubled}}'`)).toContain(long);
  expect(refused(`awk '{x=x "aaaaaaaa";${'x=x x;'.repeat(12)}print x, x, x}'`)).toContain(long);
  const printed = `{x="aaaaaaaa";${'x=x x;'.repeat(12)}${'print x;'.repeat(200)}}`;
  expect(refused(`awk '${printed}'`)).toContain('awk that prints so much');
  expect(refused(`sed '${'s/.*/&&/;'.repeat(40)}'`)).toContain('sed with so much text');
  expect(refused(`sed '${'p;'.repeat(1500)}'`)).toContain('sed with a script of more than 2000 characters');
  const grown = `${'s/.*/&&/;'.repeat(12)}${'p;'.repeat(900)}`;
  expect(refused(`sed '${grown}'`)).toContain('sed with so much text');
});
