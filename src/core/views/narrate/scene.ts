/** What a sentence about a record may look at besides the record. */
import type { World } from '../../model/world';
import type { TraceKind } from '../../trace/kinds';
import type { TraceRecord } from '../../trace/record';
import type { Message } from '../message';
import { devName, linkAt, netnsName } from '../names';

export interface Scene {
  /** World just after the record. */
  readonly world: World;
  /** The packet is inside a tunnel: what is decided is about its outer header. */
  readonly outer: boolean;
  /** The record before on the packet's way: what led to a drop. */
  readonly before: TraceRecord | null;
}

export type Narrator<K extends TraceKind> = (record: TraceRecord<K>, scene: Scene) => Message;

/** Names of the record's netns and device, as most texts want them. */
export function at(record: TraceRecord, scene: Scene): { readonly netns: string; readonly dev: string } {
  return {
    netns: netnsName(scene.world, record.netns),
    dev: devName(scene.world, record.netns, record.dev),
  };
}

/** Name of another device of the record's netns. */
export function nameOf(record: TraceRecord, scene: Scene, ifindex: number): string {
  return devName(scene.world, record.netns, ifindex);
}

/** The other end of a veth pair or cable, null when there is none. */
export function peerOf(record: TraceRecord, scene: Scene): { peer: string; peerNetns: string } | null {
  const link = linkAt(scene.world, record.netns, record.dev);
  const ref = link?.kind === 'veth' || link?.kind === 'physical' ? link.peer : null;
  if (ref === null || linkAt(scene.world, ref.netns, ref.ifindex) === null) return null;
  return {
    peer: devName(scene.world, ref.netns, ref.ifindex),
    peerNetns: netnsName(scene.world, ref.netns),
  };
}
