/** What a session offers to its users: the page (through a worker), the command line, the tests. */
import type { ClusterConfig } from './model/cluster';
import type { Input, LoggedInput } from './model/input';
import type { FaultName } from './views/faults/names';
import type { Message } from './views/message';

/** A text per language tag; `en` is always there. */
export type Localized = Readonly<Record<string, string>> & { readonly en: string };

/** A prepared send of a lab. */
export interface LabSend {
  readonly name: string;
  readonly title: Localized;
  readonly netns: string;
  readonly command: string;
  /** What the command reads from its standard input. */
  readonly stdin?: string;
}

/** One way of building a lab, out of several. */
export interface LabOptionInfo {
  readonly name: string;
  readonly title: Localized;
}

/** A question that is answered when a lab is opened: which backend, which network. */
export interface LabChoiceInfo {
  readonly name: string;
  readonly title: Localized;
  readonly options: readonly LabOptionInfo[];
  /** Name of the option the lab's file is written for. */
  readonly default: string;
  /** Name of the option this session was opened with. */
  readonly chosen: string;
}

/** A fault that is there from the beginning, and what takes it away. */
export interface BrokenSpot {
  readonly name: FaultName;
  readonly at: string;
  readonly break: Input;
  readonly mend: Input;
}

export interface LabInfo {
  readonly id: string;
  readonly title: Localized;
  readonly summary: Localized;
  readonly sends: readonly LabSend[];
  readonly seed: number;
  /** Null in a lab without Kubernetes. */
  readonly cluster: ClusterConfig | null;
  readonly choices: readonly LabChoiceInfo[];
  /** What is odd about the lab and may well be meant: it is built all the same. */
  readonly warnings: readonly Problem[];
  /** What was broken when the lab was built, because its file wants it so. */
  readonly broken: readonly BrokenSpot[];
}

/** Names of options by name of choice; what is not named is as the lab's file has it. */
export type Chosen = Readonly<Record<string, string>>;

/** What a session starts from, besides its lab. */
export interface Opening {
  readonly inputs?: readonly LoggedInput[];
  readonly choices?: Chosen;
}

/** Something wrong with what came from outside: where it is, what it is, how to mend it. */
export interface Problem {
  /** File name, or the name of what was pasted. */
  readonly file: string;
  /** Document in the file, from 1; 0 when the file as a whole is meant. */
  readonly document: number;
  /** Line and column, from 1; 0 when unknown. */
  readonly line: number;
  readonly column: number;
  /** Path inside the document, `spec.machines[0].setup`; may be empty. */
  readonly path: string;
  readonly problem: Message;
  readonly mend: Message;
}

/** How a run ended. `bounded`: too many events, something goes round in circles. */
export interface RunReport {
  readonly outcome: 'quiet' | 'bounded';
  readonly events: number;
  readonly records: number;
  /** When bounded: the devices in whose circle frames go round, back to the first; null when there is no such circle. */
  readonly circle: readonly CirclePlace[] | null;
}

/** A device, by names. */
export interface CirclePlace {
  readonly netns: string;
  readonly dev: string;
}

/** Where the cursor stands, in words that survive new trace kinds. */
export interface SemanticCursor {
  readonly input: number;
  /** Ordinal of the packet within the input. */
  readonly packet: number;
  readonly netns: string;
  readonly dev: string;
  readonly kind: string;
  /** Which of several such records. */
  readonly ordinal: number;
  readonly seq: number;
}

/** Where a learner is in a lesson. */
export interface SharedLesson {
  readonly id: string;
  /** Empty for its beginning, or where one left it. */
  readonly step: string;
  /** Number of inputs when the step began. */
  readonly since: number;
}

/** What an address (URL) holds. */
export interface SharedState {
  readonly lab: string;
  /** Only those that differ from the lab's file. */
  readonly choices?: Chosen;
  readonly inputs: readonly LoggedInput[];
  readonly cursor: SemanticCursor | null;
  readonly lesson?: SharedLesson;
}

export type { ClusterConfig, Input, LoggedInput };
