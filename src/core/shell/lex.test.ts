import { describe, expect, test } from 'vitest';
import { lex } from './lex';

/** Tokens in a line: words in brackets, `;` for an end, `|` for a pipe. */
function shown(text: string): string {
  const tokens = lex(text);
  if (!tokens.ok) return `${tokens.error.code} ${tokens.error.what} at ${tokens.error.at}`;
  return tokens.value
    .map(({ kind, text: word }) => (kind === 'word' ? `[${word}]` : kind === 'end' ? ';' : '|'))
    .join('');
}

describe('words, as the POSIX shell splits them', () => {
  test.each([
    ['blanks part words', 'ip  link\tset', '[ip][link][set]'],
    ['nothing at all', '  \t ', ''],
    ['single quotes keep everything', `echo 'a  "b" $c \\'`, `[echo][a  "b" $c \\]`],
    ['double quotes keep blanks', 'echo "a  b"', '[echo][a  b]'],
    ['a backslash in double quotes protects only specials', '"a\\"b\\\\c\\d"', '[a"b\\c\\d]'],
    ['a backslash protects a blank', 'a\\ b', '[a b]'],
    ['an empty word', `echo ''`, '[echo][]'],
    ['parts of one word', `a'b'"c"d`, '[abcd]'],
    ['a comment', 'ip a # shows\nip r', '[ip][a];[ip][r]'],
    ['a # inside a word is none', 'echo a#b', '[echo][a#b]'],
    ['a semicolon ends a command', 'ip a;ip r', '[ip][a];[ip][r]'],
    ['a newline ends a command', 'ip a\nip r\n', '[ip][a];[ip][r];'],
    ['a continued line', 'ip \\\n  link', '[ip][link]'],
    ['a line continued within a word', 'ip li\\\nnk', '[ip][link]'],
    ['a comment is not continued', '# a \\\nip', ';[ip]'],
    ['a pipe', 'echo x|ncat', '[echo][x]|[ncat]'],
    ['a dollar before nothing', 'echo 5$ $', '[echo][5$][$]'],
    ['a carriage return is a blank', 'ip a\r\nip r', '[ip][a];[ip][r]'],
  ])('%s', (_, text, tokens) => expect(shown(text)).toBe(tokens));
});

describe('what is refused, and where', () => {
  test.each([
    ["echo 'a", "open-quote ' at 5"],
    ['echo "a', 'open-quote " at 5'],
    ['echo $HOME', 'unsupported $ at 5'],
    ['echo "x $(id)"', 'unsupported $ at 8'],
    ['echo "`id`"', 'unsupported ` at 6'],
    ['ip a && ip r', 'unsupported && at 5'],
    ['ip a || ip r', 'unsupported || at 5'],
    ['ip a > f', 'unsupported > at 5'],
    ['ip a < f', 'unsupported < at 5'],
    ['sleep 1 &', 'unsupported & at 8'],
    ['(ip a)', 'unsupported ( at 0'],
  ])('%s', (text, error) => expect(shown(text)).toBe(error));
});

test('offsets point at the first character of a word', () => {
  const tokens = lex('ip  "link" set');
  expect(tokens.ok && tokens.value.map(({ at }) => at)).toEqual([0, 4, 11]);
});
