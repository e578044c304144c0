import { useTexts } from '../../i18n/setup';
import { Button } from '../kit/Button';
import { Icon } from '../kit/Icon';
import { usePage } from '../state/usePage';
import { CopyButton } from './CopyButton';
import styles from './Trouble.module.css';

/** What browsers say when a part of the page could not be fetched. Only loading the page again helps then. */
const NOT_FETCHED = /dynamically imported module|importing a module script/i;

/** Stands in place of a part of the page that failed to draw itself. `small`: where there is room for one line. */
export function Broken({
  error,
  retry,
  small = false,
}: {
  readonly error: Error;
  readonly retry: () => void;
  readonly small?: boolean;
}) {
  const { t } = useTexts();
  const { writeAddress } = usePage();
  const reload = (): void => void writeAddress().finally(() => window.location.reload());
  const notFetched = NOT_FETCHED.test(error.message);
  return (
    <div className={`${styles.page} ${small ? styles.small : ''}`} data-testid="broken">
      <div className={styles.box} role="alert">
        <span className={styles.mark}>
          <Icon name="alert" size={22} />
        </span>
        <h2 className={styles.title}>{t(notFetched ? 'ui.trouble.unreachable.title' : 'ui.broken.title')}</h2>
        <p className={styles.text}>{t(notFetched ? 'ui.broken.reloadText' : 'ui.broken.text')}</p>
        <pre className={styles.details}>{`${error.name}: ${error.message}`}</pre>
        <div className={styles.actions}>
          <Button variant="primary" onClick={notFetched ? reload : retry}>
            {t(notFetched ? 'ui.broken.reload' : 'ui.broken.retry')}
          </Button>
          <CopyButton text={error.stack ?? `${error.name}: ${error.message}`} />
        </div>
      </div>
    </div>
  );
}
