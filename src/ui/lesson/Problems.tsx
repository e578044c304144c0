import type { Problem } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import styles from './LessonPanel.module.css';

/** A lesson that is not there, or cannot be read: each mistake with its line and mend. */
export function Problems({ id, problems }: { readonly id: string; readonly problems: readonly Problem[] }) {
  const { t, tm } = useTexts();
  return (
    <div className={styles.problems} role="alert">
      <p className={styles.partName}>{t('lesson.ui.trouble')}</p>
      {problems.length === 0 && <p>{t('lesson.ui.unknown', { lesson: id })}</p>}
      <ul>
        {problems.map((problem, index) => (
          <li key={index}>
            <p>
              {problem.file} {problem.line > 0 && t('ui.trouble.line', { line: problem.line })}
            </p>
            <p>{tm(problem.problem)}</p>
            <p>{tm(problem.mend)}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
