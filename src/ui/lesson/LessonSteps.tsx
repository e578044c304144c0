import { useEffect, useRef } from 'react';
import { useTexts } from '../../i18n/setup';
import type { Lesson, Step } from '../host/lesson.types';
import { Button, IconButton } from '../kit/Button';
import shapes from '../kit/shapes.module.css';
import type { OpenLesson } from '../state/store';
import { usePage, usePageState } from '../state/usePage';
import styles from './LessonPanel.module.css';
import { StepParts } from './StepParts';
import { Inlines } from './Text';

/** One step at a time, with the way on and back below it. */
export function LessonSteps({ lesson, content }: { readonly lesson: OpenLesson; readonly content: Lesson }) {
  const { t, language } = useTexts();
  const { guide } = usePage();
  // While the lesson's own lab is on its way there is none, and nothing to tell about it.
  const loading = usePageState(({ status, screen }) => status === 'loading' && screen.kind === 'lab');
  const open = usePageState((state) => state.info?.id);
  const elsewhere = !loading && open !== content.lab;
  const at = Math.max(
    0,
    content.steps.findIndex(({ id }) => id === lesson.step),
  );
  const step = content.steps[at];
  const heading = useRef<HTMLHeadingElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  /** Only a step the reader asked for takes the focus. */
  const asked = useRef(false);
  useEffect(() => {
    scroll.current?.scrollTo({ top: 0 });
    if (asked.current) heading.current?.focus();
    asked.current = false;
  }, [lesson.step]);
  if (!step) return null;
  const go = (to: Step | undefined): void => {
    if (!to) return;
    asked.current = true;
    guide.go(to.id);
  };
  const number = { number: at + 1, count: content.steps.length };
  const solved = lesson.state?.solved ?? false;
  const next = content.steps[at + 1];
  return (
    <>
      <div
        ref={scroll}
        className={shapes.scroll}
        tabIndex={0}
        role="group"
        aria-label={content.title}
        data-scroll
      >
        <article className={styles.step} lang={content.language} data-step={step.id} data-solved={solved}>
          {content.language !== language && <p className={styles.notice}>{t('lesson.ui.missing')}</p>}
          <p className={styles.lessonTitle}>{content.title}</p>
          <p className={shapes.hidden}>{t('lesson.ui.step', number)}</p>
          <h3 ref={heading} className={styles.title} tabIndex={-1}>
            <Inlines inlines={step.title} />
          </h3>
          {elsewhere && (
            <div className={styles.notice}>
              <p>{t('lesson.ui.otherLab')}</p>
              <Button onClick={() => void guide.open(lesson.id)}>{t('lesson.ui.return')}</Button>
            </div>
          )}
          {!elsewhere && !loading && (
            <StepParts key={step.id} step={step} state={lesson.state} lessonId={lesson.id} />
          )}
          {!next && solved && <p className={styles.end}>{t('lesson.ui.finished')}</p>}
        </article>
      </div>
      <StepDots lesson={lesson} content={content} onGo={go} />
      <div className={styles.foot}>
        <IconButton
          icon="back"
          label={t('lesson.ui.back')}
          disabled={at === 0}
          onClick={() => go(content.steps[at - 1])}
        />
        <span className={styles.number}>
          {at + 1} / {content.steps.length}
        </span>
        <span className={shapes.grow} />
        {next ? (
          <Button variant={solved ? 'primary' : 'quiet'} onClick={() => go(next)}>
            {t(solved ? 'lesson.ui.next' : 'lesson.ui.skip')}
          </Button>
        ) : (
          <Button variant={solved ? 'primary' : 'plain'} onClick={() => guide.close()}>
            {t('lesson.ui.finish')}
          </Button>
        )}
        <IconButton icon="undo" label={t('lesson.ui.startOver')} onClick={() => void guide.startOver()} />
      </div>
      <span className={shapes.hidden} role="status">
        {solved ? t('lesson.ui.announceDone') : ''}
      </span>
    </>
  );
}

/** All steps in a row: which are done, which one this is. Any can be opened. */
function StepDots({
  lesson,
  content,
  onGo,
}: {
  readonly lesson: OpenLesson;
  readonly content: Lesson;
  readonly onGo: (step: Step) => void;
}) {
  const { t } = useTexts();
  const kept = usePageState((state) => state.progress[lesson.id]?.steps);
  return (
    <ol className={styles.dots} aria-label={t('lesson.ui.steps')}>
      {content.steps.map((step, index) => {
        const solved = kept?.[step.id]?.solved ?? false;
        const words = plainText(step);
        const label = `${index + 1}. ${words}${solved ? ` (${t('lesson.ui.stepSolved')})` : ''}`;
        return (
          <li key={step.id}>
            <button
              type="button"
              className={solved ? `${styles.dot} ${styles.dotSolved}` : styles.dot}
              aria-current={step.id === lesson.step ? 'step' : undefined}
              aria-label={label}
              title={label}
              onClick={() => onGo(step)}
            />
          </li>
        );
      })}
    </ol>
  );
}

function plainText(step: Step): string {
  const read = (inlines: Step['title']): string =>
    inlines.map((one) => ('children' in one ? read(one.children) : 'text' in one ? one.text : ' ')).join('');
  return read(step.title);
}
