/** Candidates in the order in which one reads them. */
import type { Answers } from './answers';
import type { Candidate } from './candidates';
import { fits, TRIALS } from './run';
import type { Outcome, Result, Trial } from './run';

export interface Row {
  readonly candidate: Candidate;
  /** Undefined as long as it has not been run, null where it could not be. */
  readonly result: Result | null | undefined;
}

/**
 * Those that fit first, by what they put on cables; then those that lose large packets, those that do not fit, and those that
 * have not been run.
 */
export function sorted(
  candidates: readonly Candidate[],
  runs: ReadonlyMap<string, Result | null>,
): readonly Row[] {
  return candidates
    .map((candidate) => ({ candidate, result: runs.get(candidate.id) }))
    .sort((a, b) => classOf(a) - classOf(b) || bytesOf(a) - bytesOf(b));
}

/** How a candidate did; `small` fits, and loses large packets. */
export type Verdict = 'fits' | 'small' | 'fails' | 'broken' | 'waiting';

const VERDICTS: readonly Verdict[] = ['fits', 'small', 'fails', 'broken', 'waiting'];

export function verdictOf(result: Row['result']): Verdict {
  if (result === undefined) return 'waiting';
  if (result === null) return 'broken';
  if (!fits(result)) return 'fails';
  return whatFailed(result) === null ? 'fits' : 'small';
}

const classOf = ({ result }: Row): number => VERDICTS.indexOf(verdictOf(result));

const bytesOf = ({ result }: Row): number => result?.costs?.cableBytes ?? 0;

/** Trials that are made with these answers. */
export function shownTrials({ nodes, policies, encryption }: Answers): readonly Trial[] {
  const asked: Readonly<Record<Trial, boolean>> = {
    near: nodes > 2,
    far: true,
    large: true,
    stranger: policies,
    sealed: encryption,
  };
  return TRIALS.filter((trial) => asked[trial]);
}

/** The first trial that went wrong; null where all went well. */
export function whatFailed({ trials }: Result): { readonly trial: Trial; readonly outcome: Outcome } | null {
  for (const trial of TRIALS) {
    const outcome = trials[trial];
    if (outcome && !outcome.well) return { trial, outcome };
  }
  return null;
}
