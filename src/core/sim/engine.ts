/**
 * The discrete-event engine: pops the next event, owns its netns, runs its handler, collects its records.
 *
 * Time is integer nanoseconds; events at the same time run in the order in which they were made. Backwards is
 * somebody else's job: the engine only ever goes forward (see checkpoint.ts).
 */
import type { PrngState } from '../base/prng';
import { prngFromSeed } from '../base/prng';
import { need } from '../base/assert';
import type { Ctx, Stack } from '../kernel/ctx';
import type { Change } from '../model/change';
import type { ControllerRequest } from '../model/cluster';
import type { ControllerDue, Delivery, NewEvent, SimEvent } from '../model/event';
import type { Ifindex, Link, NetnsId } from '../model/link';
import type { Listener } from '../model/listeners';
import { wireBytes, type Skb } from '../model/skb';
import type { TcpTimerName } from '../model/tcp';
import type { Netns, World } from '../model/world';
import type { Detail, TraceKind, Verdict } from '../trace/kinds';
import type { FrameRef, TraceRecord } from '../trace/record';
import type { TraceSink } from '../trace/sink';
import { EventQueue, pendingEvents } from './queue';

/** What an event does; injected by the simulator, so that the engine knows time and nothing else. */
export type EventHandler = (ctx: Ctx, ns: Netns, event: SimEvent) => void;

const NO_CHANGES: readonly Change[] = [];

/** What many control loops wait for at one instant. */
interface Round extends Pick<ControllerDue, 'at' | 'background' | 'detached'> {
  readonly listeners: readonly Listener[];
  /** What each of them hears besides the first. */
  readonly waiting: readonly Delivery[][];
}

export class Engine implements Ctx {
  readonly world: World;
  readonly stack: Stack;
  trace: TraceSink;
  /** The events of `world` in order. */
  readonly queue: EventQueue;
  cause = -1;
  xmitDepth = 0;
  /** Events in the queue that somebody waits for. */
  private foreground = 0;
  /** Events in the queue that wake a process. */
  private processWakes = 0;
  private background = false;
  private detached = false;
  /** Changes no record carries yet: the first `pendingCount`, so that the array keeps its memory. */
  private readonly pending: Change[] = [];
  private pendingCount = 0;
  private readonly handler: EventHandler;
  /** The last delivery of a watch that waits in the queue, by control loop: an index, no part of World. */
  private readonly wakes = new Map<string, ControllerDue>();
  private delivery: Delivery | null = null;
  /** The last delivery that went to many, and the waiting events that the next one may join. */
  private round: Round | null = null;
  /** The streams of `world.random` by netns and purpose: an index, no part of World. */
  private readonly streams: (Map<string, PrngState> | undefined)[] = [];

  constructor(world: World, stack: Stack, trace: TraceSink, handler: EventHandler) {
    this.world = world;
    this.stack = stack;
    this.trace = trace;
    this.handler = handler;
    this.queue = new EventQueue(world);
    for (const event of pendingEvents(world)) {
      if (isWaitedFor(event)) this.foreground += 1;
      if (event.kind === 'process.wake') this.processWakes += 1;
      this.noteWake(event);
    }
  }

  own(id: NetnsId): Netns {
    const { world } = this;
    const ns = world.netns[id];
    if (ns?.generation === world.generation) return ns;
    const copy = copyNetns(need(ns, `netns ${String(id)}`), world.generation);
    world.netns[id] = copy;
    return copy;
  }

  arrive(netns: NetnsId, ifindex: Ifindex, skb: Skb, delayNs: number): void {
    const { world, background, detached } = this;
    const seq = world.nextEventSeq;
    world.nextEventSeq = seq + 1;
    if (!background && !detached) this.foreground += 1;
    const at = world.nowNs + delayNs;
    const traceRef = this.cause;
    this.queue.pushFrame({
      kind: 'frame.arrive',
      netns,
      ifindex,
      skb,
      at,
      seq,
      background,
      detached,
      traceRef,
    });
  }

  schedule(event: NewEvent, delayNs: number, background = this.background, detached = this.detached): void {
    const { world } = this;
    const seq = world.nextEventSeq;
    world.nextEventSeq = seq + 1;
    if (!background && !detached) this.foreground += 1;
    const at = world.nowNs + delayNs;
    const traceRef = this.cause;
    if (event.kind === 'controller.due') {
      this.wake(event, { at, seq, background, detached, traceRef });
    } else if (event.kind === 'process.wake') {
      this.processWakes += 1;
      const { kind, netns, pid, wake } = event;
      this.queue.push({ kind, netns, pid, wake, at, seq, background, detached, traceRef });
    } else {
      // With its own fields behind: to add fields to what was spread takes thirty times as long (V8).
      this.queue.push({ at, seq, background, detached, traceRef, ...event });
    }
  }

