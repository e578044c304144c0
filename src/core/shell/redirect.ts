/** Where a command's outputs go, and what it reads. */
import { failed, type Outcome } from './command';
import { expandWhole, type Surroundings } from './expand';
import { fileText } from './files';
import { openFault, writeText, type WriteFault } from './files.write';
import type { WrittenLine } from './host';
import type { Sink } from './job.types';
import { isRealFile, NOT_HERE } from './real-files';
import type { Shell } from './shell.types';
import { BOTH_OUTPUTS, type Redirect } from './syntax';
import { outcomeOf, textsOf, withErrors, writtenBy } from './written';

export interface Redirects {
  readonly stdin: string | null;
  readonly stdout: Sink | null;
  readonly stderr: Sink | null;
  /** `2>&1` and `1>&2`: one output goes where the other one goes. */
  readonly merged: 'stderr-to-stdout' | 'stdout-to-stderr' | null;
}

/** Opens what a command is redirected to, from left to right; a refusal is an outcome, and the command does not run. */
export function redirectsOf(
  shell: Shell,
  around: Surroundings,
  given: readonly Redirect[],
): Redirects | Outcome {
  let stdin: string | null = null;
  let stdout: Sink | null = null;
  let stderr: Sink | null = null;
  let merged: Redirects['merged'] = null;
  for (const { text, fd, target } of given) {
    const word = expandWhole(around, target);
    if (text === '<<' || text === '<<<') {
      stdin = text === '<<' ? word : `${word}\n`;
      continue;
    }
    const path = word.startsWith('/') ? word : `${around.cwd}/${word}`;
    const refused = (why: string): Outcome => failed(1, `bash: ${word}: ${why}`);
    if (text === '>&') {
      if (word !== '1' && word !== '2') return failed(1, `bash: ${word}: Bad file descriptor`);
      if (fd === 2 && word === '1') {
        if (stdout === null) merged = 'stderr-to-stdout';
        else stderr = stdout;
      }
      if (fd === 1 && word === '2') merged = 'stdout-to-stderr';
      continue;
    }
    if (text === '<') {
      const content = path === '/dev/null' ? '' : fileText(shell.host.world, around.ns, path);
      if (content === null)
        return refused(isRealFile(around.ns, path) ? NOT_HERE : 'No such file or directory');
      stdin = content;
      continue;
    }
    const fault = openFault(shell.host, shell.netns, path);
    if (fault !== null) return refused(fault.text);
    const sink = { path, append: text === '>>' };
    if (fd === 1 || fd === BOTH_OUTPUTS) stdout = sink;
    if (fd === 2 || fd === BOTH_OUTPUTS) stderr = sink;
  }
  return { stdin, stdout, stderr, merged };
}

/** What a pipe carries: lines, each with its newline. */
export function textOf({ stdout, unterminated }: Pick<Outcome, 'stdout' | 'unterminated'>): string {
  return stdout.join('\n') + (stdout.length > 0 && unterminated !== true ? '\n' : '');
}

/** What is left to be seen of an outcome once its outputs went where they were sent. */
export function redirected(
  { host, netns }: Shell,
  outcome: Outcome,
  { stdout, stderr, merged }: Redirects,
  name: string,
  typed: string,
): Outcome {
  let written = writtenBy(outcome);
  if (merged === 'stderr-to-stdout') written = written.map(({ text }) => ({ to: 'stdout', text }));
  if (merged === 'stdout-to-stderr') written = written.map(({ text }) => ({ to: 'stderr', text }));
  const same = stdout !== null && stderr !== null && stdout.path === stderr.path;
  const write = ({ path, append }: Sink, to?: WrittenLine['to']): WriteFault | null => {
    const lines = textsOf(written, to);
    const unterminated = to !== 'stderr' && outcome.unterminated === true;
    return writeText(host, netns, path, textOf({ stdout: lines, unterminated }), { append, typed });
  };
  const answer = stdout === null ? null : write(stdout, same ? undefined : 'stdout');
  if (stderr !== null && !same) write(stderr, 'stderr');
  const seen = written.filter(({ to }) => (to === 'stdout' ? stdout : stderr) === null);
  const { exitCode, pid, unterminated } = outcome;
  const left = { ...outcomeOf(seen, exitCode, pid), ...(unterminated === true && { unterminated }) };
  if (answer === null) return left;
  const fault = `${name === 'echo' ? 'bash: echo' : name}: write error: ${answer.text}`;
  return withErrors({ ...left, exitCode: 1 }, fault);
}
