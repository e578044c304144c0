import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../i18n/setup';
import type { Hint, Part, Step, StepState, TaskState } from '../host/lesson.types';
import { Button } from '../kit/Button';
import { CheckPart, DoPart } from './DoPart';
import styles from './LessonPanel.module.css';
import { PredictPart, QuizPart } from './Question';
import { Blocks } from './Text';

/** The parts of a step in order, as far as they are shown. */
export function StepParts({
  step,
  state,
  lessonId,
}: {
  readonly step: Step;
  readonly state: StepState | null;
  readonly lessonId: string;
}) {
  const hints = step.parts.filter((part) => part.kind === 'hint');
  const parts = useRef<HTMLDivElement>(null);
  const count = state?.shown.filter(Boolean).length ?? 0;
  const before = useRef(0);
  useEffect(() => {
    // What has just appeared is brought into view; what a step begins with is not.
    if (before.current > 0 && count > before.current) {
      parts.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
    }
    before.current = count;
  }, [count]);
  return (
    <div ref={parts} className={styles.parts}>
      {step.parts.map((part, index) => {
        // Until the worker has answered only the text is there that leads to the first task.
        const shown = state ? state.shown[index] : part.kind === 'prose' && index === 0;
        if (shown !== true || part.kind === 'hint') return null;
        const task = 'id' in part ? (state?.tasks[part.id] ?? null) : null;
        return <OnePart key={`${lessonId} ${step.id} ${index}`} part={part} task={task} />;
      })}
      {hints.length > 0 && state && !state.solved && <Hints hints={hints} />}
    </div>
  );
}

function OnePart({ part, task }: { readonly part: Exclude<Part, Hint>; readonly task: TaskState | null }) {
  const { t } = useTexts();
  switch (part.kind) {
    case 'prose':
      return (
        <div className={styles.prose}>
          <Blocks blocks={part.blocks} />
        </div>
      );
    case 'explain':
      return (
        <aside className={styles.explain}>
          <p className={styles.partName}>{t('lesson.ui.explain')}</p>
          <Blocks blocks={part.blocks} />
        </aside>
      );
    case 'predict':
      return task?.kind === 'predict' ? <PredictPart part={part} state={task} /> : null;
    case 'quiz':
      return task?.kind === 'quiz' ? <QuizPart part={part} state={task} /> : null;
    case 'do':
      return task?.kind === 'do' ? <DoPart part={part} state={task} /> : null;
    case 'check':
      return task?.kind === 'check' ? <CheckPart part={part} state={task} /> : null;
  }
}

/** One hint after the other, each on request. */
function Hints({ hints }: { readonly hints: readonly Hint[] }) {
  const { t } = useTexts();
  const [count, setCount] = useState(0);
  return (
    <div className={styles.hints}>
      {hints.slice(0, count).map((hint, index) => (
        <div key={index} className={styles.hint} role="note">
          <p className={styles.partName}>{t('lesson.ui.hintName', { number: index + 1 })}</p>
          <Blocks blocks={hint.blocks} />
        </div>
      ))}
      {count < hints.length && (
        <Button variant="quiet" size="small" icon="help" onClick={() => setCount(count + 1)}>
          {t(count === 0 ? 'lesson.ui.hint' : 'lesson.ui.moreHint')}
        </Button>
      )}
    </div>
  );
}
