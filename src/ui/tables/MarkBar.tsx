import { useTexts } from '../../i18n/setup';
import { Button, IconButton } from '../kit/Button';
import { Icon } from '../kit/Icon';
import { usePage, usePageState } from '../state/usePage';
import styles from './TablesTab.module.css';

/** Marks an instant that the tables are compared with, leads back to it, takes the mark away. */
export function MarkBar() {
  const { t } = useTexts();
  const { setMark, goTo } = usePage();
  const seq = usePageState((state) => state.instant?.seq ?? null);
  const mark = usePageState((state) => state.mark);
  if (mark === null) {
    return (
      <div className={styles.markBar}>
        <Button
          variant="quiet"
          size="small"
          icon="flag"
          disabled={seq === null}
          title={t('time.compare.markTitle')}
          onClick={() => setMark(seq)}
        >
          {t('time.compare.mark')}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.markBar}>
      <Icon name="flag" size={14} />
      <span className={styles.marked}>{t('time.compare.marked')}</span>
      <IconButton
        variant="quiet"
        size="small"
        icon="back"
        label={t('time.compare.goTo')}
        disabled={mark === seq}
        onClick={() => void goTo(mark)}
      />
      <IconButton
        variant="quiet"
        size="small"
        icon="cross"
        label={t('time.compare.clear')}
        onClick={() => setMark(null)}
      />
    </div>
  );
}
