import { useTexts } from '../../i18n/setup';
import { Dialog } from '../kit/Dialog';
import shapes from '../kit/shapes.module.css';
import { SHORTCUTS, TERMINAL_KEYS } from '../state/shortcuts';
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
        {SHORTCUTS.map(({ id, caps }) => (
          <Row key={id} caps={caps} words={t(`ui.keys.${id}`)} />
        ))}
      </dl>
      <h3 className={styles.part}>{t('terminal.keys.title')}</h3>
      <dl className={styles.list}>
        {TERMINAL_KEYS.map(({ id, caps }) => (
          <Row key={id} caps={caps} words={t(`terminal.keys.${id}`)} />
        ))}
      </dl>
    </Dialog>
  );
}

function Row({
  caps: ways,
  words,
}: {
  readonly caps: readonly (readonly string[])[];
  readonly words: string;
}) {
  const { t } = useTexts();
  return (
    <div className={styles.row}>
      <dt className={styles.keys}>
        {ways.map((caps) => (
          <span key={caps.join()} className={styles.caps}>
            {caps.map((cap) => (
              <kbd key={cap} className={shapes.key}>
                {cap === 'Space' ? t('ui.path.space') : cap}
              </kbd>
            ))}
          </span>
        ))}
      </dt>
      <dd>{words}</dd>
    </div>
  );
}
