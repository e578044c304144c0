/** `grep`. Texts: GNU grep 3.8. */
import type { Regex } from '../../../base/regex';
import { ok, type Result } from '../../../base/result';
import { failed, notYet, type Command, type Outcome } from '../../command';
import { readOptions, type Options } from '../../options';
import { perlRegex, type Refusal } from './perl-regex';
import { escaped, finder, translate } from './regex';
import { inputs, textOf } from './text';
import { Writing } from '../../written';

const LETTERS = 'ivcnEFGPowxqshHlLe:m:A:B:C:y';
const LONG = {
  'ignore-case': 'i',
  'invert-match': 'v',
  count: 'c',
  'line-number': 'n',
  'extended-regexp': 'E',
  'perl-regexp': 'P',
  'fixed-strings': 'F',
  'only-matching': 'o',
  'word-regexp': 'w',
  'line-regexp': 'x',
  quiet: 'q',
  silent: 'q',
  'no-messages': 's',
  'no-filename': 'h',
  'with-filename': 'H',
  'files-with-matches': 'l',
  'files-without-match': 'L',
};

export const grep: Command = {
  kind: 'grep',
  summary: 'print lines that match patterns',
  usage: [
    'grep [ -i ] [ -v ] [ -c ] [ -n ] [ -E ] [ -F ] [ -P ] [ -o ] [ -w ] [ -x ] [ -q ] [ -l ] [ -A LINES ] [ -B LINES ] [ -C LINES ] [ -m COUNT ] [ -e PATTERN ] PATTERN [ FILE ... ]',
  ],
  about: {
    '-i': 'ignore case distinctions in patterns and data',
    '-v': 'select non-matching lines',
    '-c': 'print only a count of selected lines per FILE',
    '-n': 'print line number with output lines',
    '-E': 'PATTERNS are extended regular expressions',
    '-F': 'PATTERNS are strings',
    '-P': 'PATTERNS are Perl regular expressions',
    '-o': 'show only nonempty parts of lines that match',
    '-w': 'match only whole words',
    '-x': 'match only whole lines',
    '-q': 'suppress all normal output',
    '-l': 'print only names of FILEs with selected lines',
    '-A': 'print NUM lines of trailing context',
    '-B': 'print NUM lines of leading context',
    '-C': 'print NUM lines of output context',
    '-m': 'stop after NUM selected lines',
    '-e': 'use PATTERNS for matching',
  },
  // Counts and names are known at the end alone.
  streams: (words) =>
    !words.some((word) => /^-[a-zA-Z]*[cqlL]/.test(word) || /^--(count|quiet|silent|files)/.test(word)),
  run(io, argv): Outcome {
    const options = readOptions(
      // Colours are the page's business; `-2` is short for `-C 2`.
      argv
        .slice(1)
        .filter((word) => !/^--colou?r(=|$)/.test(word))
        .flatMap((word) => (/^-\d+$/.test(word) ? ['-C', word.slice(1)] : [word])),
      { letters: LETTERS, long: LONG },
    );
    const { given, fault } = options;
    if (fault !== null) {
      const text =
        fault.option.length > 1
          ? `unrecognized option '--${fault.option}'`
          : fault.code === 'unknown'
            ? `invalid option -- '${fault.option}'`
            : `option requires an argument -- '${fault.option}'`;
      return failed(2, `grep: ${text}`, ...USAGE);
    }
    const [pattern, ...names] = given.has('e') ? [given.get('e') ?? '', ...options.words] : options.words;
    if (pattern === undefined) return failed(2, ...USAGE);
    const matcher = matcherOf(pattern, options);
    if (!matcher.ok) {
      return typeof matcher.error === 'string'
        ? failed(2, `grep: ${matcher.error}`)
        : notYet(matcher.error.what);
    }
    const bad = ['m', 'A', 'B', 'C'].find(
      (letter) => given.has(letter) && !/^\d{1,9}$/.test(given.get(letter) ?? ''),
    );
    if (bad !== undefined) {
      const value = given.get(bad) ?? '';
      return failed(
        2,
        bad === 'm' ? 'grep: invalid max count' : `grep: ${value}: invalid context length argument`,
      );
    }
    const named = given.has('H') || (names.length > 1 && !given.has('h'));
    const writing = new Writing();
    let selectedAny = false;
    let failedAny = false;
    for (const input of inputs(io, names)) {
      const name = input.name === '-' ? '(standard input)' : input.name;
      if ('fault' in input) {
        failedAny = true;
        if (!given.has('s')) writing.err(`grep: ${input.name}: ${input.fault}`);
        continue;
      }
      const found = search(
        textOf(input.text).lines,
        matcher.value,
        options,
        named ? name : null,
        writing.has('stdout'),
      );
      if (found.count > 0) selectedAny = true;
      if (given.has('q')) continue;
      if (given.has('l') || given.has('L')) {
        if (found.count > 0 === given.has('l')) writing.out(name);
      } else if (given.has('c')) writing.out(`${named ? `${name}:` : ''}${found.count}`);
      else writing.out(...found.lines);
    }
    const exitCode = failedAny && !(given.has('q') && selectedAny) ? 2 : selectedAny ? 0 : 1;
    return writing.outcome(exitCode);
  },
};

