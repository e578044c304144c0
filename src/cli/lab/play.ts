/** Does what was asked for, one after the other, once it is clear that the lab has all of it. */
import path from 'node:path';
import { err, ok, type Result } from '../../core/base/result';
import type { Input } from '../../core/model/input';
import type { Session } from '../../core/session';
import type { RunReport } from '../../core/session.types';
import { readInput } from './find';
import { usageError, type Asked, type UsageError } from './options';

/** An input that did not come to rest. */
export interface BoundedInput {
  readonly index: number;
  readonly events: number;
  readonly circle: RunReport['circle'];
}

export interface Played {
  readonly outcome: RunReport['outcome'];
  /** Inputs that did not come to rest. */
  readonly bounded: readonly BoundedInput[];
}

/** Nothing asked for: the lab's first send, as the page does when it opens. */
export function play(session: Session, asked: readonly Asked[], cwd: string): Result<Played, UsageError> {
  const { sends, id } = session.info;
  const [first] = sends;
  if (asked.length === 0 && first === undefined) return err(usageError('cli.usage.noSends', { lab: id }));
  const wanted: readonly Asked[] =
    asked.length > 0 || first === undefined
      ? asked
      : [{ input: { kind: 'send', name: first.name }, stdinFile: null }];
  const bounded: BoundedInput[] = [];
  for (const [index, { input, stdinFile }] of wanted.entries()) {
    const wrong = misfit(session, input);
    if (wrong !== null) return err(wrong);
    const stdin = stdinFile === null ? ok(null) : readInput(path.resolve(cwd, stdinFile), stdinFile);
    if (!stdin.ok) return stdin;
    const { outcome, events, circle } = session.input(withStdin(input, stdin.value));
    if (outcome === 'bounded') bounded.push({ index, events, circle });
  }
  return ok({ outcome: bounded.length > 0 ? 'bounded' : 'quiet', bounded });
}

/** What a command reads. */
function withStdin(input: Input, stdin: string | null): Input {
  return input.kind === 'exec' && stdin !== null ? { ...input, stdin } : input;
}

/** A send or netns that is not there. Commands before it may have made or removed a netns. */
function misfit({ info, world }: Session, input: Input): UsageError | null {
  const lab = info.id;
  if (input.kind === 'send') {
    const names = info.sends.map(({ name }) => name);
    if (names.includes(input.name)) return null;
    return usageError('cli.usage.send', { lab, send: input.name }, input.name, names);
  }
  if (input.kind !== 'exec') return null;
  const names = world.netns.flatMap((ns) => (ns === undefined ? [] : [ns.name]));
  if (names.includes(input.netns)) return null;
  return usageError('cli.usage.netns', { lab, netns: input.netns }, input.netns, names);
}
