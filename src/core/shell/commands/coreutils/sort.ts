/** `sort` and `uniq`. Texts: GNU coreutils 9.1, in the C locale. */
import { failed, type Command } from '../../command';
import { readOptions } from '../../options';
import { badOption, inputs, textOf } from './text';

export const sort: Command = {
  kind: 'sort',
  summary: 'sort lines of text files',
  usage: ['sort [ -n ] [ -r ] [ -u ] [ -k COLUMN ] [ -t CHAR ] [ FILE ... ]'],
  about: {
    '-n': 'compare according to string numerical value',
    '-r': 'reverse the result of comparisons',
    '-u': 'output only the first of an equal run',
    '-k': 'sort via a key; KEYDEF gives location and type',
    '-t': 'use SEP instead of non-blank to blank transition',
  },
  run(io, argv) {
    const { given, words, fault } = readOptions(argv.slice(1), { letters: 'nruk:t:' });
    if (fault) return badOption('sort', fault, 2);
    const key = /^(\d+)(?:,(\d+))?(n?)(r?)$/.exec(given.get('k') ?? '1');
    if (key === null)
      return failed(
        2,
        `sort: invalid number at field start: invalid count at start of '${given.get('k') ?? ''}'`,
      );
    const lines: string[] = [];
    for (const input of inputs(io, words)) {
      if ('fault' in input) {
        const what = input.fault === 'Is a directory' ? 'read failed' : 'cannot read';
        return failed(2, `sort: ${what}: ${input.name}: ${input.fault}`);
      }
      lines.push(...textOf(input.text).lines);
    }
    const separator = given.get('t');
    const from = Number(key[1]) - 1;
    const to = key[2] === undefined ? Infinity : Number(key[2]);
    const keyOf = (line: string): string => {
      if (!given.has('k')) return line;
      // Blanks in front of a field belong to it.
      const fields = separator === undefined ? (line.match(/\s*\S+/g) ?? []) : line.split(separator);
      return fields.slice(from, to).join(separator ?? '');
    };
    const numeric = given.has('n') || key[3] === 'n';
    const numberOf = (text: string): number => Number(/^\s*(-?\d*\.?\d*)/.exec(text)?.[1] ?? 0) || 0;
    const byKey = (a: string, b: string): number =>
      numeric ? numberOf(keyOf(a)) - numberOf(keyOf(b)) : order(keyOf(a), keyOf(b));
    const sign = given.has('r') || key[4] === 'r' ? -1 : 1;
    const sorted = [...lines].sort((a, b) => sign * byKey(a, b) || (given.has('u') ? 0 : sign * order(a, b)));
    const stdout = given.has('u')
      ? sorted.filter((line, i) => i === 0 || byKey(sorted[i - 1] ?? '', line) !== 0)
      : sorted;
    return { exitCode: 0, stdout, stderr: [], pid: null };
  },
};

/** By bytes, as `LC_ALL=C` has it. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export const uniq: Command = {
  kind: 'uniq',
  summary: 'report or omit repeated lines',
  usage: ['uniq [ -c ] [ -d ] [ -u ] [ -i ] [ FILE ]'],
  about: {
    '-c': 'prefix lines by the number of occurrences',
    '-d': 'only print duplicate lines, one for each group',
    '-u': 'only print unique lines',
    '-i': 'ignore differences in case when comparing',
  },
  run(io, argv) {
    const { given, words, fault } = readOptions(argv.slice(1), { letters: 'cdui' });
    if (fault) return badOption('uniq', fault);
    const [input] = inputs(io, words.slice(0, 1));
    if (input === undefined || 'fault' in input) {
      return failed(
        1,
        `uniq: ${input?.name ?? ''}: ${input !== undefined && 'fault' in input ? input.fault : ''}`,
      );
    }
    const groups: { line: string; count: number }[] = [];
    const same = (a: string, b: string): boolean =>
      given.has('i') ? a.toLowerCase() === b.toLowerCase() : a === b;
    for (const line of textOf(input.text).lines) {
      const last = groups[groups.length - 1];
      if (last !== undefined && same(last.line, line)) last.count += 1;
      else groups.push({ line, count: 1 });
    }
    const shown = groups.filter(
      ({ count }) => !(given.has('d') && count === 1) && !(given.has('u') && count > 1),
    );
    const stdout = shown.map(({ line, count }) =>
      given.has('c') ? `${String(count).padStart(7)} ${line}` : line,
    );
    return { exitCode: 0, stdout, stderr: [], pid: null };
  },
};
