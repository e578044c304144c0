/** Words of a configuration of BIRD, with their places. Source: BIRD 1.6.8 conf/cf-lex.l. */
import { err, ok, type Result } from '../../base/result';
import { parseIpv4 } from '../../wire/addr';
import type { ConfigError } from '../../model/bird.config';

export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'ip' | 'mark' | 'end';
  readonly text: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Kinds of words in the order in which they are tried, each a group of the pattern. */
const KINDS = ['space', 'comment', 'string', 'ip', 'number', 'word', 'mark'] as const;
const WORD = new RegExp(
  [
    '([ \\t\\r\\n]+)',
    '(#[^\\n]*|/\\*[^]*?\\*/)',
    '("[^"\\n]*")',
    '(\\d+\\.\\d+\\.\\d+\\.\\d+)',
    '(0x[0-9a-fA-F]+|\\d+)',
    "([A-Za-z_][A-Za-z0-9_]*|'[A-Za-z0-9_.:-]+')",
    '(\\|\\||&&|!=|!~|<=|>=|\\.\\.|\\[=|=\\]|[{}()[\\];,:.=<>~+*/?!-])',
  ].join('|'),
  'y',
);

const NUMBER_MAX = 0xffff_ffff;

/** Characters that the files of one configuration may have together: BIRD has no such bound, and a file that is included many times over would eat the memory. */
const CHARACTERS_MAX = 2_000_000;

/** How much has been read. */
interface Reading {
  readonly read: (path: string) => string | null;
  characters: number;
}

/** Cuts a text into its words; what `include` names is read by `read`, null when there is no such file. */
export function tokenise(
  text: string,
  file: string,
  read: (path: string) => string | null,
): Result<Token[], ConfigError> {
  return tokensOf(text, file, { read, characters: text.length }, 0);
}

function tokensOf(text: string, file: string, reading: Reading, depth: number): Result<Token[], ConfigError> {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  let lineStart = 0;
  while (at < text.length) {
    const place = { file, line, column: at - lineStart + 1 };
    const found = matchAt(text, at);
    if (found === null)
      return err({ ...place, text: text[at] === '"' ? 'Unterminated string' : 'Unknown character' });
    const [kind, word] = found;
    if (kind !== 'space' && kind !== 'comment') {
      if (kind === 'ip' && !parseIpv4(word).ok) return err({ ...place, text: `Invalid IP address ${word}` });
      if (kind === 'number' && Number(word) > NUMBER_MAX)
        return err({ ...place, text: 'Number out of range' });
      const clean = kind === 'string' || word.startsWith("'") ? word.slice(1, -1) : word;
      tokens.push({ kind, text: clean, ...place });
    }
    if (kind === 'space' || kind === 'comment') {
      for (let i = word.indexOf('\n'); i >= 0; i = word.indexOf('\n', i + 1)) {
        line += 1;
        lineStart = at + i + 1;
      }
    }
    at += word.length;
  }
  // Where it ends BIRD says so of its beginning.
  tokens.push({ kind: 'end', text: '', file, line: 1, column: 0 });
  return included(tokens, file, reading, depth);
}

function matchAt(text: string, at: number): readonly [(typeof KINDS)[number], string] | null {
  WORD.lastIndex = at;
  const found = WORD.exec(text);
  if (found === null) return null;
  const group = found.findIndex((part: string | undefined, i) => i > 0 && part !== undefined);
  return [KINDS[group - 1] ?? 'mark', found[0]];
}

/** `MAX_INCLUDE_DEPTH` of BIRD. */
const INCLUDE_DEPTH_MAX = 8;

/** Puts the words of included files in their places. */
function included(
  tokens: readonly Token[],
  file: string,
  reading: Reading,
  depth: number,
): Result<Token[], ConfigError> {
  const all: Token[] = [];
  for (let i = 0; i < tokens.length; i += 1) {
    const [word, name, end] = [tokens[i], tokens[i + 1], tokens[i + 2]];
    if (word === undefined) break;
    if (word.text !== 'include' || word.kind !== 'word' || name?.kind !== 'string') {
      all.push(word);
      continue;
    }
    if (end?.text !== ';') return err({ ...(end ?? name), text: 'syntax error' });
    const path = name.text.startsWith('/') ? name.text : `${file.replace(/[^/]*$/, '')}${name.text}`;
    const text = depth < INCLUDE_DEPTH_MAX ? reading.read(path) : null;
    if (text === null) {
      const why =
        depth < INCLUDE_DEPTH_MAX
          ? `Unable to open included file ${path}: No such file or directory`
          : 'Max include depth reached';
      return err({ ...word, text: why });
    }
    reading.characters += text.length;
    if (reading.characters > CHARACTERS_MAX) return err({ ...word, text: 'Too much text for this lab' });
    const inner = tokensOf(text, path, reading, depth + 1);
    if (!inner.ok) return inner;
    for (const each of inner.value.slice(0, -1)) all.push(each);
    i += 2;
  }
  return ok(all);
}
