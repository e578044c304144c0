import { localized } from '../../i18n/language';
import { useTexts } from '../../i18n/setup';
import { Icon } from '../kit/Icon';
import type { IconName } from '../kit/Icon';
import type { ReactNode } from 'react';
import { useListed, usePage, usePageState } from '../state/usePage';
import { Hero } from './Hero';
import styles from './StartPage.module.css';

/** Where one begins: a packet carried by several networks at once, and the ways in. */
export function StartPage() {
  const { t } = useTexts();
  useListed();
  return (
    <div className={styles.page} data-panel="start" tabIndex={-1}>
      <Hero />
      <nav className={styles.ways} aria-label={t('start.ways')}>
        <Lessons />
        <Labs />
        <Others />
      </nav>
    </div>
  );
}

function Heading({ icon, children }: { readonly icon: IconName; readonly children: ReactNode }) {
  return (
    <h2 className={styles.heading}>
      <Icon name={icon} size={15} />
      {children}
    </h2>
  );
}

function Lessons() {
  const { t, language } = useTexts();
  const lessons = usePageState((state) => state.lessons);
  const progress = usePageState((state) => state.progress);
  return (
    <section className={styles.way}>
      <Heading icon="lesson">{t('start.lessons')}</Heading>
      <ol className={styles.list}>
        {lessons.map(({ name, lab, title, summary, minutes }) => (
          <li key={name}>
            <a className={styles.entry} href={`#/lab/${lab}?lesson=${name}`}>
              <span className={styles.line}>
                <span className={styles.title}>{localized(title, language)}</span>
                <span className={styles.aside}>
                  {progress[name] ? t('start.begun') : t('lesson.ui.minutes', { count: minutes })}
                </span>
              </span>
              <span className={styles.summary}>{localized(summary, language)}</span>
            </a>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Labs() {
  const { t, language } = useTexts();
  const labs = usePageState((state) => state.labs);
  const groups = usePageState((state) => state.groups);
  return (
    <section className={styles.way} data-wide>
      <Heading icon="lab">{t('start.labs')}</Heading>
      <div className={styles.groups}>
        {groups.map((group) => (
          <div key={group.title.en} className={styles.group}>
            <h3 className={styles.groupTitle}>{localized(group.title, language)}</h3>
            <ul>
              {labs
                .filter(({ name }) => group.labs.includes(name))
                .map(({ name, title, summary }) => (
                  <li key={name}>
                    <a className={styles.link} href={`#/lab/${name}`} title={localized(summary, language)}>
                      {localized(title, language)}
                    </a>
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}

function Others() {
  const { t } = useTexts();
  const page = usePage();
  const write = async (): Promise<void> => {
    await page.openLab(page.home, 'push');
    const { screen, source } = page.store.getState();
    // Somebody may have gone back, or on, while the lab was built.
    if (screen.kind === 'lab' && source?.id === page.home) page.select({ editing: true });
  };
  return (
    <section className={styles.way}>
      <Heading icon="edit">{t('start.own')}</Heading>
      <a className={styles.entry} href="#/choose">
        <span className={styles.title}>{t('start.choose.title')}</span>
        <span className={styles.summary}>{t('start.choose.about')}</span>
      </a>
      <button type="button" className={styles.entry} onClick={() => void write()}>
        <span className={styles.title}>{t('start.editor.title')}</span>
        <span className={styles.summary}>{t('start.editor.about')}</span>
      </button>
      <a className={styles.entry} href={`#/lab/${page.home}`}>
        <span className={styles.title}>{t('start.first.title')}</span>
        <span className={styles.summary}>{t('start.first.about')}</span>
      </a>
    </section>
  );
}