  /**
   * What a watch delivers to one control loop at one instant is one event: in a cluster of n nodes each change reaches n
   * of them, and each of them would otherwise wake n times.
   */
  private wake(
    event: Pick<ControllerDue, 'kind' | 'netns' | 'controller' | 'request'>,
    when: Pick<ControllerDue, 'at' | 'seq' | 'background' | 'detached' | 'traceRef'>,
  ): void {
    const { at, seq, background, detached, traceRef } = when;
    const { request } = event;
    const waiting = 'object' in request ? this.wakes.get(event.controller) : undefined;
    if (
      waiting?.more !== undefined &&
      waiting.at === at &&
      waiting.background === background &&
      waiting.detached === detached
    ) {
      waiting.more.push(this.deliveryOf(request, traceRef));
      if (!background && !detached) this.foreground -= 1;
      return;
    }
    const due: ControllerDue = {
      at,
      seq,
      background,
      detached,
      traceRef,
      ...event,
      ...('object' in request ? { more: [] } : {}),
    };
    this.queue.push(due);
    this.noteWake(due);
  }

  /** A change goes to many: what is delivered is one value for all of them. */
  private deliveryOf(request: ControllerRequest, traceRef: number): Delivery {
    if (this.delivery?.request !== request || this.delivery.traceRef !== traceRef) {
      this.delivery = { request, traceRef };
    }
    return this.delivery;
  }

  deliver(listeners: readonly Listener[], request: ControllerRequest, delayNs: number): void {
    const { world, background, detached } = this;
    const at = world.nowNs + delayNs;
    const { round } = this;
    if (
      round?.listeners === listeners &&
      round.at === at &&
      round.background === background &&
      round.detached === detached
    ) {
      world.nextEventSeq += listeners.length;
      const delivery = this.deliveryOf(request, this.cause);
      for (const more of round.waiting) more.push(delivery);
      return;
    }
    const waiting: Delivery[][] = [];
    for (const { id, netns } of listeners) {
      this.schedule({ kind: 'controller.due', netns, controller: id, request }, delayNs);
      const more = this.wakes.get(id)?.more;
      if (more !== undefined) waiting.push(more);
    }
    this.round = { listeners, at, background, detached, waiting };
  }

  /** Of the waiting deliveries to a control loop the last one made is the one that more may join. */
  private noteWake(event: SimEvent): void {
    if (event.kind !== 'controller.due' || event.more === undefined) return;
    const known = this.wakes.get(event.controller);
    if (known === undefined || known.seq < event.seq) this.wakes.set(event.controller, event);
    this.round = null;
  }

  forgetWakes(netns: NetnsId, pid: number): void {
    // Nearly always there is none in the whole queue, which in a large cluster is long.
    if (this.processWakes === 0) return;
    const ended = this.queue.remove(
      (event) => event.kind === 'process.wake' && event.pid === pid && event.netns === netns,
    );
    for (const event of ended) {
      this.processWakes -= 1;
      if (isWaitedFor(event)) this.foreground -= 1;
    }
  }

  relax(netns: NetnsId, socket: number, timer: TcpTimerName, atNs: number): void {
    const { queue } = this.world;
    const at = queue.findIndex(
      (event) =>
        event.at === atNs &&
        event.kind === 'tcp.timer' &&
        event.socket === socket &&
        event.timer === timer &&
        event.netns === netns,
    );
    const event = queue[at];
    if (event === undefined || event.background) return;
    // Checkpoints share the events of the queue: another one takes its place, which in the heap stays the same.
    queue[at] = { ...event, background: true };
    this.foreground -= 1;
  }

  random(netns: NetnsId, purpose: string): PrngState {
    const streams = (this.streams[netns] ??= new Map<string, PrngState>());
    const known = streams.get(purpose);
    if (known !== undefined) return known;
    const stream = this.stream(`${this.world.netns[netns]?.name ?? ''}/${purpose}`);
    streams.set(purpose, stream);
    return stream;
  }

  private stream(key: string): PrngState {
    const { random, seed } = this.world;
    const known = random.get(key);
    if (known !== undefined) return known;
    const fresh = prngFromSeed(seed, key);
    random.set(key, fresh);
    return fresh;
  }

