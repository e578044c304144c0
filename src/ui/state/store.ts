/**
 * The state of the page: where the cursor stands, what is selected, what the reader likes, which lab is open. Views of
 * the session are kept only as last shown; the World and the trace stay in the worker.
 */
import { createStore } from 'zustand';
import type { StoreApi } from 'zustand';
import type {
  CatalogLab,
  CatalogLesson,
  Grain,
  GraphView,
  Instant,
  LabInfo,
  Localized,
  LoggedInput,
  Problem,
  RunReport,
  StepMarks,
  TimelineView,
} from '../../core/index';
import type { KeptLessons } from '../../core/lesson/progress';
import type { Crash } from '../host/host';
import type { Lesson, StepState } from '../host/lesson.types';
import type { Branch } from './branch';
import { DEFAULT_PREFS } from './prefs';
import type { Prefs } from './prefs';
import type { Rebuilt } from './rebuilt';
import type { Direction, Scope } from './steps';
import { NO_TERMINALS } from './terminals';
import type { TerminalSlice } from './terminals';

/** Something that keeps a lab from being shown. */
export type Trouble =
  | { readonly kind: 'unknown-lab'; readonly lab: string }
  | { readonly kind: 'mangled'; readonly text: string; readonly problems: readonly Problem[] }
  | { readonly kind: 'lab'; readonly lab: string; readonly problems: readonly Problem[] }
  /** A lab of one's own that is neither in the address nor in this browser. */
  | { readonly kind: 'own-gone' }
  | { readonly kind: 'unreachable'; readonly details: string }
  | { readonly kind: 'crash'; readonly crash: Crash };

/** Something that did not work, in the address or around the page; the lab is shown all the same. */
export type Notice =
  /** A prepared send that the lab does not have: it and what follows were left out. */
  | { readonly kind: 'unknown-send'; readonly send: string }
  /** A moment that this run does not have. */
  | { readonly kind: 'no-moment' }
  /** A moment of a run in which nothing was sent. */
  | { readonly kind: 'no-inputs' }
  /** The browser keeps nothing: storage is forbidden or full. */
  | { readonly kind: 'storage' }
  /** Nor a lab of one's own, which is too long for an address. */
  | { readonly kind: 'own-unkept' };

/** The file of the lab that is open, or could not be opened. */
export interface LabSource {
  /** Number of the opening: another one is another file. */
  readonly opened: number;
  /** Null for a lab of one's own. */
  readonly id: string | null;
  readonly file: string;
  readonly text: string;
  /** A lab of one's own as its address holds it; null when it is too long for that. */
  readonly packed: string | null;
}

export interface LabSlice {
  readonly status: 'loading' | 'ready' | 'trouble';
  readonly trouble: Trouble | null;
  readonly notice: Notice | null;
  readonly source: LabSource | null;
  readonly info: LabInfo | null;
  readonly inputs: readonly LoggedInput[];
  readonly timeline: TimelineView | null;
  readonly graph: GraphView | null;
  /** What the step the cursor stands at changed on the map; null before anything has happened. */
  readonly marks: StepMarks | null;
  /** An input is being worked out. */
  readonly busy: boolean;
  /** An input waits for the reader's word: it was made where others come after. */
  readonly branch: Branch | null;
  /** How the last input ended. */
  readonly report: RunReport | null;
  /** What building the lab again changed; null when it is as it was opened. */
  readonly rebuilt: Rebuilt | null;
}

export interface CursorSlice {
  /** Record the cursor stands at. */
  readonly seq: number;
  readonly grain: Grain;
  /** What is walked: packets, configuration, or both. */
  readonly scope: Scope;
  /** The set-up before the first input is part of the timeline. */
  readonly setUp: boolean;
  readonly playing: boolean;
  /** The instant that tables are compared with; null: the step before. */
  readonly mark: number | null;
  /** Playing pauses where a packet is dropped. */
  readonly stopAtDrop: boolean;
  /** The instant on the screen; behind `seq` for the moment it takes to work out. */
  readonly instant: Instant | null;
  /** Which way the last step went. */
  readonly direction: Direction;
}

/** What stands for the API server where a netns is chosen. */
export const API_SERVER_PLACE = 'api:';

export type InspectorTab = 'packet' | 'tables';
export type SidePanel = 'lab' | 'lesson' | 'journal' | 'library' | 'objects';

