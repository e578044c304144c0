/**
 * The only door to the simulator. It runs in a worker: the page asks views of it and gives it inputs, and never holds
 * the World. Answers are remembered until the next input, since the same question always has the same answer.
 */
import type {
  Chosen,
  Input,
  LoggedInput,
  RunReport,
  SemanticCursor,
  ShellCompletions,
  SharedLesson,
  ViewArgs,
  ViewName,
  ViewResult,
} from '../../core/index';
import { createCache } from './cache';
import type { LessonReply, LessonText, StepQuestion, StepState } from './lesson.types';
import { createLine, startWorker } from './line';
import type { DecodeReply, Found, LabText, OpenReply, Snapshot } from './protocol';

export { CrashError } from './line';
export type { Crash } from './line';

export interface Host {
  open(lab: LabText, inputs: readonly LoggedInput[], choices?: Chosen): Promise<OpenReply>;
  input(input: Input): Promise<{ readonly report: RunReport; readonly snapshot: Snapshot }>;
  cut(count: number): Promise<Snapshot>;
  query<V extends ViewName>(view: V, args: ViewArgs<V>): Promise<ViewResult<V>>;
  /** What may be typed at `cursor` of a line in a netns, as the machines are at record `seq`. */
  complete(seq: number, netns: string, line: string, cursor: number): Promise<ShellCompletions>;
  /** An API object at record `seq` as YAML, null when it is not there. */
  objectYaml(seq: number, key: string): Promise<string | null>;
  seqOf(cursor: SemanticCursor): Promise<Found>;
  /** Inputs, place and lesson as the text that follows the question mark of an address. */
  encode(seq: number, lesson?: SharedLesson | null): Promise<string>;
  decode(lab: string, shared: string): Promise<DecodeReply>;
  readonly lessons: LessonHost;
  /** Fetches the parts of the simulator that nothing has needed so far. For idle time; a failure does no harm. */
  warm(): void;
  /** Ends the worker and starts another; the session in it is lost. */
  restart(): void;
}

/** Lessons: read and judged by the worker, which holds the run. */
export interface LessonHost {
  read(file: LessonText): Promise<LessonReply>;
  judge(question: StepQuestion): Promise<StepState>;
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
    complete: (seq, netns, line, cursor) => ask((remote) => remote.complete(seq, netns, line, cursor)),
    query<V extends ViewName>(view: V, args: ViewArgs<V>) {
      const key = `${view} ${JSON.stringify(args)}`;
      const answer = views.get(key, () => {
        const asked = ask<ViewResult<V>>((remote) => remote.query(view, args));
        asked.catch(() => views.delete(key));
        return asked;
      });
      return answer as Promise<ViewResult<V>>;
    },
    objectYaml: (seq, key) => ask((remote) => remote.objectYaml(seq, key)),
    seqOf: (cursor) => ask((remote) => remote.seqOf(cursor)),
    encode: (seq, lesson) => ask((remote) => remote.encode(seq, lesson)),
    decode: (lab, shared) => ask((remote) => remote.decode(lab, shared)),
    lessons: {
      read: (file) => ask((remote) => remote.readLesson(file)),
      judge: (question) => ask((remote) => remote.judgeStep(question)),
    },
    warm() {
      ask((remote) => remote.warm()).catch(() => undefined);
    },
    restart() {
      hangUp();
      views.clear();
    },
  };
}
