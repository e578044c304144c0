/** What the page and the simulator's worker say to each other: plain data only. */
import type {
  Chosen,
  Input,
  JsonSchema,
  Lab,
  LabInfo,
  LoggedInput,
  Problem,
  RunReport,
  SemanticCursor,
  ShellCompletions,
  SharedLesson,
  SharedState,
  ViewArgs,
  ViewName,
  ViewResult,
} from '../../core/index';
import type { LessonReply, LessonText, StepQuestion, StepState } from './lesson.types';

/** A lab as text, with the name that problems in it are reported under. */
export interface LabText {
  readonly file: string;
  readonly text: string;
  /** The same as read when the page was built; null or missing for what somebody writes. */
  readonly lab?: Lab | null;
  /** Forms of it that were built with the page; null or missing where there are none. */
  readonly built?: BuiltFiles | null;
}

/** Where a lab is that comes built (core/session.built.ts). */
export interface BuiltFiles {
  /** Stands for the code that built it. */
  readonly code: string;
  /** Addresses by the form's name. What is there is deflated. */
  readonly forms: Readonly<Record<string, string>>;
}

/** How far a session has come. */
export interface Snapshot {
  /** Number of records in the trace. */
  readonly length: number;
  readonly inputs: readonly LoggedInput[];
}

export type OpenReply =
  | { readonly ok: true; readonly info: LabInfo; readonly snapshot: Snapshot }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export type DecodeReply =
  | { readonly ok: true; readonly state: SharedState }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Where a cursor leads: `fits` is false when there is no such record, and `seq` only the nearest to it. */
export interface Found {
  readonly seq: number;
  readonly fits: boolean;
}

/** What the worker offers. It holds one session at a time. */
export interface SessionDoor {
  open(lab: LabText, inputs: readonly LoggedInput[], choices?: Chosen): Promise<OpenReply>;
  input(input: Input): Promise<{ readonly report: RunReport; readonly snapshot: Snapshot }>;
  /** Keeps the first `count` inputs. */
  cut(count: number): Promise<Snapshot>;
  query<V extends ViewName>(view: V, args: ViewArgs<V>): Promise<ViewResult<V>>;
  /** What may be typed at `cursor` of a line in a netns, as the machines are at record `seq`. */
  complete(seq: number, netns: string, line: string, cursor: number): Promise<ShellCompletions>;
  /** An API object at record `seq` as YAML, null when it is not there. */
  objectYaml(seq: number, key: string): Promise<string | null>;
  /** The record a cursor means in the present trace. */
  seqOf(cursor: SemanticCursor): Promise<Found>;
  /** Inputs and place as the text that follows the question mark of an address. */
  encode(seq: number, lesson?: SharedLesson | null): Promise<string>;
  decode(lab: string, shared: string): Promise<DecodeReply>;
  /** What every engine must agree on for this lab and these inputs; asked by the tests, which compare browsers. */
  hash(): Promise<{ readonly trace: string; readonly world: string }>;
  readLesson(file: LessonText): Promise<LessonReply>;
  judgeStep(question: StepQuestion): Promise<StepState>;
  /** Everything that is wrong with a lab, found by reading and building it. The open session is left alone. */
  check(lab: LabText): Promise<readonly Problem[]>;
  /** Fetches, while nothing else is to be done, the parts that nothing has needed so far. */
  warm(): Promise<void>;
  /** The schemas of the documents a lab's file may hold. */
  schemas(): Promise<readonly JsonSchema[]>;
}
