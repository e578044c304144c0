import type { Problem } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import styles from './Trouble.module.css';

/** Everything that is wrong with a file, each with its place and how to mend it. */
export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  const { t, tm } = useTexts();
  return (
    <ul className={styles.problems}>
      {problems.map((problem, index) => (
        <li key={index} className={styles.problem}>
          <div className={styles.where}>
            {[problem.file, problem.line > 0 && t('ui.trouble.line', { line: problem.line }), problem.path]
              .filter(Boolean)
              .join(' · ')}
          </div>
          <div>{tm(problem.problem)}</div>
          <div className={styles.mend}>{tm(problem.mend)}</div>
        </li>
      ))}
    </ul>
  );
}
