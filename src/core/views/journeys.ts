/** The way of one packet: the devices it stands at, from first to last, along one branch. */
import type { World } from '../model/world';
import type { DeviceKind, Journey, Stop } from './contract';
import { branchesOf, fateOf, pathFrom } from './fate';
import { fieldNumber, headerBytes, innermost, isWrapped, type Frame } from './frame-layers';
import { deviceElement, devName, linkAt, machineName, netnsName } from './names';
import { packetTitle } from './packet-title';
import type { ViewSource } from './source';
import { lastWorkAt, samePlace, standsAt, type Place } from './standing';
import { pathTo, type TraceIndex } from './trace-index';

/** A device on the way, with the records of the path that belong to it. */
export interface PathStop {
  readonly place: Place;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** The whole branch that `seq` is on: back to the packet's first record, and on to its end. */
export function branchThrough(source: ViewSource, index: TraceIndex, seq: number): number[] {
  return [...pathTo(index, seq), ...pathFrom(source, index, seq)];
}

/**
 * Cuts a path into stops without gaps: what leads to a device belongs to it, what follows the last device to the last.
 */
export function stopsOf(source: ViewSource, index: TraceIndex, path: readonly number[]): PathStop[] {
  const stops: { place: Place; firstSeq: number; lastSeq: number }[] = [];
  let pending: number | null = null;
  for (const seq of path) {
    const record = source.trace.record(seq);
    const place = standsAt(record);
    const here = stops.at(-1);
    if (place === null) {
      if (here === undefined || seq > here.lastSeq) pending ??= seq;
      continue;
    }
    const lastSeq = lastWorkAt(source, index, seq);
    if (here !== undefined && samePlace(here.place, place)) here.lastSeq = lastSeq;
    else stops.push({ place, firstSeq: pending ?? seq, lastSeq });
    pending = null;
  }
  const last = stops.at(-1);
  if (last !== undefined) last.lastSeq = Math.max(last.lastSeq, path.at(-1) ?? 0);
  return stops;
}

/** The path of the packet that the record at `seq` is about; null when it is about none. */
export function journeyAt(source: ViewSource, index: TraceIndex, world: World, seq: number): Journey | null {
  const at = index.about[seq] ?? -1;
  if (at < 0) return null;
  const { packet } = source.trace.record(at);
  const path = branchThrough(source, index, at);
  const fate = fateOf(source, index, packet);
  const last = path.at(-1) ?? at;
  const dropped = source.trace.record(last).kind === 'drop';
  const parts = stopsOf(source, index, path);
  // It was refused before it was a packet at all.
  if (parts.length === 0) return null;
  const stops = parts.map((part, i) =>
    stopView(index, world, path, part, at, dropped && i === parts.length - 1),
  );
  const title = packetTitle(firstFrame(index, packet));
  return { packet, title, stops, branches: branchesOf(source, index, packet), fate };
}

/** The first readable frame of a packet: what it was when it was made. */
export function firstFrame(index: TraceIndex, packet: number): Frame | null {
  for (const seq of index.packets.get(packet) ?? []) {
    const frame = index.frame(seq);
    if (frame !== null) return frame;
  }
  return null;
}

/** The frame as it is at `seq` of a path, or was when last seen. */
export function frameAt(index: TraceIndex, path: readonly number[], seq: number): Frame | null {
  for (const at of path.filter((step) => step <= seq).reverse()) {
    const frame = index.frame(at);
    if (frame !== null) return frame;
  }
  return null;
}

function stopView(
  index: TraceIndex,
  world: World,
  path: readonly number[],
  { place, firstSeq, lastSeq }: PathStop,
  cursor: number,
  dropped: boolean,
): Stop {
  const { netns, dev } = place;
  const frame = frameAt(index, path, lastSeq);
  const ip = frame && innermost(frame, 'ipv4');
  return {
    element: deviceElement(world, netns, dev),
    machine: machineName(world, netns),
    netns: netnsName(world, netns),
    dev: devName(world, netns, dev),
    device: linkAt(world, netns, dev)?.kind ?? ('dummy' satisfies DeviceKind),
    firstSeq,
    lastSeq,
    ttl: ip ? fieldNumber(ip, 'ttl') : null,
    lenBytes: frame?.bytes.length ?? 0,
    headerBytes: frame === null ? 0 : headerBytes(frame),
    wrapped: frame !== null && isWrapped(frame),
    state: cursor > lastSeq ? 'travelled' : cursor < firstSeq ? 'ahead' : 'here',
    dropped,
  };
}
