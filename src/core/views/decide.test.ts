import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Session } from '../session';
import { openLab } from '../testing/open-lab';
import { inCidr, parseCidr4, ipv4 } from '../wire/addr';
import type { Decision, EvidenceRow, Instant } from './contract';

const FLANNEL = readFileSync('scenarios/flannel-vxlan-by-hand/scenario.yaml', 'utf8');

const session = openLab(FLANNEL, [['pod-a', 'ping -c 2 10.244.2.2']]);

/** The instants of the hops of the nth echo request. */
function hops(of: Session, nth: number): Instant[] {
  const view = of.query('timeline', {});
  const lane = view.lanes.filter(({ title }) => title.key === 'packet.echoRequest')[nth];
  return view.steps.hop
    .filter((seq) => of.trace.record(seq).packet === lane?.packet)
    .map((seq) => of.query('instant', { seq, grain: 'hop' }));
}

const titles = (instant: Instant | undefined): string[] =>
  instant?.decisions.map(({ title }) => title.key.replace('decision.', '')) ?? [];

const atDevice = (instants: readonly Instant[], element: string): Instant | undefined =>
  instants.find((instant) => instant.element === element);

/** Bits that agree, counted one by one. */
function agreement(addr: string, prefix: string): number {
  const cidr = parseCidr4(prefix);
  if (!cidr.ok) return -1;
  let agree = 0;
  while (agree < cidr.value.len && inCidr(ipv4(addr), { addr: cidr.value.addr, len: agree + 1 })) agree += 1;
  return agree;
}

describe('at the tunnel device', () => {
  const instant = atDevice(hops(session, 1), 'dev:node-1/flannel.1');
  const [route, neighbour, fdb, outer] = instant?.decisions ?? [];
  const won = (decision: Decision | undefined): EvidenceRow | undefined => decision?.rows[0];

  test('four tables have decided, in this order', () => {
    expect(titles(instant)).toEqual(['route', 'neighbour', 'tunnelFdb', 'outerRoute']);
  });

  test('the route has won by its prefix, and says who wrote it', () => {
    expect(route?.key).toBe('10.244.2.2');
    expect(won(route)).toMatchObject({
      cells: ['10.244.2.0/24', '10.244.2.0', 'flannel.1', 'main'],
      verdict: 'won',
      reason: { key: 'reason.longestMatch', params: { agree: 24, len: 24 } },
      writtenBy: 'ip route replace 10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink',
    });
  });

  test('the losers of the main table come next, with the bits in which they agree', () => {
    const losers =
      route?.rows.filter(({ verdict, cells }) => verdict === 'lost' && cells[3] === 'main') ?? [];
    expect(losers.map(({ cells }) => cells[0])).toEqual(['10.244.1.0/24', '192.168.56.0/24']);
    for (const { cells, reason } of losers) {
      const agree = agreement('10.244.2.2', cells[0] ?? '');
      expect(reason).toEqual({ key: 'reason.prefixMismatch', params: { agree, len: 24 } });
    }
  });

  test('the local table was asked first and had nothing', () => {
    const row = route?.rows.find(({ reason }) => reason?.key === 'reason.tableNoMatch');
    expect(row?.cells).toEqual(['rule 0', '', '', 'local']);
    expect(row?.reason?.params.dst).toBe('10.244.2.2');
  });

  test('neighbour and tunnel entry lead from the gateway to the other node', () => {
    expect(neighbour?.answer).toBe('10.244.2.0 → 2e:f1:0a:f4:02:00');
    expect(won(neighbour)?.writtenBy).toBe(
      'ip neigh replace 10.244.2.0 lladdr 2e:f1:0a:f4:02:00 dev flannel.1 nud permanent',
    );
    expect(fdb?.answer).toBe('2e:f1:0a:f4:02:00 → 192.168.56.12');
    expect(won(fdb)?.cells.slice(0, 2)).toEqual(['2e:f1:0a:f4:02:00', '192.168.56.12']);
    expect(outer?.key).toBe('192.168.56.12');
    expect(won(outer)?.cells.slice(0, 3)).toEqual(['192.168.56.0/24', '', 'eth0']);
  });

  test('each decision names the kernel function it models', () => {
    expect(instant?.decisions.map(({ kernelFunction }) => kernelFunction)).toEqual([
      'fib_table_lookup',
      'neigh_resolve_output',
      'vxlan_find_mac',
      'fib_table_lookup',
    ]);
  });
});