  changed(change: Change): void {
    this.pending[this.pendingCount] = change;
    this.pendingCount += 1;
  }

  emit<K extends TraceKind>(
    kind: K,
    verdict: Verdict<K>,
    netns: NetnsId,
    dev: Ifindex,
    skb: Skb | null,
    detail: Detail<K>,
  ): void {
    const seq = this.trace.next;
    const before = skb === null ? -1 : skb.traceRef.last;
    const after = skb === null ? -1 : this.frameOf(skb);
    const changes = this.takePending();
    const record = {
      seq,
      event: this.world.eventIndex,
      atNs: this.world.nowNs,
      netns,
      dev,
      cause: this.cause,
      packet: skb === null ? -1 : skb.packet,
      kind,
      verdict,
      detail,
      changes,
      before,
      after,
      background: this.background,
    };
    // The parts were checked one by one against K; the union of all kinds is what the sink takes.
    this.trace.emit(record as unknown as TraceRecord);
    this.cause = seq;
  }

  /** Runs the next event; false when the queue is empty. */
  step(): boolean {
    const { world } = this;
    const event = this.queue.pop();
    if (event === undefined) return false;
    if (isWaitedFor(event)) this.foreground -= 1;
    if (event.kind === 'process.wake') this.processWakes -= 1;
    if (event.kind === 'controller.due' && this.wakes.get(event.controller) === event) {
      this.wakes.delete(event.controller);
      this.round = null;
    }
    world.nowNs = event.at;
    world.eventIndex += 1;
    this.cause = event.traceRef;
    this.background = event.background;
    this.detached = event.detached;
    if (world.netns[event.netns] === undefined) this.lose(event);
    else this.handler(this, this.own(event.netns), event);
    this.settle(event.netns);
    this.background = false;
    this.detached = false;
    this.cause = -1;
    return true;
  }

  /** The netns was deleted meanwhile: its timers mean nothing any more, a frame on its way to it is lost. */
  private lose(event: SimEvent): void {
    if ((event.kind !== 'frame.arrive' && event.kind !== 'frame.stacked') || !this.trace.on) return;
    this.emit('drop', 'drop', event.netns, event.ifindex, event.skb, { reason: 'DEV_READY' });
  }

  /** Whether an event is left that somebody waits for. */
  get busy(): boolean {
    return this.foreground > 0;
  }

  /** How many events are left that somebody waits for. */
  get waitedFor(): number {
    return this.foreground;
  }

  /** Time of the next event, or null. */
  get nextAtNs(): number | null {
    return this.queue.peek()?.at ?? null;
  }

  /** Changes that no decision spoke of get a record of their own, so that none is lost. */
  settle(netns: NetnsId): void {
    if (this.pendingCount > 0) this.emit('bookkeeping', 'settled', netns, 0, null, {});
  }

  /** A copy is as long as it must be; an array that grew by pushes has room for a dozen more, and records are kept. */
  private takePending(): readonly Change[] {
    if (this.pendingCount === 0) return NO_CHANGES;
    const changes = this.pending.slice(0, this.pendingCount);
    this.pendingCount = 0;
    return changes;
  }

  private tagged(skb: Skb): FrameRef {
    const bytes = wireBytes(skb);
    return this.trace.frame(bytes, 0, bytes.length, skb.l2);
  }

  private frameOf(skb: Skb): FrameRef {
    const ref = skb.traceRef;
    if (ref.frame === -1 && (skb.l2 || skb.l3)) {
      ref.frame = skb.tag === 0 ? this.trace.frame(skb.data, skb.head, skb.tail, skb.l2) : this.tagged(skb);
    }
    if (ref.frame !== -1) ref.last = ref.frame;
    return ref.frame;
  }
}

/** Housekeeping is not, nor what a process does that nobody waits for. */
function isWaitedFor({ background, detached }: SimEvent): boolean {
  return !background && !detached;
}

/** A copy for writing: links and table holders are new, tables themselves are copied on their own first write. */
function copyNetns(ns: Netns, generation: number): Netns {
  return {
    ...ns,
    generation,
    links: ns.links.map((link) => (link === undefined ? undefined : copyLink(link))),
    routeTables: new Map(ns.routeTables),
    packets: { ...ns.packets },
  };
}

function copyLink(link: Link): Link {
  return { ...link, stats: { ...link.stats } };
}
