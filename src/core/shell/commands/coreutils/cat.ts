/** `cat`. Texts: GNU coreutils 9.1. */
import type { Command } from '../../command';
import { readOptions } from '../../options';
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
    const stderr: string[] = [];
    let all = '';
    for (const input of inputs(io, words)) {
      if ('fault' in input) stderr.push(`cat: ${input.name}: ${input.fault}`);
      else all += input.text;
    }
    const { lines, unterminated } = textOf(all);
    const stdout = given.has('n') ? lines.map((line, i) => `${String(i + 1).padStart(6)}\t${line}`) : lines;
    return { exitCode: stderr.length > 0 ? 1 : 0, stdout, stderr, pid: null, unterminated };
  },
};
