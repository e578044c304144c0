import { useId } from 'react';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/setup';
import type { Block, Predict, Quiz, TaskState } from '../host/lesson.types';
import { Icon } from '../kit/Icon';
import { usePage } from '../state/usePage';
import styles from './LessonPanel.module.css';
import { Blocks } from './Text';

type Mark = 'none' | 'chosen' | 'right' | 'wrong';

/** A prediction: chosen before anything moves, decided by what happened. */
export function PredictPart({
  part,
  state,
}: {
  readonly part: Predict;
  readonly state: Extract<TaskState, { kind: 'predict' }>;
}) {
  const { t } = useTexts();
  const { chosen, decided, right } = state;
  const hit = chosen === right;
  return (
    <Question
      id={part.id}
      name={t('lesson.ui.predict')}
      ask={part.ask}
      options={part.options.map(({ says, because }, index) => ({
        says,
        mark: !decided
          ? index === chosen
            ? 'chosen'
            : 'none'
          : index === right
            ? 'right'
            : index === chosen
              ? 'wrong'
              : 'none',
        note:
          decided && index === right
            ? t('lesson.ui.cameTrue')
            : index === chosen
              ? t('lesson.ui.yours')
              : null,
        because: decided && index === chosen && !hit ? because : [],
      }))}
      done={decided}
    >
      {chosen !== null && !decided && <p className={styles.said}>{t('lesson.ui.chosen')}</p>}
      {decided && <p className={styles.said}>{t(hit ? 'lesson.ui.right' : 'lesson.ui.wrong')}</p>}
    </Question>
  );
}

/** A question of understanding; one may try again. */
export function QuizPart({
  part,
  state,
}: {
  readonly part: Quiz;
  readonly state: Extract<TaskState, { kind: 'quiz' }>;
}) {
  const { t } = useTexts();
  const { chosen, right } = state;
  return (
    <Question
      id={part.id}
      name={t('lesson.ui.quiz')}
      ask={part.ask}
      options={part.options.map(({ says, because }, index) => ({
        says,
        mark: index !== chosen ? 'none' : right ? 'right' : 'wrong',
        note: index === chosen ? t('lesson.ui.yours') : null,
        because: index === chosen ? because : [],
      }))}
      done={right}
    >
      {chosen !== null && (
        <p className={styles.said}>{t(right ? 'lesson.ui.quizRight' : 'lesson.ui.quizWrong')}</p>
      )}
    </Question>
  );
}

interface Option {
  readonly says: readonly Block[];
  readonly mark: Mark;
  readonly note: string | null;
  readonly because: readonly Block[];
}

function Question({
  id,
  name,
  ask,
  options,
  done,
  children,
}: {
  readonly id: string;
  readonly name: string;
  readonly ask: readonly Block[];
  readonly options: readonly Option[];
  /** Decided: nothing can be chosen any more. */
  readonly done: boolean;
  readonly children: ReactNode;
}) {
  const { guide } = usePage();
  const question = useId();
  return (
    <div className={styles.task} role="group" aria-labelledby={question} data-task={id} data-done={done}>
      <p className={styles.partName}>{name}</p>
      <div id={question} className={styles.ask}>
        <Blocks blocks={ask} />
      </div>
      <ol className={styles.options}>
        {options.map(({ says, mark, note, because }, index) => (
          <li key={index}>
            <button
              type="button"
              className={`${styles.option} ${styles[mark]}`}
              aria-pressed={mark !== 'none'}
              // Not disabled: who is there with the keyboard would lose the place.
              aria-disabled={done}
              onClick={() => {
                if (!done) guide.choose(id, index);
              }}
            >
              <span className={styles.mark}>
                {mark === 'right' && <Icon name="check" size={13} />}
                {mark === 'wrong' && <Icon name="cross" size={13} />}
                {mark === 'none' || mark === 'chosen' ? String.fromCharCode(65 + index) : null}
              </span>
              <span className={styles.says}>
                <Blocks blocks={says} />
                {note !== null && <span className={styles.note}>{note}</span>}
              </span>
            </button>
            {because.length > 0 && (
              <div className={styles.because}>
                <Blocks blocks={because} />
              </div>
            )}
          </li>
        ))}
      </ol>
      <div role="status">{children}</div>
    </div>
  );
}
