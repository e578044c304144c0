/** `cat`. Texts: GNU coreutils 9.1. */
import type { Command } from '../../command';
import { readOptions } from '../../options';
import { Writing } from '../../written';
import { badOption, inputs, textOf } from './text';

export const cat: Command = {
  kind: 'cat',
  summary: 'concatenate files and print on the standard output',
  usage: ['cat [ -n ] [ FILE ... ]'],
  about: { '-n': 'number all output lines' },
  streams: () => true,
  run(io, argv) {
    const { given, words, fault } = readOptions(argv.slice(1), { letters: 'nu', long: { number: 'n' } });
    if (fault) return badOption('cat', fault);
    const writing = new Writing();
    let number = 0;
    let unterminated = false;
    // What stands behind a text without a last newline goes on in its line.
    let open = '';
    for (const input of inputs(io, words)) {
      if ('fault' in input) {
        writing.err(`cat: ${input.name}: ${input.fault}`);
        continue;
      }
      const text = textOf(open + input.text);
      ({ unterminated } = text);
      open = unterminated ? (text.lines.at(-1) ?? '') : '';
      for (const line of unterminated ? text.lines.slice(0, -1) : text.lines) {
        writing.out(given.has('n') ? numbered((number += 1), line) : line);
      }
    }
    if (unterminated) writing.out(given.has('n') ? numbered(number + 1, open) : open);
    return { ...writing.outcome(writing.has('stderr') ? 1 : 0), unterminated };
  },
};

function numbered(number: number, line: string): string {
  return `${String(number).padStart(6)}\t${line}`;
}
