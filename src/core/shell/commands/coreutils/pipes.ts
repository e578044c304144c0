/** `tee` and `xargs`: what a pipe carries, into files or onto command lines. Texts: GNU coreutils 9.1, findutils 4.9. */
import { failed, notYet, printed, type Command } from '../../command';
import { openFault, writeText } from '../../files.write';
import { readOptions } from '../../options';
import { Writing } from '../../written';
import { badOption, pathOf, textOf } from './text';

const tee: Command = {
  kind: 'tee',
  summary: 'read from standard input and write to standard output and files',
  usage: ['tee [ -a ] [ FILE ... ]'],
  about: { '-a': 'append to the given FILEs, do not overwrite' },
  run(io, argv) {
    const { given, words, fault } = readOptions(argv.slice(1), { letters: 'ai', long: { append: 'a' } });
    if (fault !== null) return badOption('tee', fault);
    const text = io.stdin ?? '';
    const writing = new Writing();
    for (const name of words) {
      const path = pathOf(io, name);
      const said =
        openFault(io.host, io.netns, path) ??
        writeText(io.host, io.netns, path, text, { append: given.has('a'), typed: io.typed });
      if (said !== null) writing.err(`tee: ${name}: ${said.text}`);
    }
    const { lines, unterminated } = textOf(text);
    writing.out(...lines);
    const outcome = writing.outcome(writing.has('stderr') ? 1 : 0);
    return unterminated ? { ...outcome, unterminated } : outcome;
  },
};

/** Command lines that one call may make. */
const COMMANDS_MAX = 1000;

const xargs: Command = {
  kind: 'xargs',
  summary: 'build and execute command lines from standard input',
  usage: ['xargs [ -n COUNT ] [ -I WORD ] [ -r ] [ COMMAND ... ]'],
  about: {
    '-n': 'use at most COUNT arguments per command line',
    '-I': 'replace WORD in COMMAND with a line of the input',
    '-r': 'if there are no arguments, then do not run COMMAND',
  },
  run(io, argv) {
    const table = {
      letters: 'n:I:rtL:P:d:0',
      long: { 'max-args': 'n', 'no-run-if-empty': 'r' },
      wordsEnd: true,
    };
    const { given, words, fault } = readOptions(argv.slice(1), table);
    if (fault !== null) return badOption('xargs', fault);
    for (const letter of 'tLPd0') if (given.has(letter)) return notYet(`xargs -${letter}`);
    const command = words.length === 0 ? ['echo'] : words;
    const count = Number(given.get('n') ?? Infinity);
    if (!(count >= 1)) return failed(1, `xargs: invalid number "${given.get('n') ?? ''}" for -n option`);
    const text = io.stdin ?? '';
    const sign = given.get('I');
    const calls =
      sign === undefined
        ? parted(wordsOf(text), count, given.has('r')).map((some) => [...command, ...some])
        : textOf(text)
            .lines.filter((line) => line.trim() !== '')
            .map((line) => command.map((word) => word.replaceAll(sign, line.trimStart())));
    if (calls.length > COMMANDS_MAX) return notYet(`xargs with more than ${String(COMMANDS_MAX)} commands`);
    const [only, ...more] = calls;
    if (only === undefined) return printed();
    if (more.length === 0) return io.exec(io.netns, only);
    return io.script(calls.map((words) => words.map(quoted).join(' ')).join('\n'));
  },
};

/** Words at blanks and newlines; quotes keep them together. */
function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:"[^"\n]*"|'[^'\n]*'|\\.|[^\s"'\\])+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'|\\(.)/g, (_, a?: string, b?: string, c?: string) => a ?? b ?? c ?? ''),
  );
}

function parted(words: readonly string[], count: number, notEmpty: boolean): readonly (readonly string[])[] {
  if (words.length === 0) return notEmpty ? [] : [[]];
  if (count === Infinity) return [words];
  const parts: string[][] = [];
  for (let at = 0; at < words.length; at += count) parts.push(words.slice(at, at + count));
  return parts;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

export const pipes: readonly Command[] = [tee, xargs];
