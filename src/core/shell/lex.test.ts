import { describe, expect, test } from 'vitest';
import { Lexer, type Token } from './lex';
import { SyntaxFault } from './lex.words';
import { parse } from './parse';

function tokensOf(text: string): Token[] {
  const lexer = new Lexer(text, 0, (inner) => ({ script: [], end: inner.length }));
  const tokens: Token[] = [];
  for (let token = lexer.next(); token.kind !== 'end'; token = lexer.next()) tokens.push(token);
  return tokens;
}

/** Tokens in a line: words in brackets, values as `$name`, operators as they are. */
function shown(text: string): string {
  return tokensOf(text)
    .map((token) => {
      if (token.kind === 'operator') return token.text === '\n' ? ';' : token.text;
      if (token.kind === 'redirect') return `${token.fd}${token.text}`;
      if (token.kind === 'end') return '';
      const parts = token.word.map((part) => {
        if (part.kind === 'text') return part.text;
        const name = part.kind === 'value' ? `$${part.name}` : part.kind;
        return part.quoted ? `"${name}"` : name;
      });
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
    ['parentheses', '(ip a)', '([ip][a])'],
    [
      'arithmetic, with parentheses of its own',
      'echo $((2*(1+1))) "$((1))"',
      '[echo][arithmetic]["arithmetic"]',
    ],
    ['a here-string', 'cat <<< x', '[cat]0<<<[x]'],
  ])('%s', (_, text, tokens) => expect(shown(text)).toBe(tokens));
});

test.each([
  ["echo 'a", "open-quote ' at 5"],
  ['echo "a', 'open-quote " at 5'],
  ['diff <(a) b', 'unsupported <( at 5'],
  ['a=(1 2)', 'unsupported =( at 1'],
  ['echo ${x@Q}', 'unsupported ${x@Q} at 5'],
  ["echo $'a'", "unsupported $' at 5"],
])('what is refused, and where: %s', (text, error) => {
  let said = '';
  try {
    tokensOf(text);
  } catch (fault) {
    if (!(fault instanceof SyntaxFault)) throw fault;
    said = `${fault.error.code} ${fault.error.what} at ${String(fault.error.at)}`;
  }
  expect(said).toBe(error);
});

test('offsets point at the first character of a word', () => {
  expect(tokensOf('ip  "link" set').map(({ at }) => at)).toEqual([0, 4, 11]);
});

test.each([
  '$('.repeat(5000),
  '('.repeat(5000),
  '`'.repeat(5001),
  '$(('.repeat(5000),
  '{ '.repeat(5000),
  '${x:-'.repeat(5000),
])('whatever is nested without end is refused at once: %#', (text) => {
  expect(parse(text).ok).toBe(false);
});
