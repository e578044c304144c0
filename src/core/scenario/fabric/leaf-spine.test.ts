/** Goal: racks are three routers apart, flows spread over the spines, and no spine carries a rack's own traffic. */
import { describe, expect, test } from 'vitest';
import { fabricSession, said } from '../../testing/fabric-lab';
import type { Session } from '../../session';
import type { TraceKind } from '../../trace/kinds';
import type { TraceRecord } from '../../trace/record';
import { ipv4 } from '../../wire/addr';

/** The records that led to `seq`, as kind and verdict. */
function chain(session: Session, seq: number): readonly string[] {
  const found: string[] = [];
  for (let at = seq; at >= 0; at = session.trace.record(at).cause) {
    const { kind, verdict } = session.trace.record(at);
    found.push(`${kind} ${verdict}`);
  }
  return found;
}

/** All records of a kind. */
function recordsOf<K extends TraceKind>(session: Session, kind: K): readonly TraceRecord<K>[] {
  const found: TraceRecord<K>[] = [];
  for (let seq = 0; seq < session.length; seq += 1) {
    const record = session.trace.record(seq);
    if (record.kind === kind) found.push(record as TraceRecord<K>);
  }
  return found;
}

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

describe('leaves and spines that speak BGP', () => {
  const opened = (): Session => fabricSession('{ kind: leaf-spine, nodes: 4, routing: bgp }');

  test('know the racks because they were told', () => {
    const session = opened();
    said(session, 'leaf-1', 'sleep 10');
    for (const machine of ['leaf-1', 'spine-2'])
      expect(said(session, machine, 'ip route show proto static')).toBe('');
    // Both spines lead there, equally far.
    expect(said(session, 'leaf-1', 'ip route show proto bird')).toMatch(
      /^192\.168\.57\.0\/24 *\n\tnexthop via 10\.255\.1\.5 dev spine-1 weight 1 *\n\tnexthop via 10\.255\.2\.5 dev spine-2 weight 1 *$/,
    );
    expect(said(session, 'leaf-1', 'birdc show route 192.168.57.0/24 all')).toContain(
      'BGP.as_path: 65000 65002',
    );
    expect(said(session, 'node-1', 'ping -c 1 192.168.57.13')).toMatch(/ttl=61 /);
  });

  test('write a route because an UPDATE came, and have none after the last session', () => {
    const session = opened();
    said(session, 'leaf-1', 'sleep 10');
    const written = recordsOf(session, 'bird.kernel').filter(
      ({ verdict, detail }) => verdict === 'written' && detail.addr === ipv4('192.168.57.0'),
    );
    // The two spines and leaf-1, which hears of it twice.
    expect(written.length).toBeGreaterThanOrEqual(3);
    for (const { cause } of written) expect(chain(session, cause)).toContain('bgp.update received');
    for (const spine of [1, 2])
      session.input({ kind: 'cable', netns: 'leaf-1', dev: `spine-${spine}`, plugged: false });
    expect(said(session, 'leaf-1', 'ip route show proto bird')).toBe('');
    expect(said(session, 'node-1', 'ping -c 1 -W 1 192.168.57.13')).toMatch(
      /^From 192\.168\.56\.1 icmp_seq=1 Destination Net Unreachable$/m,
    );
  });

  test('do without the spine whose cable is out', () => {
    const session = opened();
    said(session, 'leaf-1', 'sleep 10');
    session.input({ kind: 'cable', netns: 'leaf-1', dev: 'spine-1', plugged: false });
    const from = session.length;
    expect(said(session, 'node-1', 'ping -c 1 192.168.57.13')).toMatch(/ttl=61 /);
    expect([...forwarders(session, from)].sort()).toEqual(['leaf-1', 'leaf-2', 'spine-2']);
  });
});

test('three racks, one spine', () => {
  const ranges = 'ranges: [10.1.0.0/24, 10.2.0.0/24, 10.3.0.0/24]';
  const session = fabricSession(`{ kind: leaf-spine, nodes: 3, spines: 1, ${ranges} }`);
  expect(said(session, 'node-3', 'ping -c 1 10.1.0.11')).toMatch(/ttl=61 /);
});
