import { describe, expect, test } from 'vitest';
import { lex } from './lex';

/** Tokens in a line: words in brackets, values as `$name`, operators as they are. */
function shown(text: string): string {
  const tokens = lex(text);
  if (!tokens.ok) return `${tokens.error.code} ${tokens.error.what} at ${tokens.error.at}`;
  return tokens.value
    .map((token) => {
      if (token.kind === 'operator') return token.text === '\n' ? ';' : token.text;
      if (token.kind === 'redirect') return `${token.fd}${token.text}`;
      const parts = token.word.map((part) =>
        part.kind === 'text' ? part.text : part.quoted ? `"$${part.name}"` : `$${part.name}`,
      );
      return `[${parts.join('')}]`;
    })
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
    ['values, in quotes and out of them', 'echo $A"${B}x$?" \\$C', '[echo][$A"$B"x"$?"][$C]'],
    ['operators', 'a && b || c & d', '[a]&&[b]||[c]&[d]'],
    ['redirections, with their numbers', 'a >f 2>>g <h 2>&1 &>i', '[a]1>[f]2>>[g]0<[h]2>&[1]3>[i]'],
    ['a number that is a word', 'echo 12>f', '[echo][12]1>[f]'],
    ['a carriage return is a blank', 'ip a\r\nip r', '[ip][a];[ip][r]'],
  ])('%s', (_, text, tokens) => expect(shown(text)).toBe(tokens));
});

describe('what is refused, and where', () => {
  test.each([
    ["echo 'a", "open-quote ' at 5"],
    ['echo "a', 'open-quote " at 5'],
    ['echo "x $(id)"', 'unsupported $( at 8'],
    ['echo $((1+1))', 'unsupported $( at 5'],
    ['echo "`id`"', 'unsupported ` at 6'],
    ['cat << EOF', 'unsupported << at 4'],
    ['(ip a)', 'unsupported ( at 0'],
  ])('%s', (text, error) => expect(shown(text)).toBe(error));
});

test('offsets point at the first character of a word', () => {
  const tokens = lex('ip  "link" set');
  expect(tokens.ok && tokens.value.map(({ at }) => at)).toEqual([0, 4, 11]);
});
