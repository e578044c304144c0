/** `wc`. Texts and widths: GNU coreutils 9.1. */
import { utf8Encode } from '../../../base/bytes';
import type { Command } from '../../command';
import { readOptions } from '../../options';
import { Writing } from '../../written';
import { badOption, inputs } from './text';

export const wc: Command = {
  kind: 'wc',
  summary: 'print newline, word, and byte counts for each file',
  usage: ['wc [ -l ] [ -w ] [ -c ] [ FILE ... ]'],
  about: { '-l': 'print the newline counts', '-w': 'print the word counts', '-c': 'print the byte counts' },
  run(io, argv) {
    const long = { lines: 'l', words: 'w', bytes: 'c', chars: 'm' };
    const { given, words, fault } = readOptions(argv.slice(1), { letters: 'lwcm', long });
    if (fault) return badOption('wc', fault);
    const wanted = ['l', 'w', 'c'].filter((letter) =>
      given.has(letter === 'c' && given.has('m') ? 'm' : letter),
    );
    const shown = wanted.length === 0 ? ['l', 'w', 'c'] : wanted;
    const faults: (readonly [before: number, text: string])[] = [];
    const rows: { name: string; counts: readonly number[] }[] = [];
    const total = [0, 0, 0];
    for (const input of inputs(io, words)) {
      if ('fault' in input) {
        faults.push([rows.length, `wc: ${input.name}: ${input.fault}`]);
        continue;
      }
      const { text } = input;
      const bytes = given.has('m') ? Array.from(text).length : utf8Encode(text).length;
      const counts = [
        text.split('\n').length - 1,
        text.split(/\s+/).filter((word) => word !== '').length,
        bytes,
      ];
      counts.forEach((count, i) => (total[i] = (total[i] ?? 0) + count));
      rows.push({ name: words.length === 0 ? '' : input.name, counts });
    }
    if (words.length > 1) rows.push({ name: 'total', counts: total });
    // A pipe's length is not known beforehand, so the columns are wide; one column alone never is.
    const size = Math.max(1, String(total[2]).length);
    const width = words.length === 0 || words.includes('-') ? 7 : size;
    const writing = new Writing();
    rows.forEach(({ name, counts }, row) => {
      writing.err(...faults.flatMap(([before, text]) => (before === row ? text : [])));
      const numbers = ['l', 'w', 'c'].flatMap((letter, i) =>
        shown.includes(letter) ? [counts[i] ?? 0] : [],
      );
      const alone = shown.length === 1 && rows.length === 1;
      const text = numbers
        .map((number) => (alone ? String(number) : String(number).padStart(width)))
        .join(' ');
      writing.out(name === '' ? text : `${text} ${name}`);
    });
    writing.err(...faults.flatMap(([before, text]) => (before === rows.length ? text : [])));
    return writing.outcome(faults.length > 0 ? 1 : 0);
  },
};
