/** Regular expressions of POSIX, basic and extended (XBD 9), in the notation of base/regex.ts. */
import { compileRegex, type Regex, type Whole } from '../../../base/regex';
import { err, ok, type Result } from '../../../base/result';

/** The classes within brackets, for ASCII. */
export const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  print: ' -~',
  graph: '!-~',
  cntrl: '\\x00-\\x1f',
};

/** Longest pattern that is read. */
const PATTERN_MAX = 200;

/** Whose patterns: they differ in what a backslash says, within brackets too. */
export type Dialect = 'grep' | 'sed' | 'awk';

/** Characters that a letter behind a backslash stands for; to grep it is the letter. */
const CONTROLS: Readonly<Record<string, string>> = {
  ...{ t: '\t', n: '\n', f: '\f', v: '\v', r: '\r', a: '\x07' },
};

/** What a letter behind a backslash stands for; undefined where it is itself. */
export function control(char: string, dialect: Dialect): string | undefined {
  if (dialect === 'grep') return undefined;
  if (dialect === 'awk' && char === 'b') return '\b';
  return Object.hasOwn(CONTROLS, char) ? CONTROLS[char] : undefined;
}

/** The pattern in the notation of base/regex.ts, or grep's complaint. */
export function translate(
  pattern: string,
  extended: boolean,
  dialect: Dialect = 'grep',
): Result<string, string> {
  if (pattern.length > PATTERN_MAX) return err('regular expression too big');
  let source = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    if (char === '[') {
      const set = bracket(pattern, at, dialect);
      if (set === null) return err('Unmatched [, [^, [:, [., or [=');
      source += set.source;
      at = set.end;
    } else if (char === '\\') {
      const next = pattern.charAt((at += 1));
      if (next === '') return err('Trailing backslash');
      const octal = dialect === 'awk' ? /^[0-7]{1,3}/.exec(pattern.slice(at))?.[0] : undefined;
      if (octal !== undefined) {
        source += escaped(String.fromCharCode(Number.parseInt(octal, 8) & 0xff));
        at += octal.length - 1;
        continue;
      }
      const code = control(next, dialect);
      if (code !== undefined) source += code;
      // mawk knows none of GNU's.
      else if (dialect === 'awk') source += escaped(next);
      else if (next === '<' || next === '>') source += '\\b';
      else if (/[wWsSbB]/.test(next)) source += `\\${next}`;
      else if (/[1-9]/.test(next)) return err('Invalid back reference');
      else if (!extended && /[(){}|+?]/.test(next)) {
        depth += next === '(' ? 1 : next === ')' ? -1 : 0;
        source += next;
      } else source += escaped(next);
    } else if (/[(){}|+?]/.test(char)) {
      if (extended && char === '(') depth += 1;
      if (extended && char === ')') depth -= 1;
      source +=
        extended &&
        // mawk 1.3.4 of 2020 does not count.
        !(dialect === 'awk' && /[{}]/.test(char)) &&
        !(char === '{' && !/^\{\d*,?\d*\}/.test(pattern.slice(at)))
          ? char
          : escaped(char);
    } else if (char === '*' && (source === '' || source.endsWith('(') || source.endsWith('|'))) {
      source += '\\*';
    } else {
      source += /[.*^$]/.test(char) ? char : escaped(char);
    }
    if (depth < 0) return err(extended ? 'Unmatched ) or \\)' : 'Unmatched ) or \\)');
  }
  if (depth > 0) return err('Unmatched ( or \\(');
  return ok(source);
}

/** What finds matches of a translated pattern, or grep's complaint. */
export function finder(
  source: string,
  options: { readonly ignoreCase?: boolean; readonly whole?: Whole | null } = {},
): Result<Regex, string> {
  const regex = compileRegex(source, options);
  if (regex.ok) return regex;
  return err(regex.error === 'size' ? 'regular expression too big' : 'Invalid preceding regular expression');
}

function bracket(pattern: string, open: number, dialect: Dialect): { source: string; end: number } | null {
  let at = open + 1;
  let source = '[';
  if (pattern.charAt(at) === '^') {
    source += '^';
    at += 1;
  }
  for (let first = true; at < pattern.length; first = false) {
    const named = /^\[:(\w+):\]/.exec(pattern.slice(at));
    const char = pattern.charAt(at);
    if (named !== null) {
      source += CLASSES[named[1] ?? ''] ?? '';
      at += named[0].length;
      continue;
    }
    const next = pattern.charAt(at + 1);
    const code = char === '\\' ? control(next, dialect) : undefined;
    if (code !== undefined || (char === '\\' && dialect === 'awk' && next !== '')) {
      source += code ?? escaped(next);
      at += 2;
      continue;
    }
    if (char === ']' && !first) return { source: `${source}]`, end: at };
    source += /[\\\]^[]/.test(char) ? `\\${char}` : char;
    at += 1;
  }
  return null;
}

export function escaped(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}/-]/g, '\\$&');
}
