/** Where progress through lessons is kept: in this browser. Storage may be forbidden or full: then as long as the page. */
import { readProgress, writeProgress } from '../../core/lesson/progress';
import type { KeptLessons } from '../../core/lesson/progress';

export interface LessonShelf {
  readonly load: () => KeptLessons;
  readonly save: (lessons: KeptLessons) => void;
}

const KEY = 'packetwalk.lessons';

export const browserLessonShelf: LessonShelf = {
  load() {
    try {
      return readProgress(window.localStorage.getItem(KEY));
    } catch {
      return {};
    }
  },
  save(lessons) {
    try {
      window.localStorage.setItem(KEY, writeProgress(lessons));
    } catch {
      // Forbidden or full: the page works without.
    }
  },
};
