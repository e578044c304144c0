import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stack } from '../kernel/ctx';
import { createWorld, emptyNetns } from '../kernel/netns';
import type { NewEvent, SimEvent } from '../model/event';
import type { World } from '../model/world';
import { nullSink } from '../trace/sink';
import { TraceStore } from '../trace/store';
import type { EventHandler } from './engine';
import { Engine } from './engine';
import { forkWorld } from './checkpoint';
import { worldHash } from './hash';

/** Goal: time, order, and the bookkeeping of records. Method: an engine of its own with a hand-made handler. */
const NO_STACK: Stack = {
  receive: () => undefined,
  transmit: () => undefined,
  solicit: () => undefined,
  unreachable: () => undefined,
  tell: () => undefined,
  reset: () => undefined,
};

function world(): World {
  const made = createWorld(1);
  for (const [id, name] of ['a', 'b'].entries()) made.netns.push(emptyNetns(id, name, 0, made.generation, 0));
  return made;
}

const input = (n: number): NewEvent => ({ kind: 'input.due', netns: 0, input: n });

function engine(handler: EventHandler = () => undefined, trace = new TraceStore()) {
  const made = new Engine(world(), NO_STACK, trace, handler);
  return { engine: made, trace };
}

describe('order', () => {
  it('is by time, and by insertion within one instant', () => {
    const seen: (readonly [number, number])[] = [];
    const { engine: e } = engine((ctx, _, event) => {
      if (event.kind === 'input.due') seen.push([ctx.world.nowNs, event.input]);
    });
    for (const [n, delay] of [30, 10, 20, 10, 10, 0].entries()) e.schedule(input(n), delay);
    while (e.step());
    expect(seen).toEqual([
      [0, 5],
      [10, 1],
      [10, 3],
      [10, 4],
      [20, 2],
      [30, 0],
    ]);
  });

  it('what an event makes for the same instant comes after what was there', () => {
    const seen: number[] = [];
    const { engine: e } = engine((ctx, _, event) => {
      if (event.kind !== 'input.due') return;
      seen.push(event.input);
      if (event.input === 0) ctx.schedule(input(9), 0);
    });
    e.schedule(input(0), 5);
    e.schedule(input(1), 5);
    while (e.step());
    expect(seen).toEqual([0, 1, 9]);
  });

  it('counts events and moves the clock', () => {
    const { engine: e } = engine();
    e.schedule(input(0), 7);
    expect(e.nextAtNs).toBe(7);
    expect(e.step()).toBe(true);
    expect([e.world.nowNs, e.world.eventIndex, e.nextAtNs]).toEqual([7, 1, null]);
    expect(e.step()).toBe(false);
  });
});

describe('busy', () => {
  it('while somebody waits for an event that is left', () => {
    const { engine: e } = engine();
    expect(e.busy).toBe(false);
    e.schedule(input(0), 5);
    e.schedule(input(1), 6, true);
    expect([e.busy, e.waitedFor]).toEqual([true, 1]);
    e.step();
    expect(e.busy).toBe(false);
    expect(e.nextAtNs).toBe(6);
  });

  it('housekeeping makes housekeeping, unless told otherwise', () => {
    const { engine: e } = engine((ctx, _, event) => {
      if (event.kind !== 'input.due' || event.input !== 0) return;
      ctx.schedule(input(1), 1);
      ctx.schedule(input(2), 1, false);
    });
    e.schedule(input(0), 0, true);
    e.step();
    expect(e.world.queue.map((event: SimEvent) => event.background)).toEqual([true, false]);
    expect(e.busy).toBe(true);
  });

  it('is known to an engine that takes a World over', () => {
    const { engine: e } = engine();
    e.schedule(input(0), 5);
    expect(new Engine(e.world, NO_STACK, nullSink, () => undefined).busy).toBe(true);
  });

  it('forgets what an ended process waited for', () => {
    const { engine: e } = engine();
    for (const [netns, pid] of [
      [0, 1],
      [0, 2],
      [1, 1],
      [0, 1],
    ] as const) {
      e.schedule({ kind: 'process.wake', netns, pid, wake: { reason: 'start' } }, 10 - pid);
    }
    e.schedule({ kind: 'process.wake', netns: 0, pid: 1, wake: { reason: 'start' } }, 3, true);
    e.forgetWakes(0, 1);
    const left = e.world.queue.flatMap((event) =>
      event.kind === 'process.wake' ? [[event.netns, event.pid]] : [],
    );
    expect(left).toEqual([
      [0, 2],
      [1, 1],
    ]);
    expect(e.waitedFor).toBe(2);
    expect(e.nextAtNs).toBe(8);
  });
});

describe('own', () => {
  it('is the netns itself within an epoch, a copy in a new one', () => {
    const { engine: e } = engine();
    const before = e.world.netns[0];
    expect(e.own(0)).toBe(before);
    e.world.generation += 1;
    const after = e.own(0);
    expect(after).not.toBe(before);
    expect(after.routeTables).not.toBe(before?.routeTables);
    expect(e.own(0)).toBe(after);
    expect(e.world.netns[1]?.generation).toBe(1);
  });

  it('needs the netns to exist', () => {
    expect(() => engine().engine.own(7)).toThrow('netns 7');
  });
});

