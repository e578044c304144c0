import { useTexts } from '../../i18n/setup';
import { IconButton } from '../kit/Button';
import { Icon } from '../kit/Icon';
import { usePage, usePageState } from '../state/usePage';
import type { Notice } from '../state/store';
import styles from './Trouble.module.css';

/** What in the address did not fit, and what to do about it; above the map, which is shown all the same. */
export function NoticeBar() {
  const { t } = useTexts();
  const { dismiss } = usePage();
  const notice = usePageState((state) => state.notice);
  if (!notice) return null;
  return (
    <div className={styles.notice} role="alert" data-testid="notice">
      <Icon name="alert" size={16} />
      <p>
        {textOf(notice, t)} <span className={styles.noticeMend}>{t(`ui.notice.${notice.kind}.mend`)}</span>
      </p>
      <IconButton variant="quiet" size="small" icon="cross" label={t('ui.notice.close')} onClick={dismiss} />
    </div>
  );
}

function textOf(notice: Notice, t: ReturnType<typeof useTexts>['t']): string {
  return notice.kind === 'unknown-send'
    ? t('ui.notice.unknown-send.text', { send: notice.send })
    : t(`ui.notice.${notice.kind}.text`);
}
