/**
 * The only door to the simulator. It runs in a worker: the page asks views of it and gives it inputs, and never holds
 * the World. Answers are remembered until the next input, since the same question always has the same answer.
 */
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
import { createLine, startWorker } from './line';
import type { DecodeReply, Found, LabText, OpenReply, Snapshot } from './protocol';

export { CrashError } from './line';
export type { Crash } from './line';

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

/** A run is bounded in events, so an answer that takes this long will not come. */
const SILENCE_MS = 30_000;

/** Views kept for stepping to and fro without asking again. */
const REMEMBERED = 96;

/** A host whose workers are made by `start`. */
export function createHost(start: () => Worker = startWorker): Host {
  const views = createCache<Promise<unknown>>(REMEMBERED);
  const { ask, hangUp } = createLine(start, SILENCE_MS);

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
      hangUp();
      views.clear();
    },
  };
}
