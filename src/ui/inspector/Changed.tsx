import { useTexts } from '../../i18n/setup';
import shapes from '../kit/shapes.module.css';
import { useCompact } from '../kit/useMedia';
import { elide } from './elide';
import styles from './Packet.module.css';

/** In the compact form two values of this many characters fit in a line. */
const SHORT = 12;

/** A value that changed: the old one struck through, the new one under the highlighter. */
export function Changed({ was, now }: { readonly was: string; readonly now: string }) {
  const { t } = useTexts();
  const fit = useCompact() ? (value: string) => elide(value, SHORT) : (value: string) => value;
  return (
    <>
      <del className={styles.was} title={was}>
        {fit(was)}
      </del>
      <span className={styles.arrow} aria-hidden="true">
        →
      </span>
      <span className={shapes.hidden}>{t('ui.packet.becomes')}</span>
      <ins className={styles.now} title={now}>
        {fit(now)}
      </ins>
    </>
  );
}
