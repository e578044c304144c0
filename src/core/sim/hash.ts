/** Canonical hashes of World and trace: what two runs must agree on. Bookkeeping of checkpoints is left out. */
import { hashOf } from '../base/canonical';
import type { World } from '../model/world';
import type { FrameRef, TraceRecord } from '../trace/record';
import { pendingEvents } from './queue';

const LEFT_OUT = new Set(['generation', 'traceRef', 'summed']);

/** 16 hex digits. Equal Worlds have equal hashes in every run, with or without a trace, on every machine. */
export function worldHash(world: World): string {
  const { queue: _queue, wire: _wire, ...rest } = world;
  const queue = [...pendingEvents(world)].sort((a, b) => a.at - b.at || a.seq - b.seq);
  return hashOf(strip({ ...rest, queue }));
}

function strip(value: unknown): unknown {
  // It would count as an object without members: two different ones would be equal.
  if (value instanceof Set) throw new TypeError('A World is plain data: no Set');
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key as unknown, strip(item)]));
  // `from` and not `map`, which passes over the holes that deleted links leave.
  if (Array.isArray(value)) return Array.from(value, (item) => (item === undefined ? null : strip(item)));
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (LEFT_OUT.has(key)) continue;
    copy[key] = key === 'ct' ? stripFlow(item) : strip(item);
  }
  return copy;
}

/** A packet's flow that is in the table is meant by its number: what has become of it meanwhile the table says. */
function stripFlow(value: unknown): unknown {
  // Whatever else is called so, in a manifest from outside, is what it is.
  const ct = value as { confirmed?: unknown; entry?: { id?: unknown } | null } | null;
  const id = ct?.confirmed === true ? ct.entry?.id : undefined;
  return id === undefined ? strip(ct) : { ...ct, entry: id };
}

/** What a trace is read by; the views' reader and the store both fit. */
interface Readable {
  readonly length: number;
  record(seq: number): TraceRecord;
  frame(ref: FrameRef): { readonly bytes: Uint8Array; readonly l2: boolean } | null;
}

/**
 * The canonical hash of a whole trace, 16 hex digits: every record with the bytes of its frames. Frames are hashed by
 * content, since a trace that was cut and went on keeps frames of what it forgot.
 */
export function traceHash(trace: Readable): string {
  const frames = new Map<FrameRef, string | null>();
  const frameHash = (ref: FrameRef): string | null => {
    const known = frames.get(ref);
    if (known !== undefined) return known;
    const hash = hashOf(trace.frame(ref));
    frames.set(ref, hash);
    return hash;
  };
  const records: string[] = [];
  for (let seq = 0; seq < trace.length; seq += 1) {
    const record = trace.record(seq);
    const frame = { before: frameHash(record.before), after: frameHash(record.after) };
    records.push(hashOf(strip({ ...record, ...frame })));
  }
  return hashOf(records);
}
