/**
 * What is kept of a learner's way through lessons: choices made, places walked to, steps solved. Whether something is
 * right is never kept, it is computed again from the run. Stored text is hostile until read here.
 */
export interface KeptStep {
  /** Chosen options by the id of a prediction or quiz. */
  readonly choices: Readonly<Record<string, number>>;
  /** Walks that were made, by id. */
  readonly walked: readonly string[];
  readonly solved: boolean;
}
export interface KeptLesson {
  /** The step the learner is at. */
  readonly step: string;
  /** Number of inputs when that step began: what was done before does not count for it. */
  readonly since: number;
  /** Inputs and cursor, as a shared address holds them. */
  readonly run: string;
  readonly steps: Readonly<Record<string, KeptStep>>;
}
export type KeptLessons = Readonly<Record<string, KeptLesson>>;

export const NOTHING_KEPT: KeptStep = { choices: {}, walked: [], solved: false };

const VERSION = 1;
const MAX_TEXT = 1_000_000;
const MAX_ENTRIES = 200;
const MAX_RUN = 20_000;
const ID = /^[a-z0-9][-a-z0-9]{0,62}$/;

/** Whatever was stored, made into progress: what makes no sense is left out. */
export function readProgress(stored: string | null): KeptLessons {
  if (stored === null || stored.length > MAX_TEXT) return {};
  const value = parsed(stored);
  return value['version'] === VERSION ? entries(value['lessons'], keptLesson) : {};
}

export function writeProgress(lessons: KeptLessons): string {
  return JSON.stringify({ version: VERSION, lessons });
}

function parsed(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text)) ?? {};
  } catch {
    return {};
  }
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

/** A mapping by id whose values can be read; made without a prototype, since ids come from outside. */
function entries<T>(value: unknown, read: (value: unknown) => T | null): Readonly<Record<string, T>> {
  const kept: [string, T][] = [];
  for (const [id, one] of Object.entries(fieldsOf(value) ?? {}).slice(0, MAX_ENTRIES)) {
    const made = ID.test(id) ? read(one) : null;
    if (made !== null) kept.push([id, made]);
  }
  return Object.fromEntries(kept);
}

function keptLesson(value: unknown): KeptLesson | null {
  const { step, since, run, steps } = fieldsOf(value) ?? {};
  if (typeof step !== 'string' || !ID.test(step)) return null;
  return {
    step,
    since: index(since) ?? 0,
    run: typeof run === 'string' && run.length <= MAX_RUN ? run : '',
    steps: entries(steps, keptStep),
  };
}

function keptStep(value: unknown): KeptStep | null {
  const fields = fieldsOf(value);
  if (fields === null) return null;
  const walked: readonly unknown[] = Array.isArray(fields['walked']) ? fields['walked'] : [];
  return {
    choices: entries(fields['choices'], index),
    walked: walked.slice(0, MAX_ENTRIES).filter((id) => typeof id === 'string' && ID.test(id)) as string[],
    solved: fields['solved'] === true,
  };
}

function index(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
