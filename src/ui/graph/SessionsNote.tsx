import type { BgpSessionView } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import styles from './controls.module.css';
import { stateOf } from './session-curves';

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
      {down.slice(0, TOLD).map((session, index) => (
        <span key={index}>
          {t('map.sessions.down', {
            ...{ from: session.from.machine, to: session.to.machine },
            state: stateOf(session),
          })}
        </span>
      ))}
      {down.length > TOLD && <span>{t('map.sessions.more', { count: down.length - TOLD })}</span>}
    </p>
  );
}
