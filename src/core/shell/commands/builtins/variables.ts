/** `set`, `unset`, `shift`, `let`: variables and positional parameters. Texts: bash 5.2. */
import { VARIABLE_NAME } from '../../syntax';
import { ArithmeticFault, evaluate } from '../../arithmetic';
import { failed, notYet, printed, type Command } from '../../command';
import { functionKey } from '../../functions';

const unset: Command = {
  kind: 'unset',
  summary: 'unset values and attributes of shell variables',
  usage: ['unset [ -v | -f ] NAME ...'],
  run(io, argv) {
    const given = argv.slice(1);
    if (given[0] === '-f') {
      io.shell.unset?.(given.slice(1).map(functionKey));
      return printed();
    }
    const words = given.filter((word) => word !== '-v');
    const bad = words.find((word) => !VARIABLE_NAME.test(word));
    if (bad?.startsWith('-') === true) return notYet(argv.join(' '));
    // Where there is no such variable, a function is meant.
    const isVariable = given.includes('-v') ? () => true : (name: string) => Object.hasOwn(io.vars, name);
    io.shell.unset?.(words.map((name) => (isVariable(name) ? name : functionKey(name))));
    return printed();
  },
};

/** A value as one would have to type it. */
function quoted(value: string): string {
  return /^[\w@%+=:,./-]*$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

const set: Command = {
  kind: 'set',
  summary: 'set positional parameters, or display variables',
  usage: ['set', 'set -- WORD ...'],
  run(io, argv) {
    const words = argv.slice(1);
    const [first] = words;
    if (first === undefined) {
      const names = Object.keys(io.vars).filter((name) => VARIABLE_NAME.test(name));
      return printed(...names.sort().map((name) => `${name}=${quoted(io.vars[name] ?? '')}`));
    }
    if (first !== '--' && /^[-+]/.test(first)) return notYet(argv.join(' '));
    io.shell.setPositional?.(first === '--' ? words.slice(1) : words);
    return printed();
  },
};

const shift: Command = {
  kind: 'shift',
  summary: 'shift positional parameters',
  usage: ['shift [ COUNT ]'],
  run(io, argv) {
    const [, word = '1'] = argv;
    const { positional = [] } = io.shell;
    if (!/^\d{1,9}$/.test(word)) return failed(1, `bash: shift: ${word}: numeric argument required`);
    if (Number(word) > positional.length) return failed(1);
    io.shell.setPositional?.(positional.slice(Number(word)));
    return printed();
  },
};

const letExpression: Command = {
  kind: 'let',
  summary: 'evaluate arithmetic expressions',
  usage: ['let EXPRESSION ...'],
  run(io, argv) {
    const { asked } = io.shell;
    const words = argv.slice(1);
    if (words.length === 0) return failed(1, 'bash: let: expression expected');
    if (asked === undefined) return failed(1);
    try {
      const values = words.map((word) => evaluate(word, asked.variables));
      return values.at(-1) === 0n ? failed(1) : printed();
    } catch (error) {
      if (!(error instanceof ArithmeticFault)) throw error;
      return failed(1, error.message.replace(/^bash: /, 'bash: let: '));
    }
  },
};

export const variables: readonly Command[] = [letExpression, set, shift, unset];
