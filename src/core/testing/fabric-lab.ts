/** Labs on a physical network by name, for tests: what its machines answer one another. */
import { parseLab } from '../scenario';
import { Session } from '../session';

/** A session on the fabric; `more` are further lines of `spec`, indented by two. */
export function fabricSession(fabric: string, more: readonly string[] = []): Session {
  const lab = parseLab('fabric.yaml', fabricText(fabric, more));
  if (!lab.ok) throw new Error(JSON.stringify(lab.error, null, 1));
  const session = Session.open(lab.value);
  if (!session.ok) throw new Error(JSON.stringify(session.error, null, 1));
  return session.value;
}

export function fabricText(fabric: string, more: readonly string[] = []): string {
  return [
    'apiVersion: packetwalk/v1',
    'kind: Lab',
    'metadata: { name: on-a-fabric }',
    'spec:',
    '  title: { en: Test }',
    '  summary: { en: Test. }',
    `  fabric: ${fabric}`,
    ...more,
    '',
  ].join('\n');
}

/** What a command prints. */
export function said(session: Session, netns: string, command: string): string {
  const from = session.length;
  session.input({ kind: 'exec', netns, command });
  const lines: string[] = [];
  for (let seq = from; seq < session.length; seq += 1) {
    const record = session.trace.record(seq);
    if (record.kind === 'process') lines.push(...record.detail.lines);
  }
  return lines.join('\n');
}

/** Where packets were dropped since record `from`, and why: `eni-2 NETFILTER_DROP`. */
export function dropsSince(session: Session, from: number): readonly string[] {
  const drops: string[] = [];
  for (let seq = from; seq < session.length; seq += 1) {
    const record = session.trace.record(seq);
    if (record.kind !== 'drop') continue;
    drops.push(`${session.world.netns[record.netns]?.name ?? ''} ${record.detail.reason}`);
  }
  return drops;
}

/** The same for one command. */
export function dropsOf(session: Session, netns: string, command: string): readonly string[] {
  const from = session.length;
  session.input({ kind: 'exec', netns, command });
  return dropsSince(session, from);
}
