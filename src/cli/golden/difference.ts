/** The first place where two values differ. */
import type { Json } from './json';
import { isList, isObject, stable } from './json';

/** Where a case departs from the real kernel. */
export interface Difference {
  /** `frames`, `steps`, `build`, or a section of the state files with its moment (`neigh after`). */
  readonly section: string;
  /** Namespace, packet, hop, field. */
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}

export interface ValueDifference {
  /** Dotted path inside the value; '' for the value itself. */
  readonly path: string;
  readonly expected: Json | undefined;
  readonly got: Json | undefined;
}

/** Walks two values side by side, members in the order of the expected one; null when they are equal. */
export function firstDifference(
  expected: Json | undefined,
  got: Json | undefined,
  path = '',
): ValueDifference | null {
  if (isObject(expected) && isObject(got)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(got)])) {
      const found = firstDifference(expected[key], got[key], path === '' ? key : `${path}.${key}`);
      if (found !== null) return found;
    }
    return null;
  }
  if (isList(expected) && isList(got)) {
    const length = Math.max(expected.length, got.length);
    for (let i = 0; i < length; i += 1) {
      const found = firstDifference(expected[i], got[i], `${path}[${String(i)}]`);
      if (found !== null) return found;
    }
    return null;
  }
  return expected === got ? null : { path, expected, got };
}

/** A value in one line of a report. */
export function show(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : stable(value);
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}

/** A {@link ValueDifference} at a place of a section. */
export function asDifference(section: string, place: string, found: ValueDifference): Difference {
  const at = found.path === '' ? place : `${place}: ${found.path}`;
  return { section, place: at, expected: show(found.expected), got: show(found.got) };
}
