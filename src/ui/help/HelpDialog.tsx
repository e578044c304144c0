import { useTexts } from '../../i18n/setup';
import { Dialog } from '../kit/Dialog';
import shapes from '../kit/shapes.module.css';
import { SHORTCUTS } from '../state/shortcuts';
import { usePage } from '../state/usePage';
import styles from './HelpDialog.module.css';

/** The keys of the page. */
export function HelpDialog() {
  const { t } = useTexts();
  const { select } = usePage();
  return (
    <Dialog
      title={t('ui.help.title')}
      closeLabel={t('ui.dialog.close')}
      onClose={() => select({ dialog: null })}
    >
      <p className={styles.intro}>{t('ui.help.intro')}</p>
      <dl className={styles.list}>
        {SHORTCUTS.map((shortcut) => (
          <div key={shortcut.id} className={styles.row}>
            <dt className={styles.keys}>
              {shortcut.caps.map((caps) => (
                <span key={caps.join()} className={styles.caps}>
                  {caps.map((cap) => (
                    <kbd key={cap} className={shapes.key}>
                      {cap === 'Space' ? t('ui.path.space') : cap}
                    </kbd>
                  ))}
                </span>
              ))}
            </dt>
            <dd>{t(`ui.keys.${shortcut.id}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
