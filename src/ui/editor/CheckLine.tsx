import { useTexts } from '../../i18n/setup';
import { Icon } from '../kit/Icon';
import shapes from '../kit/shapes.module.css';
import styles from './EditorPanel.module.css';
import type { Check } from './use-check';

/** How the text stands, and how one gets out of the field by keyboard. */
export function CheckLine({ check }: { readonly check: Check }) {
  const { t } = useTexts();
  const { state, problems } = check;
  const bad = problems.length > 0;
  const result = bad
    ? t('editor.problems', { count: problems.length })
    : t(state === 'too-long' ? 'editor.unchecked' : 'editor.good');
  return (
    <div className={styles.checkLine} data-state={state} data-testid="editor-check">
      {state === 'checking' ? (
        <span>{t('editor.checking')}</span>
      ) : (
        <span className={bad ? styles.bad : undefined}>
          <Icon name={bad || state === 'too-long' ? 'alert' : 'check'} size={14} />
          {result}
        </span>
      )}
      {/* Only results are spoken, not every letter's check. */}
      <span role="status" className={shapes.hidden}>
        {state === 'checking' ? '' : result}
      </span>
      <span className={shapes.grow} />
      <span className={styles.hint}>{t('editor.leave')}</span>
    </div>
  );
}
