/** What the screens ask about configuration: who did what, one configuration step, what differs between two instants. */
import type { Message } from './message';
import type { TableName, TableRow } from './contract.tables';

/**
 * Who configures: a control loop of the cluster, a client of the API server (`kubectl`), the reader in a shell, or the
 * lab's own set-up.
 */
export type ActorKind = 'loop' | 'client' | 'typed' | 'setUp';

// ---------------------------------------------------------------------------------------------- who did what

export interface JournalEntry {
  readonly seq: number;
  /** 0 for a decision, more for what it led to; what a plugin does stands below its call. */
  readonly depth: number;
  readonly kind: 'decision' | 'api' | 'cni' | 'op';
  readonly message: Message;
  readonly refused: boolean;
}

/** One waking of an actor: what woke it, what it decided, what it did. */
export interface JournalGroup {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly atNs: number;
  readonly actorKind: ActorKind;
  /** `node-1/kubelet`, `kubectl`; for commands the netns they are typed in. */
  readonly actor: string;
  /** Name of the machine it happens on. */
  readonly node: string;
  /** What it saw. */
  readonly woken: Message | null;
  /** The configuration step that woke it. */
  readonly because: number | null;
  readonly entries: readonly JournalEntry[];
  /** Entries left out because there are too many. */
  readonly hidden: number;
}

/** Null: whoever, wherever. `text`: part of an object's, netns' or command's text. */
export interface JournalFilter {
  readonly actor: string | null;
  readonly node: string | null;
  readonly text: string;
}

export interface JournalView {
  /** Groups that pass the filter. */
  readonly total: number;
  /** Ordinal of the first one that is answered. */
  readonly first: number;
  readonly groups: readonly JournalGroup[];
  /** All there are to choose from, in the order of their first doing. */
  readonly actors: readonly string[];
  readonly nodes: readonly string[];
}

export interface JournalArgs {
  readonly filter: JournalFilter;
  /** The groups around this record, or from this ordinal on. */
  readonly around: number | null;
  readonly from: number | null;
}

// ---------------------------------------------------------------------------------------------- one step

/** A line of an object before and after. */
export interface ObjectLine {
  readonly sign: 'same' | 'new' | 'gone' | 'skipped';
  /** Indented as YAML is; empty where unchanged lines are skipped. */
  readonly text: string;
}

/** A configuration step: who, why, and the object or the conversation it is about. */
export interface ConfigView {
  readonly actorKind: ActorKind;
  readonly actor: string;
  readonly woken: Message | null;
  /** The configuration step that woke the actor, in short. */
  readonly because: { readonly seq: number; readonly actor: string; readonly message: Message } | null;
  /** An object of the API server, as this step leaves it. */
  readonly object: { readonly name: string; readonly lines: readonly ObjectLine[] } | null;
  /** The call of a network plugin, as it would be seen on its pipes. */
  readonly call: {
    readonly plugin: string;
    readonly command: string;
    readonly env: readonly (readonly [name: string, value: string])[];
    readonly stdin: string;
    /** Null while it has not answered; empty when it prints nothing. */
    readonly stdout: string | null;
    readonly failed: boolean;
  } | null;
}

// ---------------------------------------------------------------------------------------------- two instants

export interface DiffRow extends TableRow {
  /** The last step between the two instants that wrote it. */
  readonly by: { readonly seq: number; readonly actor: string; readonly message: Message } | null;
}
export interface DiffTable {
  readonly name: TableName;
  readonly columns: readonly Message[];
  readonly rows: readonly DiffRow[];
}
export interface DiffPart {
  /** Empty for the objects of the API server. */
  readonly netns: string;
  readonly machine: string;
  readonly status: 'same' | 'new' | 'gone';
  readonly tables: readonly DiffTable[];
}
export interface DiffView {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly parts: readonly DiffPart[];
  /** Rows that differ. */
  readonly count: number;
  /** Of those, rows left out because there are too many. */
  readonly hidden: number;
}
