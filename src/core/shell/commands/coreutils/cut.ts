/** `cut` and `tr`. Texts: GNU coreutils 9.1, in the C locale. */
import { err, ok, type Result } from '../../../base/result';
import { failed, notYet, type Command, type Outcome } from '../../command';
import { readOptions } from '../../options';
import { Writing } from '../../written';
import { badOption, inputs, textOf } from './text';

/** Places from 1, both ends included. */
type Ranges = readonly (readonly [from: number, to: number])[];

export const cut: Command = {
  kind: 'cut',
  summary: 'remove sections from each line of files',
  usage: ['cut { -f LIST | -c LIST | -b LIST } [ -d CHAR ] [ -s ] [ FILE ... ]'],
  about: {
    '-f': 'select only these fields',
    '-c': 'select only these characters',
    '-b': 'select only these bytes',
    '-d': 'use DELIM instead of TAB for field delimiter',
    '-s': 'do not print lines not containing delimiters',
  },
  streams: () => true,
  run(io, argv): Outcome {
    const long = { fields: 'f', characters: 'c', bytes: 'b', delimiter: 'd', 'only-delimited': 's' };
    const { given, words, fault } = readOptions(argv.slice(1), { letters: 'f:c:b:d:s', long });
    if (fault && /^(?:complement|output-delimiter|zero-terminated|z|n)$/.test(fault.option))
      return notYet(`cut ${fault.option.length > 1 ? '--' : '-'}${fault.option}`);
    if (fault) return badOption('cut', fault);
    const kinds = ['f', 'c', 'b'].filter((letter) => given.has(letter));
    const [kind] = kinds;
    if (kind === undefined) return wrong('you must specify a list of bytes, characters, or fields');
    if (kinds.length > 1) return wrong('only one list may be specified');
    const delimiter = given.get('d') ?? '\t';
    if (Array.from(delimiter).length !== 1) return wrong('the delimiter must be a single character');
    if (kind !== 'f' && given.has('d'))
      return wrong('an input delimiter may be specified only when operating on fields');
    if (kind !== 'f' && given.has('s'))
      return wrong('suppressing non-delimited lines makes sense\n\tonly when operating on fields');
    const ranges = readRanges(given.get(kind) ?? '', kind === 'f' ? 'fields' : 'byte/character positions');
    if (!ranges.ok) return ranges.error;
    const writing = new Writing();
    for (const input of inputs(io, words)) {
      if ('fault' in input) {
        writing.err(`cut: ${input.name}: ${input.fault}`);
        continue;
      }
      const { lines } = textOf(input.text);
      for (const line of lines) {
        const parts = kind === 'f' ? line.split(delimiter) : Array.from(line);
        if (kind === 'f' && parts.length === 1) {
          if (!given.has('s')) writing.out(line);
        } else writing.out(pick(parts, ranges.value).join(kind === 'f' ? delimiter : ''));
      }
    }
    return writing.outcome(writing.has('stderr') ? 1 : 0);
  },
};

function wrong(text: string): Outcome {
  return failed(1, ...`cut: ${text}`.split('\n'), "Try 'cut --help' for more information.");
}

function pick(parts: readonly string[], ranges: Ranges): readonly string[] {
  return parts.filter((_, index) => ranges.some(([from, to]) => index + 1 >= from && index + 1 <= to));
}

function readRanges(list: string, what: string): Result<Ranges, Outcome> {
  const ranges: [number, number][] = [];
  for (const part of list.split(/[, ]/)) {
    const [, from = '', dash = '', to = ''] = /^(\d{0,9})(-?)(\d{0,9})$/.exec(part) ?? [];
    if (from === '' && to === '') {
      if (part === '-') return err(wrong('invalid range with no endpoint: -'));
      if (part === '') return err(wrong(`${what} are numbered from 1`));
      return err(wrong(`invalid ${what === 'fields' ? 'field value' : 'byte/character position'} '${part}'`));
    }
    const first = from === '' ? 1 : Number(from);
    const last = dash === '' ? first : to === '' ? Infinity : Number(to);
    if (first === 0) return err(wrong(`${what} are numbered from 1`));
    if (last < first) return err(wrong('invalid decreasing range'));
    ranges.push([first, last]);
  }
  return ok(ranges);
}

