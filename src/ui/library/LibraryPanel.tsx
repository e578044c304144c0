import { useId } from 'react';
import type { ReactNode } from 'react';
import { localized } from '../../i18n/language';
import { useTexts } from '../../i18n/setup';
import { IconButton } from '../kit/Button';
import shapes from '../kit/shapes.module.css';
import { useListed, usePage, usePageState } from '../state/usePage';
import styles from './LibraryPanel.module.css';

/** All labs there are, in their groups. */
export function LibraryPanel() {
  const { t, language } = useTexts();
  const { openLab, select } = usePage();
  useListed();
  const labs = usePageState((state) => state.labs);
  const groups = usePageState((state) => state.groups);
  const open = usePageState((state) => (state.source?.id === null ? null : state.info?.id));
  return (
    <section className={shapes.panel} aria-label={t('ui.labs.name')} data-panel="lab" tabIndex={-1}>
      <div className={shapes.panelHead}>
        <h2 className={shapes.panelTitle}>{t('ui.labs.name')}</h2>
        <span className={shapes.grow} />
        {labs.length > 0 && t('ui.labs.count', { count: labs.length })}
        <IconButton
          variant="quiet"
          size="small"
          icon="cross"
          label={t('ui.lab.close')}
          onClick={() => select({ side: null })}
        />
      </div>
      <div className={shapes.scroll} tabIndex={0} role="group" aria-label={t('ui.labs.name')} data-scroll>
        <h3 className={styles.heading}>{t('lesson.ui.list')}</h3>
        <Lessons />
        {labs.length === 0 && <p role="status">{t('ui.loading')}</p>}
        {groups.map((group) => (
          <Group key={group.title.en} title={localized(group.title, language)}>
            {labs
              .filter(({ name }) => group.labs.includes(name))
              .map((lab) => (
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
          </Group>
        ))}
      </div>
    </section>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <>
      <h3 className={styles.heading} id={id}>
        {title}
      </h3>
      <ul className={styles.list} aria-labelledby={id}>
        {children}
      </ul>
    </>
  );
}

/** Lessons before labs: who does not know yet what to look for begins there. */
function Lessons() {
  const { t, language } = useTexts();
  const { guide } = usePage();
  const lessons = usePageState((state) => state.lessons);
  const open = usePageState((state) => state.lesson?.id);
  return (
    <ul className={styles.list}>
      {lessons.map((lesson) => (
        <li key={lesson.name}>
          <button
            type="button"
            className={styles.lab}
            aria-current={lesson.name === open ? 'true' : undefined}
            onClick={() => void guide.open(lesson.name)}
          >
            <span className={styles.title}>{localized(lesson.title, language)}</span>
            <span className={styles.summary}>{t('lesson.ui.minutes', { count: lesson.minutes })}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
