/** A run as it was before something else came. */
import { indexOf } from '../views/trace-index';
import type { ViewSource } from '../views/source';
import type { Scope } from './packets';

/** The scope without record `end` and what came after it. */
export function scopeUntil(scope: Scope, end: number): Scope {
  const { source } = scope;
  if (end >= source.trace.length) return scope;
  const before = beginningOf(source, end);
  return { ...scope, source: before, index: indexOf(before), world: source.worldAt(Math.max(0, end - 1)) };
}

function beginningOf(source: ViewSource, end: number): ViewSource {
  const { trace } = source;
  return {
    trace: { length: end, record: (seq) => trace.record(seq), frame: (ref) => trace.frame(ref) },
    worldAt: (seq) => source.worldAt(seq),
    explain: (seq) => source.explain(seq),
    inputs: source.inputs,
  };
}
