/** Runs a command line in a netns: finds the command, feeds pipes, collects what is printed. */
import type { CommandIo, Outcome } from './command';
import { failed, printed } from './command';
import { COMMANDS } from './commands';
import type { CommandOutcome, ShellHost } from './host';
import { parse, type ParseError, type Pipeline } from './parse';

/** Exit codes of bash itself. */
const SYNTAX_ERROR = 2;
const NOT_FOUND = 127;

/**
 * Runs `text` in the netns named `netns`. Separate commands run one after the other whatever the former ones
 * answered, as in a shell without `set -e`; the exit code is the last one's. `stdin` is what the first command of each
 * pipeline may read.
 */
export function runCommand(
  host: ShellHost,
  netns: string,
  text: string,
  stdin: string | null = null,
): CommandOutcome {
  const script = parse(text);
  if (!script.ok) return failed(SYNTAX_ERROR, syntaxText(script.error));
  const stdout: string[] = [];
  const stderr: string[] = [];
  let exitCode = 0;
  let pid: number | null = null;
  for (const pipeline of script.value) {
    const outcome = runPipeline(host, netns, pipeline, stdin);
    stdout.push(...outcome.stdout);
    stderr.push(...outcome.stderr);
    exitCode = outcome.exitCode;
    pid = outcome.pid ?? pid;
  }
  return { exitCode, stdout, stderr, pid };
}

function runPipeline(host: ShellHost, netns: string, pipeline: Pipeline, input: string | null): Outcome {
  const typed = pipeline.map(({ argv }) => argv.map(quoted).join(' ')).join(' | ');
  const stderr: string[] = [];
  let outcome: Outcome = printed();
  let stdin = input;
  for (const { argv } of pipeline) {
    outcome = exec({ host, typed, stdin }, netns, argv);
    stderr.push(...outcome.stderr);
    stdin = outcome.stdout.join('\n') + (outcome.stdout.length > 0 && !outcome.unterminated ? '\n' : '');
  }
  return { ...outcome, stderr };
}

type Surroundings = Pick<CommandIo, 'host' | 'typed' | 'stdin'>;

function exec(around: Surroundings, netns: string, argv: readonly string[]): Outcome {
  const name = argv[0] ?? '';
  const command = COMMANDS.get(name.replace(/^\/(usr\/)?s?bin\//, ''));
  if (!command) return failed(NOT_FOUND, `bash: ${name}: command not found`);
  const io: CommandIo = { ...around, netns, exec: (inner, words) => exec(around, inner, words) };
  return command.run(io, argv);
}

/** A word as one would have to type it. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./^~*?[\]{}!-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function syntaxText(error: ParseError): string {
  switch (error.code) {
    case 'open-quote':
      return `bash: unexpected EOF while looking for matching \`${error.what}'`;
    case 'empty-command':
      return `bash: syntax error near unexpected token \`${error.what}'`;
    case 'unsupported':
      return `packetwalk: '${error.what}' is not in this shell: plain commands, quotes, comments, ; and | only`;
  }
}
