import { beforeAll, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import type { World } from './model/world';
import type { ScheduledInput } from './session.replay';
import { Timeline, firstOfEvent, scheduleInputs } from './session.replay';
import type { Session } from './session';
import { worldHash } from './sim/hash';
import { pendingCount, pendingEvents } from './sim/queue';
import { Simulation } from './simulator';
import { routedNet } from './testing/net';
import { openLab } from './testing/open-lab';
import { formatIpv4, ipv4 } from './wire/addr';

/** Goal: the World and the evidence at any record, without touching the live World. Method: a ping through flannel. */
const FLANNEL = readFileSync('scenarios/flannel-vxlan-by-hand/scenario.yaml', 'utf8');

describe('a session', () => {
  let session: Session;
  let live: string;

  beforeAll(() => {
    session = openLab(FLANNEL, [
      ['pod-a', 'ping -c 1 10.244.2.2'],
      ['node-1', 'ip route del 10.244.2.0/24'],
      ['pod-a', 'ping -c 1 10.244.2.2'],
    ]);
    live = worldHash(session.world);
  });

  const seqs = (): readonly number[] => Array.from({ length: session.length }, (_, seq) => seq);
  const neighbour = (world: World, addr: string): string => {
    const eth0 = world.netns.find((ns) => ns?.name === 'pod-a')?.links.find((link) => link?.name === 'eth0');
    return eth0?.neigh.entries.get(ipv4(addr))?.state ?? 'none';
  };

  it('shows tables as they were just after a record', () => {
    const updates = seqs().filter((seq) => {
      const record = session.trace.record(seq);
      return record.kind === 'neigh.update' && record.detail.addr === ipv4('10.244.1.1');
    });
    expect(updates.length).toBeGreaterThan(1);
    for (const seq of updates) {
      const record = session.trace.record(seq);
      expect(neighbour(session.worldAt(seq), '10.244.1.1')).toBe(record.verdict);
      const before = record.kind === 'neigh.update' ? (record.detail.before?.state ?? 'none') : '';
      expect(neighbour(session.worldAt(seq - 1), '10.244.1.1')).toBe(before);
    }
  });

  it('shows the same whether one comes from before or from behind', () => {
    const asked = seqs().filter((seq) => seq % 17 === 3);
    const forwards = asked.map((seq) => worldHash(session.worldAt(seq)));
    const backwards = [...asked].reverse().map((seq) => worldHash(session.worldAt(seq)));
    expect(backwards.reverse()).toEqual(forwards);
  });

  it('at the end shows the live World’s tables, and at the beginning an empty one', () => {
    const end = session.worldAt(session.length - 1);
    const tables = (world: World): unknown =>
      world.netns.map((ns) => [...(ns?.routeTables ?? [])].map(([id, { byPrefix }]) => [id, byPrefix]));
    expect(tables(end)).toEqual(tables(session.world));
    expect(end.nowNs).toBe(session.world.nowNs);
    expect(session.worldAt(0).netns.length).toBeLessThanOrEqual(1);
  });

  it('explains a look-up with its losers, and leaves the record as it was', () => {
    const lookup = seqs().find((seq) => {
      const record = session.trace.record(seq);
      return record.kind === 'route.lookup' && record.verdict === 'unicast' && record.detail.rules.length > 1;
    });
    const record = session.trace.record(lookup ?? -1);
    const explained = session.explain(lookup ?? -1);
    expect(explained).toMatchObject({
      seq: record.seq,
      kind: record.kind,
      before: record.before,
      after: record.after,
    });
    if (explained.kind !== 'route.lookup' || record.kind !== 'route.lookup') throw new Error('not a look-up');
    expect(record.detail.candidates).toBeUndefined();
    expect(explained.detail.match).toEqual(record.detail.match);
    const losers = explained.detail.candidates?.map(
      ({ entry, reason }) => `${formatIpv4(entry.dst)} ${reason}`,
    );
    expect(losers).toContain('0.0.0.0 shorter-prefix');
    expect(losers).toContain('127.0.0.0 prefix-mismatch');
  });

  it('explains every record as it was, but for the evidence', () => {
    for (const seq of seqs()) {
      const { detail, changes: _, ...told } = session.explain(seq);
      const { detail: known, changes: __, ...record } = session.trace.record(seq);
      expect(told).toEqual(record);
      expect({ ...detail, candidates: null }).toEqual({ ...known, candidates: null });
    }
  });

  it('leaves the live World alone', () => {
    for (const seq of seqs()) {
      session.worldAt(seq);
      if (seq % 5 === 0) session.explain(seq);
    }
    expect(worldHash(session.world)).toBe(live);
    const later = openLab(
      FLANNEL,
      session.inputs.map(({ command }, i) => [['pod-a', 'node-1', 'pod-a'][i] ?? '', command]),
    );
    session.input({ kind: 'exec', netns: 'pod-a', command: 'ip -br link' });
    later.input({ kind: 'exec', netns: 'pod-a', command: 'ip -br link' });
    expect(worldHash(session.world)).toBe(worldHash(later.world));
  });

  it('knows where an event begins', () => {
    for (const seq of seqs()) {
      const { trace } = session;
      const first = firstOfEvent({ record: (n: number) => trace.record(n) } as never, seq);
      expect(trace.record(first).event).toBe(trace.record(seq).event);
      if (first > 0) expect(trace.record(first - 1).event).not.toBe(trace.record(seq).event);
    }
  });
});

describe('a timeline', () => {
  /** A ping, event by event, with the hash of each World and what the frames under way know of the trace. */
  function recorded() {
    const lab = routedNet();
    const { world, engine } = lab.simulation;
    const timeline = new Timeline(lab.trace, () => undefined, world.generation);
    const first = world.eventIndex;
    lab.start('h1', 'ping -c2 -i0.2 10.2.0.2');
    timeline.keep(world, 0);
    const states: { readonly hash: string; readonly frames: unknown }[] = [];
    const note = (of: World): (typeof states)[number] => ({
      hash: worldHash(of),
      frames: pendingEvents(of).flatMap((event) =>
        event.kind === 'frame.arrive' ? [{ ...event.skb.traceRef }] : [],
      ),
    });
    states.push(note(world));
    while (engine.busy) {
      engine.step();
      timeline.keepSometimes(world, 0);
      states.push(note(world));
    }
    return { lab, timeline, states, note, first };
  }

  it('runs to any event and finds everything as it was, what frames know of the trace as well', () => {
    const { timeline, states, note, first } = recorded();
    expect(states.length).toBeGreaterThan(15);
    for (const [i, state] of states.entries()) {
      expect(note(timeline.runTo(first + i, []).simulation.world)).toEqual(state);
    }
  });

  it('cut, it goes on from there', () => {
    const { lab, timeline, states, note, first } = recorded();
    timeline.cut(first + 10);
    const { simulation } = timeline.runTo(first + 10, []);
    while (simulation.engine.busy) simulation.engine.step();
    expect(note(simulation.world).hash).toBe(states.at(-1)?.hash);
    expect(worldHash(lab.world)).toBe(states.at(-1)?.hash);
  });
});

describe('checkpoints in a storm', () => {
  it('are the farther apart the more they would copy', () => {
    const lab = routedNet();
    const { world } = lab.simulation;
    const timeline = new Timeline(lab.trace, () => undefined, world.generation);
    timeline.keep(world, 0);
    /** Events until the next checkpoint. */
    const apart = (): number => {
      const { generation } = world;
      const from = world.eventIndex;
      while (world.generation === generation) {
        world.eventIndex += 1;
        timeline.keepSometimes(world, 0);
      }
      return world.eventIndex - from;
    };
    const usual = apart();
    expect(apart()).toBe(usual);
    for (let i = 0; i < 10 * usual; i += 1) {
      lab.simulation.ctx.schedule({ kind: 'fragment.timer', netns: 0, key: String(i) }, i);
    }
    expect(apart()).toBe(pendingCount(world));
  });
});

it('scheduleInputs puts an input into the queue after the event it was made after, and once', () => {
  const lab = routedNet();
  const simulation = new Simulation(lab.world);
  const at = simulation.world.eventIndex;
  const input = { kind: 'wait' as const, seconds: 1 };
  const inputs: ScheduledInput[] = [
    { atNs: simulation.world.nowNs + 5, input, afterEvent: at },
    // The clock has moved past it: it is due at once.
    { atNs: 0, input, afterEvent: at },
    { atNs: simulation.world.nowNs + 9, input, afterEvent: at + 1 },
  ];
  expect(scheduleInputs(simulation, inputs, 0)).toBe(2);
  expect(scheduleInputs(simulation, inputs, 2)).toBe(2);
  const due = (): readonly number[] =>
    simulation.world.queue.flatMap((event) =>
      event.kind === 'input.due' ? [event.at - simulation.world.nowNs] : [],
    );
  expect([...due()].sort((a, b) => a - b)).toEqual([0, 5]);
  simulation.engine.step();
  expect(scheduleInputs(simulation, inputs, 2)).toBe(3);
});
