/** What tcpdump prints at each interface, under the command that would print it. */
import { err, ok, type Result } from '../../core/base/result';
import type { Session } from '../../core/session';
import { captures, tcpdumpLine, type TcpConversations, type TcpdumpOptions } from '../../core/views/tcpdump';
import { usageError, type UsageError } from './options';
import type { Paint } from './paint';

export interface CaptureOptions extends TcpdumpOptions {
  /** Last record told. */
  readonly until: number;
  readonly setup: boolean;
  /** `node-1/eth0`; null for all. */
  readonly on: string | null;
}

/** The lines; a usage error when the lab has no such interface. */
export function captureLines(
  session: Session,
  paint: Paint,
  options: CaptureOptions,
): Result<Iterable<string>, UsageError> {
  const { on } = options;
  const names = interfaces(session);
  if (on !== null && !names.includes(on)) {
    return err(usageError('cli.usage.on', { name: on, lab: session.info.id }, on, names));
  }
  return ok(lines(session, paint, options));
}

/** `node-1/eth0` of all that are there. */
export function interfaces({ world }: Session): string[] {
  return world.netns.flatMap((ns) =>
    (ns?.links ?? []).flatMap((link) =>
      ns === undefined || link === undefined ? [] : [`${ns.name}/${link.name}`],
    ),
  );
}

function* lines(session: Session, paint: Paint, options: CaptureOptions): Generator<string> {
  const from = options.setup ? 0 : session.query('timeline', {}).start;
  const flags = `-n${options.ether ? 'e' : ''}${options.verbose ? 'v' : ''}`;
  let first = true;
  for (const { netns, dev, frames } of captures(session, from, options.until)) {
    if (frames.length === 0 || (options.on !== null && options.on !== `${netns}/${dev}`)) continue;
    if (!first) yield '';
    first = false;
    yield paint.strong(`${netns}# tcpdump ${flags} -i ${dev}`);
    const conversations: TcpConversations = new Map();
    for (const frame of frames) yield tcpdumpLine(frame, options, conversations);
  }
}
