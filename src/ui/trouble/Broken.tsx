import { useTexts } from '../../i18n/setup';
import { Button } from '../kit/Button';
import { Icon } from '../kit/Icon';
import { CopyButton } from './CopyButton';
import styles from './Trouble.module.css';

/** Stands in place of a part of the page that failed to draw itself. */
export function Broken({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  const { t } = useTexts();
  return (
    <div className={styles.page}>
      <div className={styles.box} role="alert">
        <span className={styles.mark}>
          <Icon name="alert" size={22} />
        </span>
        <h2 className={styles.title}>{t('ui.broken.title')}</h2>
        <p className={styles.text}>{t('ui.broken.text')}</p>
        <pre className={styles.details}>{`${error.name}: ${error.message}`}</pre>
        <div className={styles.actions}>
          <Button variant="primary" onClick={retry}>
            {t('ui.broken.retry')}
          </Button>
          <CopyButton text={error.stack ?? `${error.name}: ${error.message}`} />
        </div>
      </div>
    </div>
  );
}