describe('random', () => {
  it('is one stream per netns and purpose', () => {
    const { engine: e } = engine();
    expect(e.random(0, 'x')).toBe(e.random(0, 'x'));
    expect(e.random(0, 'x')).not.toEqual(e.random(0, 'y'));
    expect(e.random(0, 'x')).not.toEqual(e.random(1, 'x'));
    expect([...e.world.random.keys()].sort()).toEqual(['a/x', 'a/y', 'b/x']);
  });

  it('does not depend on what else was drawn', () => {
    const one = engine().engine;
    const two = engine().engine;
    two.random(1, 'other');
    expect(one.random(0, 'x')).toEqual(two.random(0, 'x'));
  });
});

describe('records', () => {
  it('follow from one another, and an event from the record that made it', () => {
    const { engine: e, trace } = engine((ctx) => {
      ctx.emit('bookkeeping', 'settled', 0, 0, null, {});
      ctx.emit('bookkeeping', 'settled', 0, 0, null, {});
    });
    e.emit('bookkeeping', 'settled', 0, 0, null, {});
    e.schedule(input(0), 5);
    e.emit('bookkeeping', 'settled', 0, 0, null, {});
    e.step();
    const told = Array.from({ length: trace.length }, (_, seq) => {
      const { cause, event, atNs } = trace.record(seq);
      return [cause, event, atNs];
    });
    expect(told).toEqual([
      [-1, 0, 0],
      [0, 0, 0],
      [0, 1, 5],
      [2, 1, 5],
    ]);
  });

  it('carry the changes since the last one; what nobody spoke of is settled at the end', () => {
    const { engine: e, trace } = engine((ctx) => {
      const slot = { slot: 'sysctl' as const, netns: 0, before: undefined };
      ctx.changed({ ...slot, key: 'one', after: 1 });
      ctx.emit('drop', 'drop', 0, 0, null, { reason: 'NOT_SPECIFIED' });
      ctx.changed({ ...slot, key: 'two', after: 2 });
    });
    e.schedule(input(0), 5, true);
    e.step();
    const told = [0, 1].map((seq) => [trace.record(seq).kind, trace.record(seq).changes.length]);
    expect(told).toEqual([
      ['drop', 1],
      ['bookkeeping', 1],
    ]);
    expect(trace.record(0).background).toBe(true);
  });
});

describe('what a watch delivers to one control loop', () => {
  const heard = (controller: string, key: string): NewEvent => {
    const object = { apiVersion: 'v1', kind: 'Node', metadata: { name: key } } as never;
    return { kind: 'controller.due', netns: 0, controller, request: { reason: 'added', key, object } };
  };
  const keys = (event: SimEvent): readonly string[] =>
    event.kind !== 'controller.due'
      ? []
      : [event, ...(event.more ?? [])].map(({ request }) => ('key' in request ? request.key : ''));

  it('at one instant is one event, in order; what comes later is another', () => {
    const seen: (readonly string[])[] = [];
    const { engine: e } = engine((_ctx, _ns, event) => void seen.push(keys(event)));
    for (const key of ['1', '2', '3']) {
      e.schedule(heard('a', key), 5);
      e.schedule(heard('b', key), 5);
    }
    e.schedule(heard('a', '4'), 6);
    expect(e.waitedFor).toBe(3);
    while (e.step());
    expect(seen).toEqual([['1', '2', '3'], ['1', '2', '3'], ['4']]);
    expect(e.busy).toBe(false);
  });

  it('told to many it is what it is when told to each, whatever waits already', () => {
    const names = fc.constantFrom('a', 'b', 'c');
    const step = fc.record({
      to: fc.option(names),
      delayNs: fc.integer({ min: 1, max: 3 }),
      steps: fc.nat(2),
    });
    const all = ['a', 'b', 'c'].map((id) => ({ id, netns: 0 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const [many, each] = [engine().engine, engine().engine];
        for (const [n, { to, delayNs, steps: run }] of steps.entries()) {
          const event = heard(to ?? 'a', String(n));
          if (event.kind !== 'controller.due') continue;
          if (to !== null) for (const one of [many, each]) one.schedule(event, delayNs);
          else {
            many.deliver(all, event.request, delayNs);
            for (const { id } of all) each.schedule({ ...event, controller: id }, delayNs);
          }
          for (const one of [many, each]) for (let i = 0; i < run; i += 1) one.step();
          expect(worldHash(many.world)).toBe(worldHash(each.world));
          expect(many.waitedFor).toBe(each.waitedFor);
        }
      }),
    );
  });

  it('joins in a World that went on from a checkpoint as it did in the first run', () => {
    const { engine: first } = engine();
    first.schedule(heard('a', '1'), 5);
    const again = new Engine(forkWorld(first.world, 2), NO_STACK, nullSink, () => undefined);
    for (const each of [first, again]) each.schedule(heard('a', '2'), 5);
    expect(again.world.queue.map(keys)).toEqual([['1', '2']]);
    expect(first.world.queue.map(keys)).toEqual([['1', '2']]);
  });
});