export const tr: Command = {
  kind: 'tr',
  summary: 'translate or delete characters',
  usage: ['tr [ -d ] [ -s ] [ -c ] CHARS [ CHARS ]'],
  about: {
    '-d': 'delete characters in SET1, do not translate',
    '-s': 'replace each sequence of a repeated character by one',
    '-c': 'use the complement of SET1',
  },
  run(io, argv): Outcome {
    const long = { delete: 'd', 'squeeze-repeats': 's', complement: 'c' };
    const { given, words, fault } = readOptions(argv.slice(1), { letters: 'dscC', long });
    if (fault && /^(?:t|truncate-set1)$/.test(fault.option)) return notYet('tr -t');
    if (fault) return badOption('tr', fault);
    const remove = given.has('d');
    const squeeze = given.has('s');
    const complement = given.has('c') || given.has('C');
    const wanted = remove === squeeze ? 2 : 1;
    const [first, second, beyond] = words;
    if (first === undefined) return failed(1, 'tr: missing operand', HELP);
    if (second === undefined && wanted === 2) {
      const why = remove
        ? 'Two strings must be given when both deleting and squeezing repeats.'
        : 'Two strings must be given when translating.';
      return failed(1, `tr: missing operand after '${first}'`, why, HELP);
    }
    const extra = remove && !squeeze ? second : beyond;
    if (extra !== undefined) {
      const why =
        remove && !squeeze ? ['Only one string may be given when deleting without squeezing repeats.'] : [];
      return failed(1, `tr: extra operand '${extra}'`, ...why, HELP);
    }
    const [from, to] = [setOf(first), second === undefined ? ok([]) : setOf(second)];
    if (!from.ok) return from.error;
    if (!to.ok) return to.error;
    if (complement && !remove && second !== undefined && to.value.length > 1)
      return notYet('tr -c SET1 SET2');
    const map = remove || second === undefined ? null : translation(from.value, to.value);
    if (map === null && !remove && second !== undefined)
      return failed(1, 'tr: when not truncating set1, string2 must be non-empty');
    const inFirst = (char: string): boolean => from.value.includes(char) !== complement;
    const squeezed = (char: string): boolean =>
      second === undefined ? inFirst(char) : to.value.includes(char);
    let text = '';
    let last = '';
    for (const char of io.stdin ?? '') {
      if (remove && inFirst(char)) continue;
      const changed =
        map === null || !inFirst(char) ? char : complement ? (to.value[0] ?? char) : (map.get(char) ?? char);
      if (squeeze && changed === last && squeezed(changed)) continue;
      text += changed;
      last = changed;
    }
    const { lines, unterminated } = textOf(text);
    return { exitCode: 0, stdout: lines, stderr: [], pid: null, unterminated };
  },
};

const HELP = "Try 'tr --help' for more information.";

/** The last character of the second set stands for all that it lacks. */
function translation(from: readonly string[], to: readonly string[]): ReadonlyMap<string, string> | null {
  const last = to.at(-1);
  if (last === undefined) return null;
  return new Map(from.map((char, at) => [char, to[at] ?? last] as const));
}

const SETS: Readonly<Record<string, string>> = {
  lower: 'a-z',
  upper: 'A-Z',
  digit: '0-9',
  alpha: 'A-Za-z',
  alnum: '0-9A-Za-z',
  space: '\\t\\n\\v\\f\\r ',
  blank: '\\t ',
};
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', v: '\v', f: '\f', a: '\x07', b: '\b', '\\': '\\' },
};

/** Characters of a set: ranges, `\n`, `[:lower:]`. */
function setOf(text: string): Result<readonly string[], Outcome> {
  const chars: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const [named = '', name = ''] = /^\[:(\w+):\]/.exec(text.slice(at)) ?? [];
    if (named !== '') {
      const known = Object.hasOwn(SETS, name) ? SETS[name] : undefined;
      if (known === undefined) return err(failed(1, `tr: invalid character class '${name}'`));
      const inner = setOf(known);
      if (inner.ok) chars.push(...inner.value);
      at += named.length - 1;
      continue;
    }
    if (/^\[(=|.\*)/.test(text.slice(at))) return err(notYet(`tr '${text.slice(at)}'`));
    const first = charAt(text, at);
    if (first.char.charCodeAt(0) > 0xff && first.length > 1) return err(notYet(`tr '${text}'`));
    at += first.length - 1;
    if (text.charAt(at + 1) !== '-' || at + 2 >= text.length) {
      chars.push(first.char);
      continue;
    }
    const last = charAt(text, at + 2);
    if (last.char.charCodeAt(0) > 0xff && last.length > 1) return err(notYet(`tr '${text}'`));
    if (last.char < first.char)
      return err(
        failed(
          1,
          `tr: range-endpoints of '${first.char}-${last.char}' are in reverse collating sequence order`,
        ),
      );
    for (let code = first.char.charCodeAt(0); code <= last.char.charCodeAt(0); code += 1)
      chars.push(String.fromCharCode(code));
    at += 1 + last.length;
  }
  return ok(chars);
}

/** A character of a set, and how long it is as typed: `\141` and `\n` are one. */
function charAt(text: string, at: number): { readonly char: string; readonly length: number } {
  const [octal, digits] = /^\\([0-7]{1,3})/.exec(text.slice(at, at + 4)) ?? [];
  if (octal !== undefined && digits !== undefined)
    return { char: String.fromCharCode(Number.parseInt(digits, 8)), length: octal.length };
  const char = text.charAt(at);
  if (char !== '\\' || at + 1 >= text.length) return { char, length: 1 };
  const next = text.charAt(at + 1);
  return { char: Object.hasOwn(ESCAPES, next) ? (ESCAPES[next] ?? next) : next, length: 2 };
}
