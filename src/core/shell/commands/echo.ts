/** `echo`, the shell's own. */
import { printed, type Command } from '../command';

export const echo: Command = {
  kind: 'echo',
  summary: 'display a line of text',
  usage: ['echo [ -n ] WORD ...'],
  run(_, argv) {
    const unterminated = argv[1] === '-n';
    const words = argv.slice(unterminated ? 2 : 1);
    return { ...printed(words.join(' ')), unterminated };
  },
};
