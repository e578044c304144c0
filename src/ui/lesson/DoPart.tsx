import { localized } from '../../i18n/language';
import { useTexts } from '../../i18n/setup';
import type { Check, Do, TaskState } from '../host/lesson.types';
import { Icon } from '../kit/Icon';
import { Sentence } from '../kit/Sentence';
import { usePage, usePageState } from '../state/usePage';
import styles from './LessonPanel.module.css';
import { Blocks } from './Text';

/** Something to do, with a button that does it. Whoever does it in another way is seen as well. */
export function DoPart({
  part,
  state,
}: {
  readonly part: Do;
  readonly state: Extract<TaskState, { kind: 'do' }>;
}) {
  const { t } = useTexts();
  const { guide } = usePage();
  const busy = usePageState((page) => page.busy);
  const { locked, done, target } = state;
  const walk = part.action.kind === 'walk';
  const missing = walk && target === null && !locked;
  const blocked = locked || missing || busy;
  return (
    <div className={styles.task} data-task={part.id} data-done={done}>
      {part.says.length > 0 && (
        <div className={styles.ask}>
          <Blocks blocks={part.says} />
        </div>
      )}
      <button
        type="button"
        className={styles.act}
        aria-disabled={blocked}
        onClick={() => {
          if (!blocked) guide.perform(part);
        }}
      >
        <Icon name={done ? 'check' : walk ? 'forward' : 'send'} size={14} />
        <Label part={part} />
        {done && <span className={styles.note}>{t('lesson.ui.done')}</span>}
      </button>
      {locked && <p className={styles.said}>{t('lesson.ui.locked')}</p>}
      {missing && <p className={styles.said}>{t('lesson.ui.noPlace')}</p>}
    </div>
  );
}

function Label({ part: { action } }: { readonly part: Do }) {
  const { t, language } = useTexts();
  const sends = usePageState((state) => state.info?.sends);
  if (action.kind === 'walk')
    return <span className={styles.says}>{t('lesson.ui.toPlace', { place: action.to.at })}</span>;
  const send = action.kind === 'send' ? sends?.find(({ name }) => name === action.name) : undefined;
  const netns = action.kind === 'run' ? action.netns : (send?.netns ?? '');
  const command = action.kind === 'run' ? action.command : (send?.command ?? action.name);
  return (
    <span className={styles.says}>
      {send && <span className={styles.sendTitle}>{localized(send.title, language)}</span>}
      <span className={styles.command}>
        {netns}$ {command}
      </span>
    </span>
  );
}

/** What must be true, and what is still missing. */
export function CheckPart({
  part,
  state,
}: {
  readonly part: Check;
  readonly state: Extract<TaskState, { kind: 'check' }>;
}) {
  const { t } = useTexts();
  const missing = state.whys.filter((why) => why !== null);
  const done = missing.length === 0;
  return (
    <div className={`${styles.check} ${done ? styles.checkDone : ''}`} data-task={part.id} data-done={done}>
      <span className={styles.mark}>{done ? <Icon name="check" size={13} /> : null}</span>
      <div className={styles.says}>
        <p className={styles.partName}>{t(done ? 'lesson.ui.fulfilled' : 'lesson.ui.notYet')}</p>
        <Blocks blocks={part.says} />
        <ul className={styles.whys} role="status">
          {missing.map((why, index) => (
            <li key={index}>
              <Sentence message={why} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
