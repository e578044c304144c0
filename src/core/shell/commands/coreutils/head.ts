/** `head` and `tail`. Texts: GNU coreutils 9.1. */
import { failed, type Command, type CommandIo, type Outcome } from '../../command';
import { readOptions } from '../../options';
import { Writing } from '../../written';
import { badOption, inputs, textOf, type Text } from './text';

const LINES_DEFAULT = 10;

export const head: Command = {
  kind: 'head',
  summary: 'output the first part of files',
  usage: ['head [ -n LINES ] [ -q ] [ -v ] [ FILE ... ]'],
  about: {
    '-n': 'print the first NUM lines instead of the first 10',
    '-q': 'never print headers giving file names',
    '-v': 'always print headers giving file names',
  },
  streams: () => true,
  hasEnough(words, lines) {
    const { given } = readOptions(
      words.flatMap((word) => (/^-\d+$/.test(word) ? ['-n', word.slice(1)] : [word])),
      { letters: 'n:qv', long: { lines: 'n' } },
    );
    return lines >= Number(given.get('n') ?? LINES_DEFAULT);
  },
  run: (io, argv) => part(io, argv, 'head'),
};

export const tail: Command = {
  kind: 'tail',
  summary: 'output the last part of files',
  usage: ['tail [ -n LINES ] [ -q ] [ -v ] [ FILE ... ]'],
  about: {
    '-n': 'output the last NUM lines, instead of the last 10',
    '-q': 'never output headers giving file names',
    '-v': 'always output headers giving file names',
  },
  run: (io, argv) => part(io, argv, 'tail'),
};

function part(io: CommandIo, argv: readonly string[], tool: 'head' | 'tail'): Outcome {
  // `-5` is short for `-n 5`.
  const [, first = '', ...rest] = argv;
  const words = /^-\d+$/.test(first) ? ['-n', first.slice(1), ...rest] : argv.slice(1);
  const { given, words: names, fault } = readOptions(words, { letters: 'n:qv', long: { lines: 'n' } });
  if (fault) return badOption(tool, fault);
  const asked = given.get('n') ?? String(LINES_DEFAULT);
  const [, sign = '', digits = ''] = /^([+-]?)(\d{1,15})$/.exec(asked) ?? [];
  if (digits === '') return failed(1, `${tool}: invalid number of lines: '${asked}'`);
  const take = tool === 'head' ? firstOf(sign, Number(digits)) : lastOf(sign, Number(digits));
  const headers = given.has('v') || (names.length > 1 && !given.has('q'));
  const writing = new Writing();
  let unterminated = false;
  for (const input of inputs(io, names)) {
    if ('fault' in input) {
      const what = input.fault === 'Is a directory' ? 'error reading' : 'cannot open';
      writing.err(
        input.fault === 'Is a directory'
          ? `${tool}: ${what} '${input.name}': ${input.fault}`
          : `${tool}: ${what} '${input.name}' for reading: ${input.fault}`,
      );
      continue;
    }
    const taken = take(textOf(input.text));
    if (headers) {
      const name = input.name === '-' ? 'standard input' : input.name;
      writing.out(...(writing.has('stdout') ? [''] : []), `==> ${name} <==`);
    }
    writing.out(...taken.lines);
    ({ unterminated } = taken);
  }
  return { ...writing.outcome(writing.has('stderr') ? 1 : 0), unterminated };
}

/** `-n N` the first N, `-n -N` all but the last N. */
function firstOf(sign: string, count: number): (text: Text) => Text {
  return ({ lines, unterminated }) => {
    const taken = sign === '-' ? lines.slice(0, Math.max(0, lines.length - count)) : lines.slice(0, count);
    return { lines: taken, unterminated: unterminated && taken.length === lines.length };
  };
}

/** `-n N` the last N, `-n +N` from the Nth on. */
function lastOf(sign: string, count: number): (text: Text) => Text {
  return ({ lines, unterminated }) => {
    const taken =
      sign === '+' ? lines.slice(Math.max(0, count - 1)) : lines.slice(Math.max(0, lines.length - count));
    return { lines: taken, unterminated: unterminated && taken.length > 0 };
  };
}
