/** What the page is given to work with. */
import type { Host } from '../host/host';
import type { LessonText } from '../host/lesson.types';
import type { LabText } from '../host/protocol';
import type { AddressBar } from './address';
import type { DraftShelf } from './drafts';
import type { LessonShelf } from './lesson-shelf';
import type { PrefsShelf } from './prefs';

/** The doors of the page. */
export interface Surroundings {
  readonly host: Host;
  /** The list of labs. */
  readonly catalog: LabText;
  /** The text of a lab, null when there is none of this id. */
  readonly loadLab: (id: string) => Promise<LabText | null>;
  /** The lab that opens when the address names none. */
  readonly home: string;
  readonly addressBar: AddressBar;
  readonly shelf: PrefsShelf;
  /** Labs being written. */
  readonly drafts: DraftShelf;
  /** The text of a lesson, in English where the language is missing; null when there is no such lesson. */
  readonly loadLesson: (id: string, language: string) => Promise<LessonText | null>;
  readonly lessonShelf: LessonShelf;
}

/** A lab of one's own: its text, and how its address holds it. */
export interface OwnLab {
  readonly text: string;
  readonly packed: string | null;
}
