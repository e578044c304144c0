import type { BgpSessionView } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import styles from './controls.module.css';

/** Of so many sessions that are not up the ends are told. */
const TOLD = 3;

/** How many sessions are up, and which are not. */
export function SessionsNote({ sessions }: { readonly sessions: readonly BgpSessionView[] }) {
  const { t } = useTexts();
  const down = sessions.filter(({ up }) => !up);
  return (
    <p className={styles.sessions} role="status" data-testid="sessions">
      {sessions.length === 0
        ? t('map.sessions.none')
        : t('map.sessions.up', { up: sessions.length - down.length, count: sessions.length })}
      {down.slice(0, TOLD).map(({ from, to }) => (
        <span key={`${from.machine} ${to.machine} ${from.error}`}>
          {t('map.sessions.down', {
            ...{ from: from.machine, to: to.machine },
            state: from.state ?? to.state ?? '',
          })}
        </span>
      ))}
      {down.length > TOLD && <span>{t('map.sessions.more', { count: down.length - TOLD })}</span>}
    </p>
  );
}
