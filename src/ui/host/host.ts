/**
 * The only door to the simulator. It runs in a worker: the page asks views of it and gives it inputs, and never holds
 * the World. Answers are remembered until the next input, since the same question always has the same answer.
 */
import { wrap } from 'comlink';
import type { Remote } from 'comlink';
import type {
  CatalogLab,
  Chosen,
  Input,
  LoggedInput,
  RunReport,
  SemanticCursor,
  ViewArgs,
  ViewName,
  ViewResult,
} from '../../core/index';
import { createCache } from './cache';
import type { DecodeReply, Found, LabText, OpenReply, SessionDoor, Snapshot } from './protocol';

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

export interface Host {
  catalog(file: LabText): Promise<readonly CatalogLab[]>;
  open(lab: LabText, inputs: readonly LoggedInput[], choices?: Chosen): Promise<OpenReply>;
  input(input: Input): Promise<{ readonly report: RunReport; readonly snapshot: Snapshot }>;
  cut(count: number): Promise<Snapshot>;
  query<V extends ViewName>(view: V, args: ViewArgs<V>): Promise<ViewResult<V>>;
  seqOf(cursor: SemanticCursor): Promise<Found>;
  encode(seq: number): Promise<string>;
  decode(lab: string, shared: string): Promise<DecodeReply>;
  /** Ends the worker and starts another; the session in it is lost. */
  restart(): void;
}

/** Views kept for stepping to and fro without asking again. */
const REMEMBERED = 96;

/** A run is bounded in events, so an answer that takes this long will not come. */
const SILENCE_MS = 30_000;

interface Line {
  readonly worker: Worker;
  readonly remote: Remote<SessionDoor>;
  /** Rejects when the worker crashes. */
  readonly crashed: Promise<never>;
  readonly fail: (crash: Crash) => void;
}

/** A host whose workers are made by `start`. */
export function createHost(start: () => Worker = startWorker): Host {
  const views = createCache<Promise<unknown>>(REMEMBERED);
  let line: Line | null = null;

  const ask = async <T>(question: (remote: Remote<SessionDoor>) => Promise<unknown>): Promise<T> => {
    line ??= openLine(start());
    const { remote, crashed, fail } = line;
    const watch = setTimeout(
      () => fail({ cause: 'silent', details: `no answer within ${SILENCE_MS / 1000} s` }),
      SILENCE_MS,
    );
    try {
      return (await Promise.race([question(remote), crashed])) as T;
    } catch (error) {
      if (error instanceof CrashError) throw error;
      // The simulator threw while answering: whatever state it is in now cannot be trusted.
      throw new CrashError({ cause: 'error', details: describe(error) });
    } finally {
      clearTimeout(watch);
    }
  };

  return {
    catalog: (file) => ask((remote) => remote.catalog(file)),
    open(lab, inputs, choices) {
      views.clear();
      return ask((remote) => remote.open(lab, inputs, choices));
    },
    async input(input) {
      const answer = await ask<{ report: RunReport; snapshot: Snapshot }>((remote) => remote.input(input));
      views.clear();
      return answer;
    },
    async cut(count) {
      const snapshot = await ask<Snapshot>((remote) => remote.cut(count));
      views.clear();
      return snapshot;
    },
    query<V extends ViewName>(view: V, args: ViewArgs<V>) {
      const key = `${view} ${JSON.stringify(args)}`;
      const answer = views.get(key, () => {
        const asked = ask<ViewResult<V>>((remote) => remote.query(view, args));
        asked.catch(() => views.delete(key));
        return asked;
      });
      return answer as Promise<ViewResult<V>>;
    },
    seqOf: (cursor) => ask((remote) => remote.seqOf(cursor)),
    encode: (seq) => ask((remote) => remote.encode(seq)),
    decode: (lab, shared) => ask((remote) => remote.decode(lab, shared)),
    restart() {
      line?.worker.terminate();
      line = null;
      views.clear();
    },
  };
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
  return { worker, remote: wrap<SessionDoor>(worker), crashed, fail };
}

function startWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'simulator' });
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.stack ?? `${error.name}: ${error.message}`;
}
