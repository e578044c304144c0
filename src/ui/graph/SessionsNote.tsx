import type { BgpSessionView } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import shapes from '../kit/shapes.module.css';
import styles from './controls.module.css';
import { stateOf } from './session-curves';

/** Of so many sessions that are not up the ends are told. */
const TOLD = 3;

/** How many sessions are up, of how many; null where there are none. */
export function tallyOf(sessions: readonly BgpSessionView[]): string | null {
  return sessions.length === 0 ? null : `${sessions.filter(({ up }) => up).length}/${sessions.length}`;
}

/** Which sessions are not up. Where all are, the sentence is for those who listen: the others see their number. */
export function SessionsNote({ sessions }: { readonly sessions: readonly BgpSessionView[] }) {
  const { t } = useTexts();
  const down = sessions.filter(({ up }) => !up);
  const allUp = sessions.length > 0 && down.length === 0;
  return (
    <p className={allUp ? shapes.hidden : styles.sessions} role="status" data-testid="sessions">
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
