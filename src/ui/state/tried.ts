/** What trials came to, kept: whoever goes back in time, or opens the panel again, waits for nothing twice. */
import type { Verdict } from './trial';

export type Verdicts = ReadonlyMap<string, Verdict>;

/** Instants of a lab whose verdicts are kept; the one that was not asked for longest goes first. */
const KEPT_MOST = 32;

export interface Tried {
  /** Verdicts by the name of the send; as many as there are by now. */
  readonly of: (instant: string) => Verdicts;
  readonly add: (instant: string, send: string, verdict: Verdict) => void;
}

const NONE: Verdicts = new Map();

export function createTried(): Tried {
  const kept = new Map<string, Verdicts>();
  return {
    of: (instant) => kept.get(instant) ?? NONE,
    add(instant, send, verdict) {
      const verdicts = new Map([...(kept.get(instant) ?? NONE), [send, verdict] as const]);
      kept.delete(instant);
      kept.set(instant, verdicts);
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT_MOST) break;
        kept.delete(oldest);
      }
    },
  };
}

const labs = new WeakMap<object, Tried>();

/** Of one lab: of its text, which is another object when it is another text. */
export function triedIn(source: object): Tried {
  const known = labs.get(source) ?? createTried();
  labs.set(source, known);
  return known;
}
