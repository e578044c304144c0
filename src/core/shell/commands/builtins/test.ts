/** `test` and `[`. Texts: bash 5.2 builtins/test.def. */
import { holds, TestFault } from '../../conditional';
import { failed, printed, type Command, type CommandIo, type Outcome } from '../../command';

const MISUSE = 2;

function ask(io: CommandIo, name: string, words: readonly string[]): Outcome {
  const { asked } = io.shell;
  try {
    return asked !== undefined && holds(asked, words) ? printed() : failed(1);
  } catch (error) {
    if (!(error instanceof TestFault)) throw error;
    return failed(MISUSE, `bash: ${name}: ${error.message}`);
  }
}

const EXPRESSION = '{ -z | -n | -e | -f | -d | -s } WORD';

const named: Command = {
  kind: 'test',
  summary: 'evaluate conditional expression',
  usage: [`test ${EXPRESSION}`, 'test WORD { = | != | -eq | -ne | -lt | -le | -gt | -ge } WORD'],
  run: (io, argv) => ask(io, 'test', argv.slice(1)),
};

const bracket: Command = {
  kind: '[',
  summary: 'evaluate conditional expression',
  usage: [`[ WORD ... ]`],
  forms: [`[ WORD ... ]`],
  run(io, argv) {
    if (argv.at(-1) !== ']' || argv.length === 1) return failed(MISUSE, "bash: [: missing `]'");
    return ask(io, '[', argv.slice(1, -1));
  },
};

export const test: readonly Command[] = [named, bracket];
