import { localized } from '../../i18n/language';
import { useTexts } from '../../i18n/setup';
import { useListed, usePage, usePageState } from '../state/usePage';
import styles from './LessonPanel.module.css';

/** All lessons there are, in the order in which they are best taken. */
export function LessonList() {
  const { t, language } = useTexts();
  const { guide } = usePage();
  useListed();
  const lessons = usePageState((state) => state.lessons);
  const progress = usePageState((state) => state.progress);
  return (
    <ol className={styles.lessons}>
      {lessons.map((lesson) => {
        const title = localized(lesson.title, language);
        const kept = progress[lesson.name];
        const solved = Object.values(kept?.steps ?? {}).filter((step) => step.solved).length;
        return (
          <li key={lesson.name}>
            <button type="button" className={styles.entry} onClick={() => void guide.open(lesson.name)}>
              <span className={styles.entryTitle}>{title}</span>
              <span className={styles.entrySummary}>{localized(lesson.summary, language)}</span>
              <span className={styles.entryFacts}>
                {t('lesson.ui.minutes', { count: lesson.minutes })}
                {kept && ` · ${t('lesson.ui.solved', { solved, count: lesson.steps })}`}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
