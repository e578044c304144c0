import { useMemo } from 'react';
import { useTexts } from '../../i18n/setup';
import { usePage } from '../state/usePage';
import { formatAnswers, parseAnswers } from './answers';
import type { Answers } from './answers';
import styles from './ChoosePanel.module.css';
import { Questions } from './Questions';
import { Results } from './Results';

/** Which network fits: what one knows of one's own, and what came of every network when it was run there. */
export function ChoosePanel({ answers: text }: { readonly answers: string }) {
  const { t } = useTexts();
  const page = usePage();
  const answers = useMemo(() => parseAnswers(text), [text]);
  const change = (part: Partial<Answers>): void => void page.choose(formatAnswers({ ...answers, ...part }));
  return (
    <div className={styles.page} data-panel="choose" tabIndex={-1} data-testid="choose">
      <div className={styles.head}>
        <h2 className={styles.headline}>{t('choose.title')}</h2>
        <p className={styles.lead}>{t('choose.lead')}</p>
      </div>
      <div className={styles.columns}>
        <Questions answers={answers} onChange={change} />
        <Results key={formatAnswers(answers)} answers={answers} />
      </div>
    </div>
  );
}
