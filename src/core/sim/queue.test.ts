/**
 * Goal: events leave in the order (at, seq) whether they are frames or not, and where one stands is nothing to the World.
 * Method: a model, a list that is sorted before each removal; and the hash of a World with its frames in the heap.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FrameArrive, SimEvent } from '../model/event';
import { routedNet } from '../testing/net';
import { worldHash } from './hash';
import { EventQueue, pendingCount, pendingEvents } from './queue';

const NO_SKB = {} as FrameArrive['skb'];
const common = { netns: 0, background: false, detached: false, traceRef: -1 };

const empty = () => ({ queue: [] as SimEvent[], wire: { next: [], behind: [] } });

it('events leave in their order, whatever comes in between', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('frame' as const), delay: fc.nat(3) }),
    fc.record({ do: fc.constant('timer' as const), delay: fc.nat(8) }),
    fc.record({ do: fc.constant('pop' as const), delay: fc.constant(0) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const world = empty();
      const queue = new EventQueue(world);
      const model: SimEvent[] = [];
      let now = 0;
      for (const [seq, { do: what, delay }] of steps.entries()) {
        if (what === 'pop') {
          const first = model.sort((a, b) => a.at - b.at || a.seq - b.seq).shift();
          expect(queue.peek()).toBe(first);
          expect(queue.pop()).toBe(first);
          now = first?.at ?? now;
        } else if (what === 'frame') {
          const frame = {
            ...common,
            kind: 'frame.arrive' as const,
            at: now + delay,
            seq,
            ifindex: 1,
            skb: NO_SKB,
          };
          queue.pushFrame(frame);
          model.push(frame);
        } else {
          const timer = { ...common, kind: 'fragment.timer' as const, at: now + delay, seq, key: '' };
          queue.push(timer);
          model.push(timer);
        }
        expect(pendingCount(world)).toBe(model.length);
        expect(new Set(pendingEvents(world))).toEqual(new Set(model));
      }
    }),
    { seed: 0x1006 },
  );
});

it('a frame in the row is the same to the World as one in the heap', () => {
  const lab = routedNet();
  const { engine } = lab.simulation;
  lab.start('h1', 'ping -c1 10.2.0.2');
  while (lab.world.wire.behind.length === 0) engine.step();
  const before = worldHash(lab.world);
  lab.world.queue.push(...lab.world.wire.behind.splice(0));
  expect(worldHash(lab.world)).toBe(before);
  lab.world.queue.shift();
  expect(worldHash(lab.world)).not.toBe(before);
});
