import { describe, expect, it } from 'vitest';
import { compareHops } from './compare-hops';
import type { Hop } from './hop';
import type { JsonObject } from './json';
import type { Topology } from './topology';

/**
 * Goal: a departure from the real kernel is found, and named at its first place.
 * Method: two hosts and a switch written by hand, one thing wrong at a time.
 */
const topology: Topology = {
  peers: new Map([
    ['h1 eth0', 'sw p1'],
    ['sw p1', 'h1 eth0'],
    ['h2 eth0', 'sw p2'],
    ['sw p2', 'h2 eth0'],
    ['h3 eth0', 'sw p3'],
    ['sw p3', 'h3 eth0'],
  ]),
  bridges: new Map([
    ['sw p1', 'sw br0'],
    ['sw p2', 'sw br0'],
    ['sw p3', 'sw br0'],
  ]),
};
const rules = { topology, ports: new Set([8472]), steps: ['t1', 't2'] };

interface Changes {
  readonly ttl?: number;
  readonly pkttype?: string;
  readonly step?: string;
  readonly identity?: string;
}

/** `h1 eth0 out` → a ping seen there. */
function ping(place: string, changes: Changes = {}): Hop {
  const [ns = '', dev = '', direction] = place.split(' ');
  const frame: JsonObject = {
    eth: { src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02', type: '0x0800' },
    ip: { src: '10.0.0.1', dst: '10.0.0.2', ttl: changes.ttl ?? 64, proto: 1, id: 7, csum_ok: true },
    icmp: { type: 8, code: 0, id: 99, seq: 1, csum_ok: true },
  };
  return {
    step: changes.step ?? 't1',
    ns,
    dev,
    direction: direction === 'out' ? 'out' : 'in',
    pkttype: changes.pkttype ?? (direction === 'out' ? 'outgoing' : 'otherhost'),
    len: 98,
    frame,
    identity: changes.identity ?? 'ping 1',
  };
}

const FLOOD = ['h1 eth0 out', 'sw p1 in', 'sw p3 out', 'h3 eth0 in', 'sw p2 out', 'h2 eth0 in'];
const flood = (): Hop[] => FLOOD.map((place) => ping(place));

function found(got: readonly Hop[], expected: readonly Hop[] = flood()): string {
  const difference = compareHops(expected, got, rules);
  return difference === null ? 'equal' : `${difference.place} | ${difference.expected} | ${difference.got}`;
}

describe('compareHops', () => {
  it('finds the same frames equal', () => {
    expect(found(flood())).toBe('equal');
  });

  it('lets branches of a flood interleave as they like', () => {
    const order = ['h1 eth0 out', 'sw p1 in', 'sw p3 out', 'sw p2 out', 'h2 eth0 in', 'h3 eth0 in'];
    expect(found(order.map((place) => ping(place)))).toBe('equal');
  });

  it('reports the copies of a flood in another order', () => {
    const order = ['h1 eth0 out', 'sw p1 in', 'sw p2 out', 'h2 eth0 in', 'sw p3 out', 'h3 eth0 in'];
    expect(found(order.map((place) => ping(place)))).toBe(
      't1 packet 1 (icmp 8/0 10.0.0.1 > 10.0.0.2) at sw p1 in: copies through the ports, in order' +
        ' | sw p3 out, sw p2 out | sw p2 out, sw p3 out',
    );
  });

  it('reports a wrong TTL at the hop where it first shows', () => {
    const got = flood().map((hop, i) => (i < 4 ? hop : ping(FLOOD[i] ?? '', { ttl: 63 })));
    expect(found(got)).toBe(
      't1 packet 1 (icmp 8/0 10.0.0.1 > 10.0.0.2) at sw p2 out: frame.ip.ttl | 64 | 63',
    );
  });

  it('reports a missing hop', () => {
    expect(found(flood().slice(0, 5))).toBe(
      't1 packet 1 (icmp 8/0 10.0.0.1 > 10.0.0.2), after sw p2 out | h2 eth0 in | the packet ends',
    );
  });

  it('reports a hop too many', () => {
    expect(found([...flood(), ping('h2 eth0 out')])).toBe(
      't1 packet 1 (icmp 8/0 10.0.0.1 > 10.0.0.2), after h2 eth0 in | the packet ends | h2 eth0 out',
    );
  });

  it('reports the kind of a received frame', () => {
    const got = flood().map((hop, i) => (i === 5 ? ping('h2 eth0 in', { pkttype: 'host' }) : hop));
    expect(found(got)).toBe(
      't1 packet 1 (icmp 8/0 10.0.0.1 > 10.0.0.2) at h2 eth0 in: pkttype | otherhost | host',
    );
  });

  it('reports packets that are missing, superfluous, or in another step', () => {
    const second = ping('h2 eth0 out', { identity: 'ping 2' });
    expect(found(flood(), [...flood(), second])).toBe(
      't1 packet 2 of 2 | icmp 8/0 10.0.0.1 > 10.0.0.2, first at h2 eth0 out | no packet',
    );
    expect(found([...flood(), second])).toBe(
      't1 packet 2 of 1 | no packet | icmp 8/0 10.0.0.1 > 10.0.0.2, first at h2 eth0 out',
    );
    const late = ping('h2 eth0 out', { identity: 'ping 2', step: 't2' });
    expect(found([...flood(), late], [...flood(), second])).toContain('t1 packet 2 of 2');
  });

  it('takes the same place again as a retry, a packet of its own', () => {
    const once = [ping('h1 eth0 out'), ping('sw p1 in')];
    expect(found([...once, ...once], [...once, ...once])).toBe('equal');
    expect(found(once, [...once, ...once])).toContain('t1 packet 2 of 2');
  });

  it('does not mind free fields, but every checksum must be right', () => {
    const frameWith = (ip: JsonObject): Hop => {
      const hop = ping('h1 eth0 out');
      return { ...hop, frame: { ...hop.frame, ip: { ...(hop.frame['ip'] as JsonObject), ...ip } } };
    };
    expect(found([frameWith({ id: 8 })], [frameWith({})])).toBe('equal');
    expect(found([frameWith({ csum_ok: false })], [frameWith({})])).toBe(
      't1 icmp 8/0 10.0.0.1 > 10.0.0.2 at h1 eth0 out | right checksums | wrong: ["ip"]',
    );
  });
});

describe('outer source ports', () => {
  function wrapped(identity: string, sport: number): Hop {
    const inner = ping('h1 vx0 out').frame;
    const frame: JsonObject = {
      ip: { src: '192.0.2.1', dst: '192.0.2.2', proto: 17 },
      udp: { sport, dport: 8472, len: 106 },
      vxlan: { vni: 1, flags: 8, inner },
    };
    return { ...ping('h1 eth0 out', { identity }), frame, len: 148 };
  }

  it('are free in value, but shared by the same packets', () => {
    const want = [wrapped('a', 40_000), wrapped('b', 40_000), wrapped('c', 50_000)];
    expect(found([wrapped('a', 33_333), wrapped('b', 33_333), wrapped('c', 44_444)], want)).toBe('equal');
    expect(found([wrapped('a', 1111), wrapped('b', 2222), wrapped('c', 3333)], want)).toContain(
      'the port of packet 1',
    );
    expect(found([wrapped('a', 1111), wrapped('b', 1111), wrapped('c', 1111)], want)).toContain(
      'a port of its own',
    );
  });
});
