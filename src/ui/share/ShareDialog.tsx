import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../i18n/setup';
import { Dialog } from '../kit/Dialog';
import { usePage, usePageState } from '../state/usePage';
import styles from './ShareDialog.module.css';

/** The link for copying by hand, where the browser does not let the page do it. */
export function ShareDialog() {
  const { t } = useTexts();
  const { addressOf, select } = usePage();
  // A lab of one's own may be too long for an address: then only its file can be handed on.
  const tooLong = usePageState(
    ({ source }) => source !== null && source.id === null && source.packed === null,
  );
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
      <p className={styles.text}>{t(tooLong ? 'editor.tooLong' : 'ui.share.text')}</p>
      {!tooLong && (
        <input ref={field} className={styles.link} readOnly value={link} aria-label={t('ui.share.link')} />
      )}
    </Dialog>
  );
}
