import { useEffect } from 'react';
import { useTexts } from '../../i18n/setup';
import { IconButton } from '../kit/Button';
import shapes from '../kit/shapes.module.css';
import { usePage, usePageState } from '../state/usePage';
import { LessonList } from './LessonList';
import { LessonSteps } from './LessonSteps';
import { Problems } from './Problems';
import styles from './LessonPanel.module.css';

/** The lesson beside the map; without one, the list of lessons. */
export function LessonPanel() {
  const { t, language } = useTexts();
  const { guide, select } = usePage();
  const lesson = usePageState((state) => state.lesson);
  useEffect(() => guide.speak(language), [guide, language]);
  const name = t(lesson ? 'lesson.ui.name' : 'lesson.ui.list');
  return (
    <section className={shapes.panel} aria-label={name} data-panel="lesson" tabIndex={-1}>
      <div className={shapes.panelHead}>
        {lesson && (
          <IconButton
            variant="quiet"
            size="small"
            icon="library"
            label={t('lesson.ui.leave')}
            onClick={() => guide.close()}
          />
        )}
        <h2 className={shapes.panelTitle}>{name}</h2>
        <span className={shapes.grow} />
        <IconButton
          variant="quiet"
          size="small"
          icon="cross"
          label={t('ui.lab.close')}
          onClick={() => select({ side: null })}
        />
      </div>
      {!lesson && (
        <div className={shapes.scroll} tabIndex={0} role="group" aria-label={name} data-scroll>
          <LessonList />
        </div>
      )}
      {lesson?.problems && <Problems id={lesson.id} problems={lesson.problems} />}
      {lesson && !lesson.content && !lesson.problems && <p className={styles.waiting}>{t('ui.loading')}</p>}
      {lesson?.content && <LessonSteps lesson={lesson} content={lesson.content} />}
    </section>
  );
}
