/** A part of the trace as a capture: what the taps saw, and why each packet came there. */
import type { Ifindex, NetnsId } from '../../model/link';
import type { MacAddr } from '../../wire/addr';
import type { CaptureArgs, CaptureScope, CaptureView } from '../contract.capture';
import { sceneAt } from '../decide';
import type { Message } from '../message';
import { devName, linkAt, netnsName } from '../names';
import { narrate } from '../narrate';
import type { ViewSource } from '../source';
import { tappedAt, type TappedFrame } from '../tap';
import { indexOf, type TraceIndex } from '../trace-index';
import { LINKTYPE_ETHERNET, LINKTYPE_RAW, type Reception } from './file';

/** What passed the taps of the scope's devices between two records, both included, oldest first. */
export function capture(source: ViewSource, { scope, from, to }: CaptureArgs): CaptureView {
  const index = indexOf(source);
  const last = Math.min(to, index.length - 1);
  const interfaces = new Interfaces(source, last);
  const fits = scopeTest(index, interfaces, scope);
  const frames: TappedFrame[] = [];
  for (let seq = Math.max(0, from); seq <= last; seq += 1) {
    const frame = tappedAt(source.trace, seq);
    if (frame !== null && fits(frame)) frames.push(frame);
  }
  const reasons = reasonsOf(source, index, frames, last);
  const packets = frames.map((frame) => ({
    seq: frame.seq,
    dev: interfaces.indexOf(frame),
    atNs: BigInt(frame.atNs),
    direction: frame.direction,
    reception: receptionOf(frame),
    packet: frame.packet,
    lenBytes: frame.bytes.length,
    bytes: frame.bytes.slice(),
    comments: reasons.get(frame.seq) ?? [],
  }));
  return { interfaces: interfaces.list, packets };
}

/** Whether a frame belongs to what is asked for. */
function scopeTest(
  index: TraceIndex,
  interfaces: Interfaces,
  scope: CaptureScope,
): (frame: TappedFrame) => boolean {
  switch (scope.kind) {
    case 'all':
      return () => true;
    case 'packet':
      return ({ packet }) => packet === scope.packet;
    case 'input':
      return ({ seq }) => index.input[seq] === scope.input;
    case 'netns':
      return (frame) => interfaces.netnsOf(frame) === scope.netns;
    case 'device':
      return (frame) => interfaces.netnsOf(frame) === scope.netns && interfaces.devOf(frame) === scope.dev;
  }
}

/** The interfaces of the capture, in the order in which they were first used. */
class Interfaces {
  readonly list: { readonly name: string; readonly linkType: number; readonly mac: MacAddr | null }[] = [];
  private readonly places = new Map<string, { index: number; netns: string; dev: string; mac: number }>();
  private readonly source: ViewSource;
  private readonly last: number;

  constructor(source: ViewSource, last: number) {
    this.source = source;
    this.last = last;
  }

  netnsOf(frame: TappedFrame): string {
    return this.place(frame).netns;
  }

  devOf(frame: TappedFrame): string {
    return this.place(frame).dev;
  }

  /** Puts the interface on the list with its first frame. */
  indexOf(frame: TappedFrame): number {
    const place = this.place(frame);
    if (place.index >= 0) return place.index;
    place.index = this.list.length;
    this.list.push({
      name: `${place.netns}/${place.dev}`,
      linkType: frame.l2 ? LINKTYPE_ETHERNET : LINKTYPE_RAW,
      mac: frame.l2 ? (place.mac as MacAddr) : null,
    });
    return place.index;
  }

  /** A device that is gone by the end still had a name when the frame passed it. */
  private place({ seq, netns, dev, l2 }: TappedFrame): {
    index: number;
    netns: string;
    dev: string;
    mac: number;
  } {
    const key = keyOf(netns, dev, l2);
    let place = this.places.get(key);
    if (place === undefined) {
      const end = this.source.worldAt(this.last);
      const world = linkAt(end, netns, dev) === null ? this.source.worldAt(seq) : end;
      const mac = linkAt(world, netns, dev)?.mac ?? 0;
      place = { index: -1, netns: netnsName(world, netns), dev: devName(world, netns, dev), mac };
      this.places.set(key, place);
    }
    return place;
  }
}

function keyOf(netns: NetnsId, dev: Ifindex, l2: boolean): string {
  return `${String(netns)}/${String(dev)}/${l2 ? 'frame' : 'packet'}`;
}

function receptionOf({ pktType }: TappedFrame): Reception | null {
  switch (pktType) {
    case 'host':
      return 'unicast';
    case 'otherhost':
      return 'promiscuous';
    case 'outgoing':
      return null;
    default:
      return pktType;
  }
}

/**
 * The decisions that led to each of the frames since the tap before, and of what led to no further tap (a delivery, a
 * drop) the sentences with the last one that saw the packet.
 */
function reasonsOf(
  source: ViewSource,
  index: TraceIndex,
  frames: readonly TappedFrame[],
  last: number,
): Map<number, readonly Message[]> {
  const stops = new Set(frames.map(({ seq }) => seq));
  const told = new Map<number, number[]>();
  const leadsOn = new Set<number>();
  for (const { seq } of frames) {
    const way = [seq];
    let at = index.parent[seq] ?? -1;
    for (; at >= 0 && !isTap(source, at); at = index.parent[at] ?? -1) {
      way.unshift(at);
      leadsOn.add(at);
    }
    told.set(seq, way);
  }
  for (const packet of new Set(frames.map((frame) => frame.packet))) {
    for (const seq of index.packets.get(packet) ?? []) {
      if (seq > last || leadsOn.has(seq) || isTap(source, seq)) continue;
      let at = index.parent[seq] ?? -1;
      while (at >= 0 && !isTap(source, at)) at = index.parent[at] ?? -1;
      if (stops.has(at)) told.get(at)?.push(seq);
    }
  }
  return sentences(source, index, told);
}

function isTap(source: ViewSource, seq: number): boolean {
  const { kind } = source.trace.record(seq);
  return kind === 'link.tx' || kind === 'link.rx';
}

/** Worlds are asked for in their order: that is a step from one to the next, and no replay. */
function sentences(
  source: ViewSource,
  index: TraceIndex,
  told: ReadonlyMap<number, readonly number[]>,
): Map<number, readonly Message[]> {
  const known = new Map<number, Message>();
  for (const seq of [...new Set([...told.values()].flat())].sort((a, b) => a - b)) {
    known.set(seq, narrate(source.trace.record(seq), sceneAt(source, index, source.worldAt(seq), seq)));
  }
  return new Map(
    [...told].map(([seq, way]) => [seq, way.map((at) => known.get(at)).filter((one) => one !== undefined)]),
  );
}
