/** A line to a worker of the simulator: questions, answers, and what happens when there is none. */
import { wrap } from 'comlink';
import type { Remote } from 'comlink';
import type { SessionDoor } from './protocol';

/** Why the simulator is gone: it threw, it could not be loaded, or it does not answer. */
export interface Crash {
  readonly cause: 'error' | 'silent';
  readonly details: string;
}

/** Thrown by every question after a crash, so that nobody waits for ever. */
export class CrashError extends Error {
  constructor(readonly crash: Crash) {
    super(crash.details);
    this.name = 'CrashError';
  }
}

interface Line {
  readonly worker: Worker;
  readonly remote: Remote<SessionDoor>;
  /** Rejects when the worker crashes. */
  readonly crashed: Promise<never>;
  readonly fail: (crash: Crash) => void;
  /** It has answered before, so its code is loaded. */
  answers: boolean;
}

/** Asks the worker, which is started if need be. Rejects with a {@link CrashError} when it is gone. */
export type Ask = <T>(question: (remote: Remote<SessionDoor>) => Promise<unknown>) => Promise<T>;

/** How long a new worker may take to load its code besides, ms: on a slow connection that is most of the first answer. */
const START_MS = 30_000;

/** A line to workers made by `start`, which have to answer within `silenceMs` once they have begun to. */
export function createLine(
  start: () => Worker,
  silenceMs: number,
  startMs = START_MS,
): { readonly ask: Ask; readonly hangUp: () => void } {
  let line: Line | null = null;

  const ask: Ask = async <T>(question: (remote: Remote<SessionDoor>) => Promise<unknown>): Promise<T> => {
    line ??= openLine(start());
    const asked = line;
    const { remote, crashed, fail } = asked;
    const waitMs = asked.answers ? silenceMs : silenceMs + startMs;
    const watch = setTimeout(
      () => fail({ cause: 'silent', details: `no answer within ${waitMs / 1000} s` }),
      waitMs,
    );
    try {
      const answer = (await Promise.race([question(remote), crashed])) as T;
      asked.answers = true;
      return answer;
    } catch (error) {
      if (error instanceof CrashError) throw error;
      // The simulator threw while answering: whatever state it is in now cannot be trusted.
      throw new CrashError({ cause: 'error', details: describe(error) });
    } finally {
      clearTimeout(watch);
    }
  };

  const hangUp = () => {
    line?.worker.terminate();
    line = null;
  };
  return { ask, hangUp };
}

function openLine(worker: Worker): Line {
  let fail: (crash: Crash) => void = () => undefined;
  const crashed = new Promise<never>((_, reject) => {
    fail = (crash) => reject(new CrashError(crash));
  });
  // Nobody may be waiting when it happens; the next question will tell.
  crashed.catch(() => undefined);
  worker.addEventListener('error', (event) => {
    fail({ cause: 'error', details: event.message || 'the simulator could not be loaded' });
  });
  worker.addEventListener('messageerror', () => fail({ cause: 'error', details: 'an unreadable message' }));
  return { worker, remote: wrap<SessionDoor>(worker), crashed, fail, answers: false };
}

/** The worker of this page. */
export function startWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'simulator' });
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.stack ?? `${error.name}: ${error.message}`;
}
