/** Answers of `ip -j route get`, as the referee asks for them. */
import { runCommand, type ShellHost } from '../../core/shell';
import type { JsonObject } from './json';

/** Answers a query of a spec, in the shape of the state files. */
export function routeGet(shell: ShellHost, netns: string, args: string): JsonObject {
  const { exitCode, stdout, stderr } = runCommand(shell, netns, `ip -j route get ${args}`);
  if (exitCode !== 0) return { args, rc: exitCode, answer: stderr.join('\n').trim() };
  const answers = JSON.parse(stdout.join('\n')) as readonly JsonObject[];
  return { args, rc: 0, answer: answers[0] ?? {} };
}
