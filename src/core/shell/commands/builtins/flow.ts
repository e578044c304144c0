/** `exit`, `break`, `continue`, `eval`, `source`: where the shell goes on. Texts: bash 5.2. */
import { failed, printed, type Command, type CommandIo, type Outcome } from '../../command';
import { ExpansionFault } from '../../expand';
import { withErrors } from '../../written';
import { readPath } from '../coreutils/text';

const NUMBER = /^[-+]?\d{1,18}$/;
/** Deepest nesting of loops that is left at once. */
const LOOPS_MAX = 1000;

function leave(io: CommandIo, argv: readonly string[]): Outcome {
  const [name = 'exit', word, ...more] = argv;
  let status = io.lastStatus;
  let complaint: string | null = null;
  if (word !== undefined) {
    if (!NUMBER.test(word)) {
      complaint = `bash: ${name}: ${word}: numeric argument required`;
      status = 2;
    } else if (more.length > 0) throw new ExpansionFault(`bash: ${name}: too many arguments`);
    else status = Number(BigInt.asUintN(8, BigInt(word)));
  }
  io.shell.jump?.({ kind: 'exit', status });
  const outcome = { ...printed(), exitCode: status };
  return complaint === null ? outcome : withErrors(outcome, complaint);
}

const exit: Command = {
  kind: 'exit',
  summary: 'exit the shell',
  usage: ['exit [ STATUS ]'],
  run: leave,
};
const logout: Command = {
  ...exit,
  kind: 'logout',
  summary: 'exit a login shell',
  usage: ['logout [ STATUS ]'],
};

function loopJump(kind: 'break' | 'continue', summary: string): Command {
  return {
    kind,
    summary,
    usage: [`${kind} [ LOOPS ]`],
    run(io, argv) {
      const around = io.shell.loops ?? 0;
      const [, word = '1'] = argv;
      if (around === 0)
        return { ...failed(0, `bash: ${kind}: only meaningful in a \`for', \`while', or \`until' loop`) };
      if (!NUMBER.test(word)) return failed(128, `bash: ${kind}: ${word}: numeric argument required`);
      if (Number(word) < 1) return failed(1, `bash: ${kind}: ${word}: loop count out of range`);
      io.shell.jump?.({ kind, loops: Math.min(Number(word), around, LOOPS_MAX) });
      return printed();
    },
  };
}

const evaluateText: Command = {
  kind: 'eval',
  summary: 'execute arguments as a shell command',
  usage: ['eval WORD ...'],
  run(io, argv) {
    io.shell.jump?.({ kind: 'script', text: argv.slice(1).join(' ') });
    return printed();
  },
};

const source: Command = {
  kind: 'source',
  summary: 'execute commands from a file in the current shell',
  usage: ['source FILE'],
  run(io, argv) {
    const [name = 'source', path] = argv;
    if (path === undefined)
      return failed(
        2,
        `bash: ${name}: filename argument required`,
        `${name}: usage: ${name} filename [arguments]`,
      );
    const read = readPath(io, path);
    if ('fault' in read) {
      return failed(
        1,
        `bash: ${read.fault === 'Is a directory' ? `${name}: ` : ''}${path}: ${read.fault === 'Is a directory' ? 'is a directory' : read.fault}`,
      );
    }
    io.shell.jump?.({ kind: 'script', text: read.text });
    return printed();
  },
};

export const flow: readonly Command[] = [
  exit,
  logout,
  loopJump('break', 'exit for, while, or until loops'),
  loopJump('continue', 'resume for, while, or until loops'),
  evaluateText,
  source,
  { ...source, kind: '.', usage: ['. FILE'] },
];
