import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Session } from '../session';
import { openLab } from '../testing/open-lab';
import type { Journey } from './contract';

const FLANNEL = readFileSync('scenarios/flannel-vxlan-by-hand/scenario.yaml', 'utf8');

/** The journey of the first packet whose title has this key, at the record `pick` chooses of it. */
function journey(session: Session, key: string, pick: 'first' | 'last' = 'last'): Journey {
  const lane = session.query('timeline', {}).lanes.find(({ title }) => title.key === key);
  const seq = (pick === 'first' ? lane?.firstSeq : lane?.lastSeq) ?? -1;
  const { journey: found } = session.query('instant', { seq, grain: 'hop' });
  expect(found).not.toBeNull();
  return found as Journey;
}

const places = (found: Journey): string[] => found.stops.map(({ netns, dev }) => `${netns} ${dev}`);

describe('a ping from a pod to a pod on another node', () => {
  const session = openLab(FLANNEL, [['pod-a', 'ping -c 2 10.244.2.2']]);
  const there = journey(session, 'packet.echoRequest');

  // As captured on a real kernel: every device at which the frame shows up.
  test('stands at each device on its way, in order', () => {
    expect(places(there)).toEqual([
      'pod-a eth0',
      'node-1 veth3cafbbcc',
      'node-1 cni0',
      'node-1 flannel.1',
      'node-1 eth0',
      'switch p-node-1',
      'switch p-node-2',
      'node-2 eth0',
      'node-2 flannel.1',
      'node-2 cni0',
      'node-2 veth9a99bd4f',
      'pod-b eth0',
    ]);
    expect(there).toMatchObject({ branches: 1, fate: 'delivered' });
  });

  test('has its reply take the same way back', () => {
    expect(places(journey(session, 'packet.echoReply'))).toEqual(places(there).reverse());
  });

  test('loses one of its TTL at each of the two nodes', () => {
    const ttl = there.stops.map((stop) => stop.ttl);
    expect(ttl).toEqual([64, 64, 64, 63, 63, 63, 63, 63, 63, 62, 62, 62]);
  });

  test('is wrapped from one tunnel device to the other, with 50 bytes more on the wire', () => {
    const wrapped = there.stops.filter((stop) => stop.wrapped).map(({ netns, dev }) => `${netns} ${dev}`);
    expect(wrapped).toEqual([
      'node-1 flannel.1',
      'node-1 eth0',
      'switch p-node-1',
      'switch p-node-2',
      'node-2 eth0',
    ]);
    const onWire = there.stops.filter(({ netns }) => netns === 'switch');
    expect(onWire.map(({ lenBytes, headerBytes }) => [lenBytes, headerBytes])).toEqual([
      [148, 92],
      [148, 92],
    ]);
    expect(there.stops[0]).toMatchObject({ lenBytes: 98, headerBytes: 42 });
    expect(there.stops.at(-1)).toMatchObject({ lenBytes: 98, headerBytes: 42 });
  });

  test('has stops that leave no record out and follow one another', () => {
    for (const [i, stop] of there.stops.entries()) {
      expect(stop.firstSeq).toBeLessThanOrEqual(stop.lastSeq);
      const next = there.stops[i + 1];
      if (next !== undefined) expect(stop.lastSeq).toBeLessThan(next.firstSeq);
    }
  });

  test('is travelled behind the cursor, and ahead of it before', () => {
    const middle = there.stops[4];
    const { journey: at } = session.query('instant', { seq: middle?.lastSeq ?? -1, grain: 'hop' });
    const states = at?.stops.map(({ state }) => state);
    expect(states).toEqual([
      ...Array<string>(4).fill('travelled'),
      'here',
      ...Array<string>(7).fill('ahead'),
    ]);
  });

  test('is the same journey from each of its records', () => {
    const lane = session.query('timeline', {}).lanes[0];
    for (const seq of [lane?.firstSeq ?? -1, lane?.lastSeq ?? -1]) {
      const { journey: found } = session.query('instant', { seq, grain: 'decision' });
      expect(found && places(found)).toEqual(places(there));
    }
  });
});

describe('a flooded ARP request', () => {
  const BRIDGE = readFileSync('src/core/testing/labs/same-node.yaml', 'utf8');
  const session = openLab(BRIDGE, [['pod-a', 'ping -c 1 10.244.1.3']]);

  test('has a branch for each copy, and before they part is shown on the one that is answered', () => {
    const request = journey(session, 'packet.arpRequest', 'first');
    expect(request.fate).toBe('consumed');
    // Three pods with hairpin ports, and the host itself.
    expect(request.branches).toBe(4);
    expect(places(request).at(-1)).toBe('pod-b eth0');
  });

  test('is shown on the branch under the cursor once they have parted', () => {
    const { trace } = session;
    const copies = Array.from({ length: trace.length }, (_, seq) => trace.record(seq)).filter(
      (record) => record.kind === 'arp.receive' && record.verdict === 'ignore',
    );
    expect(copies.length).toBe(3);
    for (const { seq, netns } of copies) {
      const { journey: found, netns: name } = session.query('instant', { seq, grain: 'hop' });
      expect(found?.stops.at(-1)?.netns).toBe(name);
      expect(session.world.netns[netns]?.name).toBe(name);
    }
  });
});

describe('packets that do not arrive', () => {
  test('end where they are dropped', () => {
    const session = openLab(FLANNEL, [
      ['node-1', 'bridge fdb del 2e:f1:0a:f4:02:00 dev flannel.1 dst 192.168.56.12'],
      ['pod-a', 'ping -c 1 10.244.2.2'],
    ]);
    const found = journey(session, 'packet.echoRequest');
    expect(found.fate).toBe('dropped');
    expect(places(found)).toEqual(['pod-a eth0', 'node-1 veth3cafbbcc', 'node-1 cni0', 'node-1 flannel.1']);
    expect(found.stops.map(({ dropped }) => dropped)).toEqual([false, false, false, true]);
  });

  test('end where they waited for a neighbour that does not answer', () => {
    const session = openLab(FLANNEL, [['pod-a', 'ping -c 1 10.244.1.77']]);
    const found = journey(session, 'packet.echoRequest');
    expect(places(found)).toEqual(['pod-a eth0']);
    expect(found.stops[0]?.dropped).toBe(true);
  });
});
