import type { RefObject } from 'react';
import type { Problem } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import styles from './EditorPanel.module.css';

/** What is wrong with the text, each with its place, which one click leads to. */
export function ProblemList({
  list,
  problems,
  onGoTo,
}: {
  readonly list: RefObject<HTMLDivElement | null>;
  readonly problems: readonly Problem[];
  readonly onGoTo: (problem: Problem) => void;
}) {
  const { t, tm } = useTexts();
  return (
    <div ref={list} className={styles.problems} hidden={problems.length === 0} data-testid="editor-problems">
      <ul aria-label={t('editor.list')}>
        {problems.map((problem, index) => (
          <li key={index}>
            <button type="button" className={styles.problem} onClick={() => onGoTo(problem)}>
              <span className={styles.where}>
                {problem.line > 0
                  ? t('editor.place', { line: problem.line, column: problem.column })
                  : t('editor.wholeFile')}
              </span>{' '}
              <span>
                {tm(problem.problem)} <span className={styles.mend}>{tm(problem.mend)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
