/**
 * The events of a World in their order. Nearly all of them are frames, which nearly always arrive in the order in which they were
 * sent: these stand in a row, and only what would come before the last of them goes into the heap, where the timers are.
 */
import { Heap } from '../base/heap';
import type { FrameArrive, SimEvent } from '../model/event';
import type { Wire, World } from '../model/world';

type Pending = Pick<World, 'queue' | 'wire'>;

/** All of them, in no order. */
export function pendingEvents({ queue, wire }: Pending): readonly SimEvent[] {
  return [...queue, ...wire.next, ...wire.behind];
}

export function pendingCount({ queue, wire }: Pending): number {
  return queue.length + wire.next.length + wire.behind.length;
}

/** Whoever adds or takes an event of a World does it here. */
export class EventQueue {
  private readonly heap: Heap<SimEvent>;
  private readonly wire: Wire;

  constructor({ queue, wire }: Pending) {
    this.heap = new Heap(queue);
    this.wire = wire;
  }

  peek(): SimEvent | undefined {
    return this.nextFrame() ?? this.heap.peek();
  }

  push(event: SimEvent): void {
    this.heap.push(event);
  }

  /** Numbers of events ascend, so frames of one instant are in order as well. */
  pushFrame(frame: FrameArrive): void {
    const { next, behind } = this.wire;
    const last = behind[behind.length - 1] ?? next[0];
    if (last === undefined || last.at <= frame.at) behind.push(frame);
    else this.heap.push(frame);
  }

  /** Removes and returns the earliest event; undefined when there is none. */
  pop(): SimEvent | undefined {
    return this.nextFrame() === undefined ? this.heap.pop() : this.wire.next.pop();
  }

  /** Removes and returns all events but frames of which `gone` is true. */
  remove(gone: (event: SimEvent) => boolean): readonly SimEvent[] {
    return this.heap.remove((event) => event.kind !== 'frame.arrive' && gone(event));
  }

  /** Undefined where something else comes before it. */
  private nextFrame(): FrameArrive | undefined {
    const { wire } = this;
    if (wire.next.length === 0 && wire.behind.length > 0) {
      const { next } = wire;
      wire.next = wire.behind.reverse();
      wire.behind = next;
    }
    const frame = wire.next[wire.next.length - 1];
    return frame === undefined || this.heap.beginsBefore(frame.at, frame.seq) ? undefined : frame;
  }
}