describe('the decisions', () => {
  test('at each device are those since the device before', () => {
    const seen = hops(session, 1).map((instant) => titles(instant).join(' '));
    expect(seen).toEqual([
      'route neighbour',
      'device',
      'bridgeFdb',
      'route neighbour tunnelFdb outerRoute',
      'outerNeighbour',
      'device',
      'bridgeFdb',
      'device',
      'outerRoute socket decapsulation',
      'route neighbour',
      'bridgeFdb',
      'device',
      'route icmp',
    ]);
  });

  test('after a wait tell who answered', () => {
    const [waiting, sent] = hops(session, 0);
    expect(waiting?.narration.key).toBe('narrate.neighLookup.queued');
    expect(waiting?.narration.params).toMatchObject({ netns: 'pod-a', dev: 'eth0', addr: '10.244.1.1' });
    expect(titles(sent)).toEqual(['route', 'neighbour', 'neighbourState']);
    expect(sent?.decisions[2]?.sentence).toMatchObject({
      key: 'narrate.neighUpdate.reply',
      params: { addr: '10.244.1.1', mac: '0a:58:0a:f4:01:01', count: 1 },
    });
  });

  test('are never missing, and the present one is among them in the smallest steps', () => {
    const { start, length } = session.query('timeline', {});
    for (let seq = start; seq < length; seq += 1) {
      const { decisions } = session.query('instant', { seq, grain: 'decision' });
      expect(decisions.at(-1)?.seq).toBe(seq);
      expect(session.query('instant', { seq, grain: 'hop' }).decisions.length).toBeGreaterThan(0);
    }
  });

  test('have as many cells as columns, and at most one winner of a look-up by prefix or address', () => {
    const { start, length } = session.query('timeline', {});
    for (let seq = start; seq < length; seq += 1) {
      for (const { table, rows, title } of session.query('instant', { seq, grain: 'decision' }).decisions) {
        if (table === null) expect(rows).toEqual([]);
        for (const { cells } of rows) expect(cells.length).toBe(table?.columns.length);
        const winners = rows.filter(({ verdict }) => verdict === 'won');
        if (title.key !== 'decision.bridgeFdb') expect(winners.length).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('the decision that decides', () => {
  test('is exactly one at every step', () => {
    const { steps } = session.query('timeline', {});
    for (const grain of ['decision', 'hop', 'machine', 'packet'] as const) {
      for (const seq of steps[grain]) {
        const { decisions } = session.query('instant', { seq, grain });
        expect(decisions.filter(({ deciding }) => deciding)).toHaveLength(1);
      }
    }
  });

  test('is the tunnel FDB when it is asked, and the last look-up when the frame is only wrapped or sent', () => {
    const at = (kind: string): string[] =>
      session.query('timeline', {}).steps.decision.flatMap((seq) => {
        if (session.trace.record(seq).kind !== kind) return [];
        const { decisions } = session.query('instant', { seq, grain: 'decision' });
        return decisions.filter(({ deciding }) => deciding).map(({ title }) => title.key);
      });
    expect(new Set(at('tunnel.lookup'))).toEqual(new Set(['decision.tunnelFdb']));
    expect(new Set(at('tunnel.encap'))).toEqual(new Set(['decision.outerRoute']));
    expect(new Set(at('neigh.lookup'))).toEqual(new Set(['decision.neighbour', 'decision.outerNeighbour']));
  });
});

describe('an address nobody has, on ports in hairpin mode', () => {
  const lab = openLab(readFileSync('src/core/testing/labs/same-node.yaml', 'utf8'), [
    ['pod-a', 'ping -c 1 10.244.1.99'],
  ]);
  const { steps } = lab.query('timeline', {});
  const instants = steps.decision.map((seq) => lab.query('instant', { seq, grain: 'decision' }));
  const said = (key: string): Instant[] => instants.filter(({ narration }) => narration.key === key);

  test('makes the flood go back out of the port it came by, for a reason', () => {
    const flood = said('narrate.bridgeForward.floodGroupUp')[0]?.decisions.at(-1);
    expect(flood?.rows.map(({ cells, reason }) => [cells[1], reason?.key])).toEqual([
      ['veth7e2f650f', 'reason.copy'],
      ['veth9a99bd4f', 'reason.copy'],
      ['veth3cafbbcc', 'reason.hairpin'],
      ['cni0', 'reason.copyUp'],
    ]);
  });

  test('lets pod-a know its own question when it comes back', () => {
    const own = said('narrate.arpReceive.ownRequest');
    expect(own.map(({ netns }) => netns)).toEqual(['pod-a', 'pod-a', 'pod-a']);
  });

  test('is asked for three times: the second and third time after a second without an answer', () => {
    expect(said('narrate.arpRequest.broadcast')).toHaveLength(1);
    const again = said('narrate.arpRequest.broadcastAgain').map(({ narration }) => narration.params);
    expect(again).toMatchObject([
      { seconds: 1, attempt: 2, attempts: 3 },
      { seconds: 1, attempt: 3, attempts: 3 },
    ]);
  });
});

describe('a missing table entry', () => {
  test('shows a route look-up without a winner, and all that did not cover', () => {
    const broken = openLab(FLANNEL, [
      ['node-1', 'ip route del 10.244.2.0/24'],
      ['pod-a', 'ping -c 1 10.244.2.2'],
    ]);
    const last = hops(broken, 0).at(-1);
    expect(last?.cue).toEqual({ kind: 'drop', at: 'routing:node-1', reason: 'IP_INNOROUTES' });
    const route = last?.decisions.find(({ title }) => title.key === 'decision.route');
    expect(route?.sentence.key).toBe('narrate.routeLookup.none');
    expect(route?.rows.some(({ verdict }) => verdict === 'won')).toBe(false);
    expect(route?.rows.map(({ cells }) => cells[0])).toContain('10.244.1.0/24');
  });

  test('shows the port an unknown frame is flooded to, and the one it came from', () => {
    const lab = openLab(FLANNEL, [['node-1', 'ping -c 1 192.168.56.12']]);
    const { lanes, steps } = lab.query('timeline', {});
    const arp = lanes.find(({ title }) => title.key === 'packet.arpRequest');
    const seq = steps.decision.find((at) => {
      const record = lab.trace.record(at);
      return record.packet === arp?.packet && record.kind === 'bridge.forward';
    });
    const { decisions } = lab.query('instant', { seq: seq ?? -1, grain: 'decision' });
    const reasons = decisions.at(-1)?.rows.map(({ cells, reason }) => [cells[1], reason?.key]);
    expect(reasons).toEqual([
      ['p-node-2', 'reason.copy'],
      ['sw0', 'reason.copyUp'],
      ['p-node-1', 'reason.samePort'],
    ]);
  });
});
