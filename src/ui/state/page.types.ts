/** What the page is given to work with, and what it can do. */
import type { CatalogLesson, Input } from '../../core/index';
import type { Host } from '../host/host';
import type { LessonText } from '../host/lesson.types';
import type { LabText } from '../host/protocol';
import type { AddressBar } from './address';
import type { DraftShelf } from './drafts';
import type { HistoryShelf } from './histories';
import type { Guide } from './lesson';
import type { LessonShelf } from './lesson-shelf';
import type { Prefs, PrefsShelf } from './prefs';
import type { Rebuild } from './rebuild';
import type { CatalogSlice, LabSource, PageStore, SelectionSlice } from './store';
import type { Typing } from './typing';
import type { Walk } from './walk';

/** The doors of the page. */
export interface Surroundings {
  readonly host: Host;
  /** The labs and lessons there are; rejects where the list cannot be fetched. */
  readonly loadCatalog: () => Promise<CatalogSlice & { readonly lessons: readonly CatalogLesson[] }>;
  /** The text of a lab, null when there is none of this id. */
  readonly loadLab: (id: string) => Promise<LabText | null>;
  /** The lab to begin with for whoever wants one and names none. */
  readonly home: string;
  readonly addressBar: AddressBar;
  readonly shelf: PrefsShelf;
  /** Labs being written. */
  readonly drafts: DraftShelf;
  /** Commands typed in terminals. */
  readonly histories: HistoryShelf;
  /** The text of a lesson, in English where the language is missing; null when there is no such lesson. */
  readonly loadLesson: (id: string, language: string) => Promise<LessonText | null>;
  readonly lessonShelf: LessonShelf;
}

/** A lab of one's own: its text, and how its address holds it. */
export interface OwnLab {
  readonly text: string;
  readonly packed: string | null;
}

/** What components may ask of the page. */
export interface Page extends Rebuild, Typing {
  readonly store: PageStore;
  readonly host: Host;
  readonly home: string;
  readonly walk: Walk;
  readonly guide: Guide;
  /** Opens what the address says, now and whenever the reader changes it. Returns how to stop. */
  readonly start: () => () => void;
  /** Fetches which labs and lessons there are, once, into the store. */
  readonly list: () => Promise<void>;
  /** A lab that comes with the page, null when there is none of this id. */
  readonly loadLab: (id: string) => Promise<LabText | null>;
  /** Shows labs side by side, or with null the lab that was looked at before. */
  readonly compare: (spec: string | null) => Promise<void>;
  /** Asks which network fits, with what was said of one's own. */
  readonly choose: (answers: string) => Promise<void>;
  /** Opens a lab anew, with its first send performed; with `push` one can go back to where one was. */
  readonly openLab: (id: string, entry?: 'replace' | 'push') => Promise<void>;
  /** Opens a lab of one's own. Its text becomes part of the address, or is kept in the browser. */
  readonly openOwn: (text: string) => Promise<void>;
  /** The text an edited lab began as: the lab of this name that is shipped, else the file as it was opened. */
  readonly originalOf: (source: LabSource) => Promise<string>;
  readonly drafts: DraftShelf;
  /** Does something. Where that would take back later inputs, the reader is asked first. */
  readonly input: (input: Input) => Promise<void>;
  readonly histories: HistoryShelf;
  /** The reader's answer: from here on, at the end of the log, or not at all. */
  readonly answerBranch: (answer: 'branch' | 'append' | null) => Promise<void>;
  /** Keeps the first `count` inputs. */
  readonly cut: (count: number) => Promise<void>;
  /** Takes the set-up into the timeline, with the cursor at its beginning, or out of it again. */
  readonly showSetUp: (open: boolean) => Promise<void>;
  /** Moves the cursor to a record wherever it is: into the set-up as well, which is opened then. */
  readonly goTo: (seq: number) => Promise<void>;
  /** Marks an instant that others are compared with; null takes the mark away. */
  readonly setMark: (seq: number | null) => void;
  /** Starts the simulator again and opens what the address says. */
  readonly reload: () => Promise<void>;
  readonly setPrefs: (prefs: Partial<Prefs>) => void;
  readonly select: (selection: Partial<SelectionSlice>) => void;
  /** Opens folds of the map; those not named are folded. */
  readonly openFolds: (folds: readonly string[]) => void;
  /** The reader has read the notice. */
  readonly dismiss: () => void;
  /** The address of this very instant, complete. */
  readonly addressOf: () => Promise<string>;
  /** Brings the address bar to this very instant, before the page goes away. */
  readonly writeAddress: () => Promise<void>;
}
