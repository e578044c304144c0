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

/** Runs all candidates on the network that is described, in simulators of their own, as long as the component lives. */
export function useRuns(answers: Answers): Runs {
  const [runs, setRuns] = useState(NONE);
  useEffect(() => {
    let current = true;
    const gone = (): boolean => !current;
    const queue: Candidate[] = [...candidatesFor(answers)];
    const hosts = Array.from({ length: AT_ONCE }, () => createHost());
    const work = async (host: ReturnType<typeof createHost>): Promise<void> => {
      for (let next = queue.shift(); next !== undefined && !gone(); next = queue.shift()) {
        const { id } = next;
        // A simulator that stops takes this candidate with it; the next gets a new one.
        const result = await runCandidate(host, next, answers).catch(() => {
          if (!gone()) host.restart();
          return null;
        });
        if (!gone()) setRuns((before) => new Map([...before, [id, result]]));
      }
    };
    for (const host of hosts) void work(host);
    return () => {
      current = false;
      setRuns(NONE);
      for (const host of hosts) host.restart();
    };
  }, [answers]);
  return runs;
}
