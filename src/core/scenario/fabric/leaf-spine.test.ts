/** Goal: racks are three routers apart, flows spread over the spines, and no spine carries a rack's own traffic. */
import { describe, expect, test } from 'vitest';
import { fabricSession, said } from '../../testing/fabric-lab';
import type { Session } from '../../session';

/** Machines that forwarded something since record `from`. */
function forwarders(session: Session, from: number): ReadonlySet<string> {
  const names = new Set<string>();
  for (let seq = from; seq < session.length; seq += 1) {
    const { kind, netns } = session.trace.record(seq);
    if (kind === 'ip.ttl') names.add(session.world.netns[netns]?.name ?? '');
  }
  return names;
}

describe('two racks and two spines', () => {
  const session = fabricSession('{ kind: leaf-spine, nodes: 4 }');
  test('within a rack nobody forwards', () => {
    const from = session.length;
    expect(said(session, 'node-1', 'ping -c 1 192.168.56.12')).toMatch(/ttl=64 /);
    expect([...forwarders(session, from)]).toEqual([]);
  });
  test('between racks: leaf, spine, leaf', () => {
    expect(said(session, 'node-1', 'ping -c 1 192.168.57.14')).toMatch(/ttl=61 /);
  });
  test('flows take both spines', () => {
    const from = session.length;
    for (let port = 1; port <= 16; port += 1)
      said(session, 'node-1', `echo x | ncat -u -w 1 192.168.57.13 ${port}`);
    expect([...forwarders(session, from)].sort()).toEqual(['leaf-1', 'leaf-2', 'spine-1', 'spine-2']);
  });
});

test('three racks, one spine', () => {
  const ranges = 'ranges: [10.1.0.0/24, 10.2.0.0/24, 10.3.0.0/24]';
  const session = fabricSession(`{ kind: leaf-spine, nodes: 3, spines: 1, ${ranges} }`);
  expect(said(session, 'node-3', 'ping -c 1 10.1.0.11')).toMatch(/ttl=61 /);
});
