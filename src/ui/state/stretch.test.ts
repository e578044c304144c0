/** Goal: of a run, the last question and its answer by themselves, with what they alone cost. */
import { describe, expect, test } from 'vitest';
import { TRAFFIC_COSTS } from '../../core/index';
import type { CostsView, PacketLane, TimelineView } from '../../core/index';
import { costsSince, lastExchange, within } from './stretch';

function lane(packet: number, firstSeq: number, lastSeq: number, more: Partial<PacketLane> = {}): PacketLane {
  return {
    ...{ packet, firstSeq, lastSeq, layer: 'l4', fromNs: 0, toNs: 0, wrapped: [], dropSeq: null },
    ...{ fate: 'delivered', input: 0, parent: null, background: false },
    title: { key: 'packet.echoRequest', params: {} },
    ...more,
  };
}

const timeline = (lanes: readonly PacketLane[]): TimelineView => {
  const seqs = Array.from({ length: 100 }, (_, seq) => seq);
  const steps = { decision: seqs, hop: seqs.filter((seq) => seq % 5 === 0), machine: [10, 50], packet: [99] };
  return {
    ...{ length: 100, start: 0, setUp: { open: false, steps: 0, end: 0 }, steps, lanes, inputs: [] },
    config: { decision: [3, 42], hop: [], machine: [], packet: [] },
    jumps: { drop: [], rewrite: [], encapsulation: [], verdict: [], config: [] },
  };
};

describe('the last exchange', () => {
  test('is the last answer with its question; what asks for addresses is not', () => {
    const lanes = [
      lane(0, 10, 20),
      lane(1, 12, 14, { fate: 'consumed', parent: 0 }),
      lane(2, 21, 30, { parent: 0 }),
      lane(3, 40, 50),
      lane(4, 51, 60, { parent: 3 }),
      lane(5, 70, 80, { background: true, parent: 4 }),
    ];
    expect(lastExchange(timeline(lanes))).toEqual({ from: 40, to: 60 });
  });

  test('is nothing where nobody was answered', () => {
    expect(lastExchange(timeline([lane(0, 10, 20, { fate: 'dropped' })]))).toBeNull();
    expect(
      lastExchange(timeline([lane(0, 10, 20), lane(1, 21, 30, { fate: 'dropped', parent: 0 })])),
    ).toBeNull();
    expect(lastExchange(timeline([]))).toBeNull();
  });
});

test('a timeline within a stretch has the steps of it alone', () => {
  const { steps, config } = within(timeline([]), { from: 40, to: 60 });
  expect(steps.hop).toEqual([40, 45, 50, 55, 60]);
  expect(steps.machine).toEqual([50]);
  expect(steps.packet).toEqual([]);
  expect(config.decision).toEqual([42]);
});

test('costs since an earlier record are the difference in traffic; what is kept is kept', () => {
  const costs = (each: number): CostsView => ({
    traffic: Object.fromEntries(TRAFFIC_COSTS.map((name) => [name, each])) as CostsView['traffic'],
    tables: { routes: each, neighbours: 1, fdbEntries: 2, nfRules: 3, conntrack: 4, bgpSessions: 5 },
  });
  const since = costsSince(costs(7), costs(4));
  expect(new Set(Object.values(since.traffic))).toEqual(new Set([3]));
  expect(since.tables.routes).toBe(7);
  expect(costsSince(costs(7), null)).toEqual(costs(7));
});
