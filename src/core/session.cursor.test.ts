import { beforeAll, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import type { Session } from './session';
import { openLab } from './testing/open-lab';

const LAB = readFileSync('src/core/testing/labs/same-node.yaml', 'utf8');
const PING = ['pod-a', 'ping -c 2 10.244.1.3'] as const;

describe('a cursor in words', () => {
  let session: Session;

  beforeAll(() => {
    session = openLab(LAB, [PING, ['pod-a', 'ip neigh del 10.244.1.3 dev eth0'], PING]);
  });

  it('finds its record again, for every record', () => {
    for (let seq = 0; seq < session.length; seq += 1) expect(session.seqOf(session.cursorOf(seq))).toBe(seq);
  });

  it('finds it without its number', () => {
    for (let seq = 0; seq < session.length; seq += 7) {
      expect(session.seqOf({ ...session.cursorOf(seq), seq: 0 })).toBe(seq);
    }
  });

  it('names input, packet, place and kind', () => {
    const seq = Array.from({ length: session.length }, (_, i) => i).findLast(
      (i) => session.trace.record(i).kind === 'icmp.echo',
    );
    expect(session.cursorOf(seq ?? -1)).toMatchObject({
      input: 2,
      netns: 'pod-b',
      dev: 'eth0',
      kind: 'icmp.echo',
    });
    expect(session.cursorOf(0).input).toBe(-1);
  });

  it('means the same in a session that was opened elsewhere', () => {
    const other = openLab(LAB, [PING, ['pod-a', 'ip neigh del 10.244.1.3 dev eth0'], PING]);
    for (let seq = 0; seq < session.length; seq += 11) expect(other.seqOf(session.cursorOf(seq))).toBe(seq);
  });

  it('keeps its meaning when there is more before it', () => {
    const more = openLab(LAB, [['pod-b', 'ip -br link'], PING]);
    const less = openLab(LAB, [PING]);
    const seq = Array.from({ length: less.length }, (_, i) => i).findLast(
      (i) => less.trace.record(i).kind === 'icmp.echo',
    );
    const cursor = { ...less.cursorOf(seq ?? -1), input: 1 };
    const found = more.trace.record(more.seqOf(cursor));
    expect(found).toMatchObject({ kind: 'icmp.echo', detail: less.trace.record(seq ?? -1).detail });
  });

  it('falls back to its number, and to the end', () => {
    const nowhere = { input: 9, packet: 9, netns: 'nix', dev: 'nix', kind: 'nix', ordinal: 0 };
    expect(session.seqOf({ ...nowhere, seq: 5 })).toBe(5);
    expect(session.seqOf({ ...nowhere, seq: 1e9 })).toBe(session.length - 1);
    expect(session.seqOf({ ...nowhere, seq: -7 })).toBe(0);
  });
});