const USAGE = ['Usage: grep [OPTION]... PATTERNS [FILE]...', "Try 'grep --help' for more information."];

function matcherOf(pattern: string, { given }: Options): Result<Regex, string | Refusal> {
  const wholePart = given.has('x') ? 'line' : given.has('w') ? 'word' : null;
  if (given.has('P')) return perlRegex(pattern, { ignoreCase: given.has('i'), whole: wholePart });
  const sources: string[] = [];
  // A newline parts patterns.
  for (const one of pattern.split('\n')) {
    const source = given.has('F') ? ok(escaped(one)) : translate(one, given.has('E'));
    if (!source.ok) return source;
    sources.push(source.value);
  }
  const source = sources.length === 1 ? (sources[0] ?? '') : sources.map((one) => `(?:${one})`).join('|');
  return finder(source, { ignoreCase: given.has('i') || given.has('y'), whole: wholePart });
}

interface Found {
  readonly count: number;
  readonly lines: readonly string[];
}

function search(
  lines: readonly string[],
  matcher: Regex,
  { given }: Options,
  name: string | null,
  after: boolean,
): Found {
  const most = given.has('m') ? Number(given.get('m')) : Infinity;
  const before = Number(given.get('B') ?? given.get('C') ?? 0);
  const behind = Number(given.get('A') ?? given.get('C') ?? 0);
  const prefix = (index: number, sign: string): string =>
    (name === null ? '' : `${name}${sign}`) + (given.has('n') ? `${index + 1}${sign}` : '');
  const out: string[] = [];
  let count = 0;
  let shownTo = -1;
  let left = 0;
  for (const [index, line] of lines.entries()) {
    const selected = count < most && (matcher.find(line) !== null) !== given.has('v');
    if (selected) {
      count += 1;
      const from = Math.max(shownTo + 1, index - before);
      const parted = (before > 0 || behind > 0) && from > shownTo + 1 && (out.length > 0 || after);
      if (parted && !given.has('o')) out.push('--');
      for (let i = from; i < index; i += 1) out.push(`${prefix(i, '-')}${lines[i] ?? ''}`);
      if (given.has('o')) {
        if (!given.has('v')) {
          for (const part of partsOf(line, matcher)) out.push(`${prefix(index, ':')}${part}`);
        }
      } else out.push(`${prefix(index, ':')}${line}`);
      shownTo = index;
      left = behind;
    } else if (left > 0) {
      left -= 1;
      if (!given.has('o')) out.push(`${prefix(index, '-')}${line}`);
      shownTo = index;
    } else if (count >= most) break;
  }
  return { count, lines: out };
}

/** The parts of a line that match and are not empty. */
function partsOf(line: string, matcher: Regex): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at <= line.length;) {
    const span = matcher.find(line, at);
    if (span === null) break;
    if (span.end > span.start) parts.push(line.slice(span.start, span.end));
    at = Math.max(span.end, span.start + 1);
  }
  return parts;
}
