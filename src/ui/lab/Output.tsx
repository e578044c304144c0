import { useTexts } from '../../i18n/setup';
import { usePageState } from '../state/usePage';
import styles from './LabPanel.module.css';
import { presentInput } from './present';

/** What the process of the present input has printed up to this instant. */
export function Output() {
  const { t } = useTexts();
  const lines = usePageState((state) => state.instant?.output);
  const present = usePageState(presentInput);
  const command = usePageState((state) => state.timeline?.inputs[present]?.command);
  if (command === undefined) return null;
  return (
    <div className={`${styles.part} ${styles.output}`}>
      <h4 className={styles.label}>{t('ui.lab.output')}</h4>
      <pre className={styles.lines} aria-label={t('ui.lab.output')} data-testid="output">
        <span className={styles.prompt}>$ {command}</span>
        {lines?.map((line, index) => (
          <span key={index}>
            {'\n'}
            {line}
          </span>
        ))}
      </pre>
    </div>
  );
}
