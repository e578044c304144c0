/** What came of a golden case, and the lines that say so. */
import type { Difference } from './difference';

export type CaseResult =
  | {
      readonly outcome: 'passed';
      readonly name: string;
      /** Sections of the case the simulator has no mechanism for yet. */
      readonly leftOut: readonly string[];
    }
  | { readonly outcome: 'failed'; readonly name: string; readonly why: Difference | string }
  /** A vector of an inner step that the simulator does not have. */
  | { readonly outcome: 'not modelled'; readonly name: string; readonly why: string }
  /** `cases` of a kind the runner does not know yet. */
  | { readonly outcome: 'skipped'; readonly name: string; readonly cases: number };

/** One line of a report, null for what needs none. */
export function lineOf(result: CaseResult): string | null {
  switch (result.outcome) {
    case 'passed':
      return result.leftOut.length === 0
        ? null
        : `part ${result.name}: partly: without ${result.leftOut.join(', ')}`;
    case 'failed':
      return `FAIL ${result.name}: ${reasonOf(result.why)}`;
    case 'not modelled':
      return `none ${result.name}: not modelled: ${result.why}`;
    case 'skipped':
      return `skip ${result.name}: ${String(result.cases)} of a kind the runner does not know yet`;
  }
}

export function reasonOf(why: Difference | string): string {
  if (typeof why === 'string') return why;
  const place = why.place === '' ? '' : `, ${why.place}`;
  return `${why.section}${place}: expected ${why.expected}, got ${why.got}`;
}

export interface Tally {
  readonly lines: readonly string[];
  readonly passed: readonly string[];
  /** False when something failed, or nothing ran at all. */
  readonly ok: boolean;
}

/**
 * Counts results and writes the report. `listed` is the ratchet's list: with it, a case that is not on the list may
 * fail (it is `open`), and one that newly passes is to be put on it. Null means every case must pass.
 */
export function tally(results: readonly CaseResult[], listed: ReadonlySet<string> | null): Tally {
  const lines: string[] = [];
  const passed: string[] = [];
  const fresh: string[] = [];
  let failed = 0;
  let open = 0;
  let skipped = 0;
  let partly = 0;
  let unmodelled = 0;
  for (const result of results) {
    let line = lineOf(result);
    if (result.outcome === 'skipped') skipped += result.cases;
    else if (result.outcome === 'not modelled') unmodelled += 1;
    else if (result.outcome === 'passed') {
      passed.push(result.name);
      if (result.leftOut.length > 0) partly += 1;
      if (listed?.has(result.name) === false) fresh.push(result.name);
    } else if (listed?.has(result.name) === false) {
      open += 1;
      line = `open ${result.name}: ${reasonOf(result.why)}`;
    } else failed += 1;
    if (line !== null) lines.push(line);
  }
  for (const name of new Set(fresh))
    lines.push(`new  ${name} passes: add it to golden.passed.txt in this commit`);
  const counts = [String(passed.length), String(failed), String(skipped)] as const;
  lines.push(`${counts[0]} passed, ${counts[1]} failed, ${counts[2]} skipped`);
  const opened = listed === null ? '' : `, ${String(open)} open`;
  lines.push(`${String(partly)} partly, ${String(unmodelled)} not modelled${opened}`);
  return { lines, passed, ok: failed === 0 && passed.length + open > 0 };
}

/** Names in the ratchet's list: one a line, `# ` begins a comment; cases have numbers, like `Goto #0`. */
export function readPassedList(text: string): ReadonlySet<string> {
  const names = text.split('\n').map((line) => line.replace(/#\s.*/, '').trim());
  return new Set(names.filter((name) => name !== ''));
}
