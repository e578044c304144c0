import { localized } from '../../i18n/language';
import { useTexts } from '../../i18n/setup';
import shapes from '../kit/shapes.module.css';
import { usePage, usePageState } from '../state/usePage';
import styles from './LibraryPanel.module.css';

/** All labs there are. */
export function LibraryPanel() {
  const { t, language } = useTexts();
  const { openLab } = usePage();
  const labs = usePageState((state) => state.labs);
  const open = usePageState((state) => state.info?.id);
  return (
    <section className={shapes.panel} aria-label={t('ui.library.name')} data-panel="lab" tabIndex={-1}>
      <div className={shapes.panelHead}>
        <h2 className={shapes.panelTitle}>{t('ui.library.name')}</h2>
        <span className={shapes.grow} />
        {t('ui.library.count', { count: labs.length })}
      </div>
      <div className={shapes.scroll} tabIndex={0} role="group" aria-label={t('ui.library.name')} data-scroll>
        <ul className={styles.list}>
          {labs.map((lab) => (
            <li key={lab.name}>
              <button
                type="button"
                className={styles.lab}
                aria-current={lab.name === open ? 'true' : undefined}
                onClick={() => void openLab(lab.name)}
              >
                <span className={styles.title}>{localized(lab.title, language)}</span>
                <span className={styles.summary}>{localized(lab.summary, language)}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