/** What the page shows. Whatever stands in place of the lab, the lab stays open behind it. */
export type Screen =
  | { readonly kind: 'lab' }
  /** Where one begins: what this is, and the ways in. */
  | { readonly kind: 'start' }
  /** Labs side by side, as the address has them. */
  | { readonly kind: 'compare'; readonly spec: string }
  /** Which network fits; `answers` is what was said of one's own, as the address has it. */
  | { readonly kind: 'choose'; readonly answers: string };

export const LAB: Screen = { kind: 'lab' };

export interface SelectionSlice {
  /** Element of the graph. */
  readonly selected: string | null;
  /** Folds of the map that are opened, the latest last. */
  readonly open: readonly string[];
  /** The overlay is lifted off the underlay. */
  readonly lifted: boolean;
  /** BGP sessions are drawn. */
  readonly sessions: boolean;
  /** Namespace of the cluster that is looked at, null for all. */
  readonly namespace: string | null;
  /** Key of the API object that is opened in its panel. */
  readonly object: string | null;
  /** Whose doings are listed, as `node-1/flanneld`; null for everybody's. */
  readonly doer: string | null;
  /** The kernel view stands in place of the map. */
  readonly kernel: boolean;
  readonly tab: InspectorTab;
  /** Netns whose tables are shown, or {@link API_SERVER_PLACE}; null follows the packet. */
  readonly netns: string | null;
  /** What the left panel shows, null when it is closed. */
  readonly side: SidePanel | null;
  readonly screen: Screen;
  /** The lab's file is shown as text, in place of map and inspector. */
  readonly editing: boolean;
  readonly dialog: 'help' | 'settings' | 'share' | 'capture' | 'faults' | null;
}

export interface PrefsSlice {
  readonly prefs: Prefs;
}

/** Labs of one kind, by name. */
export interface LabGroup {
  readonly title: Localized;
  readonly labs: readonly string[];
}

export interface CatalogSlice {
  /** All labs there are; empty until the list is read. */
  readonly labs: readonly CatalogLab[];
  /** The headings they stand under. */
  readonly groups: readonly LabGroup[];
}

/** The lesson that is open. */
export interface OpenLesson {
  readonly id: string;
  /** Null until it is read, and where it cannot be. */
  readonly content: Lesson | null;
  /** Null while all is well; empty when there is no such lesson. */
  readonly problems: readonly Problem[] | null;
  readonly step: string;
  /** Number of inputs when the step began. */
  readonly since: number;
  /** How far the step is; null until it is judged. */
  readonly state: StepState | null;
}

export interface LessonSlice {
  /** All lessons there are; empty until the list is read. */
  readonly lessons: readonly CatalogLesson[];
  readonly lesson: OpenLesson | null;
  readonly progress: KeptLessons;
}

const NO_LESSON: LessonSlice = { lessons: [], lesson: null, progress: {} };

export type PageState = LessonSlice &
  LabSlice &
  CursorSlice &
  SelectionSlice &
  TerminalSlice &
  PrefsSlice &
  CatalogSlice;
export type PageStore = StoreApi<PageState>;

export const NO_LAB: LabSlice = {
  status: 'loading',
  trouble: null,
  notice: null,
  source: null,
  info: null,
  inputs: [],
  timeline: null,
  graph: null,
  marks: null,
  busy: false,
  branch: null,
  report: null,
  rebuilt: null,
};

export const AT_START: CursorSlice = {
  seq: 0,
  grain: 'hop',
  scope: 'all',
  setUp: false,
  mark: null,
  playing: false,
  stopAtDrop: false,
  instant: null,
  direction: 1,
};

const NOTHING_SELECTED: SelectionSlice = {
  selected: null,
  open: [],
  lifted: false,
  sessions: false,
  namespace: null,
  object: null,
  doer: null,
  kernel: false,
  tab: 'packet',
  netns: null,
  side: 'lab',
  screen: LAB,
  editing: false,
  dialog: null,
};

export function createPageStore(prefs: Prefs = DEFAULT_PREFS): PageStore {
  return createStore<PageState>(() => ({
    ...NO_LAB,
    ...AT_START,
    ...NOTHING_SELECTED,
    ...NO_LESSON,
    terminal: NO_TERMINALS,
    prefs,
    labs: [],
    groups: [],
  }));
}
