import { useTexts } from '../../i18n/setup';
import type { TableChange } from '../../core/index';
import { Breakable } from '../kit/Breakable';
import styles from './Why.module.css';

/** What this step wrote into the machines' tables. */
export function Changes({ changes }: { readonly changes: readonly TableChange[] }) {
  const { t } = useTexts();
  if (changes.length === 0) return null;
  return (
    <div className={styles.changes}>
      <h4 className={styles.changesTitle}>{t('ui.why.changes')}</h4>
      <ul>
        {changes.map((change, index) => (
          <li key={index} className={styles.change}>
            <span className={styles.place}>
              {change.table} · {change.netns}
            </span>
            {change.before !== null && (
              <div>
                <del className={styles.gone}>
                  <Breakable text={change.before} />
                </del>
              </div>
            )}
            {change.after !== null && (
              <div>
                <ins className={styles.new}>
                  <Breakable text={change.after} />
                </ins>
              </div>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
