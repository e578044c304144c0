import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../i18n/setup';
import { Dialog } from '../kit/Dialog';
import { usePage } from '../state/usePage';
import styles from './ShareDialog.module.css';

/** The link for copying by hand, where the browser does not let the page do it. */
export function ShareDialog() {
  const { t } = useTexts();
  const { addressOf, select } = usePage();
  const [link, setLink] = useState('');
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    addressOf().then(
      (address) => setLink(new URL(address, window.location.href).href),
      () => setLink(window.location.href),
    );
  }, [addressOf]);
  useEffect(() => field.current?.select(), [link]);

  return (
    <Dialog
      title={t('ui.share.title')}
      closeLabel={t('ui.dialog.close')}
      onClose={() => select({ dialog: null })}
    >
      <p className={styles.text}>{t('ui.share.text')}</p>
      <input ref={field} className={styles.link} readOnly value={link} aria-label={t('ui.share.link')} />
    </Dialog>
  );
}
