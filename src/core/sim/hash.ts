/** The canonical hash of a World: what two runs must agree on. Bookkeeping of trace and checkpoints is left out. */
import { hashOf } from '../base/canonical';
import type { World } from '../model/world';

const LEFT_OUT = new Set(['generation', 'traceRef']);

/** 16 hex digits. Equal Worlds have equal hashes in every run, with or without a trace, on every machine. */
export function worldHash(world: World): string {
  return hashOf(strip({ ...world, queue: [...world.queue].sort((a, b) => a.at - b.at || a.seq - b.seq) }));
}

function strip(value: unknown): unknown {
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key as unknown, strip(item)]));
  // `from` and not `map`, which passes over the holes that deleted links leave.
  if (Array.isArray(value)) return Array.from(value, (item) => (item === undefined ? null : strip(item)));
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) if (!LEFT_OUT.has(key)) copy[key] = strip(item);
  return copy;
}
