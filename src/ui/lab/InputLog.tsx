import { useTexts } from '../../i18n/setup';
import { Button, IconButton } from '../kit/Button';
import { usePage, usePageState } from '../state/usePage';
import styles from './LabPanel.module.css';
import { presentInput } from './present';

/** What was sent, in order. An entry takes the cursor to its beginning; the log can be cut at any entry. */
export function InputLog() {
  const { t } = useTexts();
  const { walk, cut } = usePage();
  const marks = usePageState((state) => state.timeline?.inputs);
  const present = usePageState(presentInput);
  const busy = usePageState((state) => state.busy);
  const count = marks?.length ?? 0;
  return (
    <div className={styles.part}>
      <div className={styles.label}>
        <h4 className={styles.label} style={{ margin: 0 }}>
          {t('ui.lab.log')}
        </h4>
        {count > 0 && (
          <Button
            variant="quiet"
            size="small"
            icon="undo"
            disabled={busy}
            onClick={() => void cut(count - 1)}
          >
            {t('ui.lab.undo')}
          </Button>
        )}
      </div>
      {count === 0 && <p className={styles.none}>{t('ui.lab.logEmpty')}</p>}
      <ol className={styles.log}>
        {marks?.map((mark) => (
          <li key={mark.index} className={styles.entry}>
            <button
              type="button"
              className={styles.goto}
              aria-current={mark.index === present ? 'true' : undefined}
              title={t('ui.lab.goTo')}
              onClick={() => walk.seek(mark.seq)}
            >
              <span className={styles.number}>{mark.index + 1}</span>
              <span className={styles.words}>{mark.command}</span>
            </button>
            <span className={styles.cut}>
              <IconButton
                variant="quiet"
                size="small"
                icon="cross"
                label={t('ui.lab.cut', { number: mark.index + 1 })}
                disabled={busy}
                onClick={() => void cut(mark.index)}
              />
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
