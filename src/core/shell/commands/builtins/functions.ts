/** `return`, `local`, `alias`, `unalias`. Texts: bash 5.2. */
import { VARIABLE_NAME } from '../../syntax';
import { failed, printed, type Command } from '../../command';
import { aliasesOf, aliasKey } from '../../functions';
import { Writing } from '../../written';

const NUMBER = /^[-+]?\d{1,18}$/;

const giveBack: Command = {
  kind: 'return',
  summary: 'return from a shell function',
  usage: ['return [ STATUS ]'],
  run(io, argv) {
    const [, word] = argv;
    if ((io.shell.calls ?? 0) === 0)
      return failed(1, "bash: return: can only `return' from a function or sourced script");
    if (word !== undefined && !NUMBER.test(word)) {
      io.shell.jump?.({ kind: 'return', status: 2 });
      return failed(2, `bash: return: ${word}: numeric argument required`);
    }
    const status = word === undefined ? io.lastStatus : Number(BigInt.asUintN(8, BigInt(word)));
    io.shell.jump?.({ kind: 'return', status });
    return { ...printed(), exitCode: status };
  },
};

const local: Command = {
  kind: 'local',
  summary: 'define local variables',
  usage: ['local NAME[=VALUE] ...'],
  run(io, argv) {
    if ((io.shell.calls ?? 0) === 0) return failed(1, 'bash: local: can only be used in a function');
    const writing = new Writing();
    for (const word of argv.slice(1)) {
      const equals = word.indexOf('=');
      const name = equals < 0 ? word : word.slice(0, equals);
      if (!VARIABLE_NAME.test(name)) writing.err(`bash: local: \`${word}': not a valid identifier`);
      else io.shell.local?.(name, equals < 0 ? null : word.slice(equals + 1));
    }
    return writing.outcome(writing.has('stderr') ? 1 : 0);
  },
};

function shown(name: string, value: string): string {
  return `alias ${name}='${value.replaceAll("'", `'\\''`)}'`;
}

const alias: Command = {
  kind: 'alias',
  summary: 'define or display aliases',
  usage: ['alias [ NAME[=VALUE] ... ]'],
  run(io, argv) {
    const words = argv.slice(1).filter((word) => word !== '-p');
    const aliases = aliasesOf(io.vars);
    const names = Object.keys(aliases).sort();
    if (words.length === 0) return printed(...names.map((name) => shown(name, aliases[name] ?? '')));
    const writing = new Writing();
    for (const word of words) {
      const equals = word.indexOf('=');
      const name = equals < 0 ? word : word.slice(0, equals);
      if (equals < 0) {
        if (Object.hasOwn(aliases, name)) writing.out(shown(name, aliases[name] ?? ''));
        else writing.err(`bash: alias: ${name}: not found`);
      } else if (name === '' || /[\s/$`"'()<>;&|\\]/.test(name))
        writing.err(`bash: alias: \`${name}': invalid alias name`);
      else io.setVars({ [aliasKey(name)]: word.slice(equals + 1) });
    }
    return writing.outcome(writing.has('stderr') ? 1 : 0);
  },
};

const unalias: Command = {
  kind: 'unalias',
  summary: 'remove alias definitions',
  usage: ['unalias { -a | NAME ... }'],
  run(io, argv) {
    const words = argv.slice(1);
    const aliases = aliasesOf(io.vars);
    if (words.length === 0) return failed(2, 'unalias: usage: unalias [-a] name [name ...]');
    if (words[0] === '-a') {
      io.shell.unset?.(Object.keys(aliases).map(aliasKey));
      return printed();
    }
    const missing = words.filter((name) => !Object.hasOwn(aliases, name));
    io.shell.unset?.(words.map(aliasKey));
    return failed(missing.length > 0 ? 1 : 0, ...missing.map((name) => `bash: unalias: ${name}: not found`));
  },
};

export const functions: readonly Command[] = [giveBack, local, alias, unalias];
