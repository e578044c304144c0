/** Does what was asked for, one after the other, once it is clear that the lab has all of it. */
import { err, ok, type Result } from '../../core/base/result';
import type { Session } from '../../core/session';
import type { RunReport } from '../../core/session.types';
import { usageError, type Asked, type UsageError } from './options';

export interface Played {
  readonly outcome: RunReport['outcome'];
  /** Inputs that did not come to rest. */
  readonly bounded: readonly { readonly index: number; readonly events: number }[];
}

/** Nothing asked for: the lab's first send, as the page does when it opens. */
export function play(session: Session, asked: readonly Asked[]): Result<Played, UsageError> {
  const { sends, id } = session.info;
  const [first] = sends;
  if (asked.length === 0 && first === undefined) return err(usageError('cli.usage.noSends', { lab: id }));
  const wanted: readonly Asked[] =
    asked.length > 0 || first === undefined ? asked : [{ kind: 'send', name: first.name }];
  const bounded: { index: number; events: number }[] = [];
  for (const [index, input] of wanted.entries()) {
    const wrong = misfit(session, input);
    if (wrong !== null) return err(wrong);
    const { outcome, events } = session.input(input);
    if (outcome === 'bounded') bounded.push({ index, events });
  }
  return ok({ outcome: bounded.length > 0 ? 'bounded' : 'quiet', bounded });
}

/** A send or netns that is not there. Commands before it may have made or removed a netns. */
function misfit({ info, world }: Session, input: Asked): UsageError | null {
  const lab = info.id;
  if (input.kind === 'send') {
    const names = info.sends.map(({ name }) => name);
    if (names.includes(input.name)) return null;
    return usageError('cli.usage.send', { lab, send: input.name }, input.name, names);
  }
  if (input.kind === 'wait') return null;
  const names = world.netns.flatMap((ns) => (ns === undefined ? [] : [ns.name]));
  if (names.includes(input.netns)) return null;
  return usageError('cli.usage.netns', { lab, netns: input.netns }, input.netns, names);
}
