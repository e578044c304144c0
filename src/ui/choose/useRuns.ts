import { useEffect, useState } from 'react';
import { createHost } from '../host/host';
import type { Answers } from './answers';
import { candidatesFor } from './candidates';
import type { Candidate } from './candidates';
import { runCandidate } from './run';
import type { Result } from './run';

/** Simulators at work at once: each builds whole clusters. */
const AT_ONCE = 2;

/** What came of each candidate by now, by id; null for one that could not be built. */
export type Runs = ReadonlyMap<string, Result | null>;

const NONE: Runs = new Map();

/** What was run on this page already, by what was asked: who looks at a failure and comes back reads on. */
const kept = new Map<string, Runs>();
const MOST_KEPT = 20;

function keep(asked: string, runs: Runs): void {
  if (!kept.has(asked) && kept.size >= MOST_KEPT) kept.delete([...kept.keys()][0] ?? '');
  // One that could not be built is tried again.
  kept.set(asked, new Map([...runs].filter(([, result]) => result !== null)));
}

/** Runs all candidates on the network that is described, in simulators of their own, as long as the component lives. */
export function useRuns(answers: Answers): Runs {
  const asked = JSON.stringify(answers);
  const [runs, setRuns] = useState<{ readonly asked: string; readonly done: Runs }>({ asked, done: NONE });
  useEffect(() => {
    let current = true;
    const gone = (): boolean => !current;
    let done: Runs = kept.get(asked) ?? NONE;
    const queue: Candidate[] = candidatesFor(answers).filter(({ id }) => !done.has(id));
    const hosts = Array.from({ length: AT_ONCE }, () => createHost());
    const work = async (host: ReturnType<typeof createHost>): Promise<void> => {
      for (let next = queue.shift(); next !== undefined && !gone(); next = queue.shift()) {
        const { id } = next;
        // A simulator that stops takes this candidate with it; the next gets a new one.
        const result = await runCandidate(host, next, answers).catch(() => {
          if (!gone()) host.restart();
          return null;
        });
        if (gone()) return;
        done = new Map([...done, [id, result]]);
        keep(asked, done);
        setRuns({ asked, done });
      }
    };
    for (const host of hosts) void work(host);
    return () => {
      current = false;
      for (const host of hosts) host.restart();
    };
  }, [answers, asked]);
  return runs.asked === asked && runs.done.size > 0 ? runs.done : (kept.get(asked) ?? NONE);
}
