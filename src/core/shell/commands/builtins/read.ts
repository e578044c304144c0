/** `read`: a line of what the shell reads, parted into variables. Source: bash 5.2 builtins/read.def. */
import { VARIABLE_NAME } from '../../syntax';
import { failed, notYet, printed, type Command } from '../../command';
import { readOptions } from '../../options';

export const read: Command = {
  kind: 'read',
  summary: 'read a line from the standard input and split it into fields',
  usage: ['read [ -r ] [ -p PROMPT ] [ NAME ... ]'],
  about: {
    '-r': 'do not allow backslashes to escape any characters',
    '-p': 'output the string PROMPT before',
  },
  run(io, argv) {
    const { given, words, fault } = readOptions(argv.slice(1), {
      letters: 'a:d:ei:n:N:p:rst:u:',
      wordsEnd: true,
    });
    if (fault !== null) {
      return failed(
        2,
        `bash: read: -${fault.option}: invalid option`,
        'read: usage: read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]',
      );
    }
    const later = [...given.keys()].find((letter) => !'rpst'.includes(letter));
    if (later !== undefined) return notYet(`read -${later}`);
    const bad = words.find((name) => !VARIABLE_NAME.test(name));
    if (bad !== undefined) return failed(1, `bash: read: \`${bad}': not a valid identifier`);
    const line = io.shell.readLine?.() ?? null;
    const names = words.length > 0 ? words : ['REPLY'];
    const text = given.has('r') ? (line ?? '') : (line ?? '').replace(/\\(.)/g, '$1');
    const separators = io.vars['IFS'] ?? ' \t\n';
    const values = words.length === 0 ? [text] : fields(text, names.length, separators);
    io.setVars(Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])));
    return line === null ? failed(1) : printed();
  },
};

/** The last field holds all that is left. */
function fields(text: string, count: number, separators: string): readonly string[] {
  const blank = Array.from(separators).filter((char) => ' \t\n'.includes(char));
  const isBlank = (char: string): boolean => char !== '' && blank.includes(char);
  const isSeparator = (char: string): boolean => char !== '' && separators.includes(char);
  const found: string[] = [];
  let at = 0;
  const skipBlanks = (): void => {
    while (isBlank(text.charAt(at))) at += 1;
  };
  skipBlanks();
  while (found.length < count - 1 && at < text.length) {
    const from = at;
    while (at < text.length && !isSeparator(text.charAt(at))) at += 1;
    found.push(text.slice(from, at));
    skipBlanks();
    if (isSeparator(text.charAt(at))) at += 1;
    skipBlanks();
  }
  let end = text.length;
  while (end > at && isBlank(text.charAt(end - 1))) end -= 1;
  found.push(text.slice(at, end));
  return found;
}
