/** How the drawing moves into an instant: along which wires, where something is wrapped, split or dropped. */
import type { World } from '../model/world';
import type { Cue, Grain, LabGraph } from './contract';
import { labGraph, wireId } from './graph';
import { stopsOf } from './journeys';
import { deviceElement } from './names';
import { elementAt } from './place';
import type { ViewSource } from './source';
import { pathTo, type TraceIndex } from './trace-index';

type Travel = Extract<Cue, { kind: 'travel' }>;
type Ridden = Travel['wires'][number];

/** What the step did to the packet's headers. */
export interface Wrapping {
  readonly kind: 'wrap' | 'unwrap';
  /** Number of layers added or taken away. */
  readonly layers: number;
}

/** `from`: the record of the same packet's previous step, null at its first. */
export function cueAt(
  source: ViewSource,
  index: TraceIndex,
  world: World,
  at: { readonly seq: number; readonly from: number | null; readonly grain: Grain },
  wrapping: Wrapping | null,
): Cue {
  const record = source.trace.record(at.seq);
  const about = index.about[at.seq] ?? -1;
  if (about < 0) return { kind: 'none' };
  // While a process speaks the packet stays where it is.
  const here = elementAt(source, index, world, record.kind === 'process' ? about : at.seq);
  if (record.kind === 'drop') return { kind: 'drop', at: here, reason: record.detail.reason };
  const there = at.from === null ? null : elementAt(source, index, world, at.from);
  const wrap = wrapping === null ? null : { ...wrapping, at: here };
  if (there === null || there === here) {
    return splitAt(source, index, world, at.seq, at.grain) ?? wrap ?? { kind: 'stay', at: here };
  }
  const split = splitAt(source, index, world, at.seq, at.grain);
  if (split !== null) return split;
  const { wires, to } = rideAlong(labGraph(world), [there, ...stopsBetween(source, index, world, at), here]);
  if (wires.length === 0) return wrap ?? { kind: 'stay', at: here };
  const then = wrapping === null ? {} : { then: wrapping };
  return { kind: 'travel', wires, to, ...then };
}

/**
 * A flood. In steps of decisions it is seen at the bridge's own record, in larger steps at the first of its copies;
 * the others are already where they are.
 */
function splitAt(source: ViewSource, index: TraceIndex, world: World, seq: number, grain: Grain): Cue | null {
  const own = source.trace.record(seq);
  const flood = grain === 'decision' ? own : source.trace.record(Math.max(0, index.parent[seq] ?? 0));
  if (flood.kind !== 'bridge.forward' || flood.verdict !== 'flood') return null;
  const { bridge, ports, up } = flood.detail;
  if (ports.length + (up ? 1 : 0) < 2) return null;
  const at = deviceElement(world, flood.netns, bridge);
  if (grain !== 'decision' && index.children[flood.seq]?.[0] !== seq) {
    return own.kind === 'link.tx' ? { kind: 'stay', at: deviceElement(world, own.netns, own.dev) } : null;
  }
  const wires = ports.map((port) => ({
    wire: wireId('port', at, deviceElement(world, flood.netns, port)),
    reversed: false,
  }));
  return { kind: 'split', at, wires };
}

/** Elements the packet stood at after its step at `from`, up to `seq`. */
function stopsBetween(
  source: ViewSource,
  index: TraceIndex,
  world: World,
  at: { readonly seq: number; readonly from: number | null },
): string[] {
  const path = pathTo(index, at.seq).filter((seq) => seq > (at.from ?? -1));
  return stopsOf(source, index, path).map(({ place }) => deviceElement(world, place.netns, place.dev));
}

/** From one element to the next. What no wire leads to, the area of a pod, is left out: the ride ends before it. */
function rideAlong(graph: LabGraph, elements: readonly string[]): Pick<Travel, 'wires' | 'to'> {
  const wires: Ridden[] = [];
  let at = elements[0] ?? '';
  for (const next of elements) {
    const leg = next === at ? [] : ride(graph, at, next);
    if (leg.length === 0) continue;
    wires.push(...leg);
    at = next;
  }
  return { wires, to: at };
}

/** The shortest way between two elements along the wires; tunnels are drawn but nothing rides on them. */
function ride(graph: LabGraph, from: string, to: string): Ridden[] {
  const ways = new Map<string, { readonly next: string; readonly ridden: Ridden }[]>();
  const add = (at: string, next: string, ridden: Ridden): void => {
    const list = ways.get(at);
    if (list === undefined) ways.set(at, [{ next, ridden }]);
    else list.push({ next, ridden });
  };
  for (const wire of graph.wires) {
    if (wire.kind === 'tunnel') continue;
    add(wire.from, wire.to, { wire: wire.id, reversed: false });
    add(wire.to, wire.from, { wire: wire.id, reversed: true });
  }
  const cameBy = new Map<string, { readonly before: string; readonly ridden: Ridden }>();
  const queue = [from];
  for (const at of queue) {
    if (at === to) break;
    for (const { next, ridden } of ways.get(at) ?? []) {
      if (next === from || cameBy.has(next)) continue;
      cameBy.set(next, { before: at, ridden });
      queue.push(next);
    }
  }
  const path: Ridden[] = [];
  for (let step = cameBy.get(to); step !== undefined; step = cameBy.get(step.before)) path.push(step.ridden);
  return path.reverse();
}
