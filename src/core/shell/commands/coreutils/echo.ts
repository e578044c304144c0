/** `echo`, the shell's own. Source: bash 5.2 builtins/echo.def. */
import { printed, type Command } from '../../command';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', e: '\x1b' };

export const echo: Command = {
  kind: 'echo',
  summary: 'display a line of text',
  usage: ['echo [ -n ] [ -e ] [ -E ] WORD ...'],
  about: {
    '-n': 'do not append a newline',
    '-e': 'enable interpretation of the following backslash escapes',
    '-E': 'explicitly suppress interpretation of backslash escapes',
  },
  run(_, argv) {
    let at = 1;
    let unterminated = false;
    let escapes = false;
    // A word that is not all option letters is text, and so is everything behind it.
    for (; /^-[neE]+$/.test(argv[at] ?? ''); at += 1) {
      for (const letter of (argv[at] ?? '').slice(1)) {
        if (letter === 'n') unterminated = true;
        else escapes = letter === 'e';
      }
    }
    const text = argv.slice(at).join(' ');
    const shown = escapes
      ? text.replace(/\\([ntre\\])/g, (_, letter: string) => ESCAPES[letter] ?? '')
      : text;
    return { ...printed(...shown.split('\n')), unterminated };
  },
};
