import { useTexts } from '../../i18n/setup';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import type { Branch } from '../state/branch';
import { usePage } from '../state/usePage';
import styles from './BranchDialog.module.css';

/** Inputs named one by one; the rest is counted. */
const NAMED = 6;

/** Asks before an input made in the past takes back what came after it. */
export function BranchDialog({ branch }: { readonly branch: Branch }) {
  const { t } = useTexts();
  const { answerBranch } = usePage();
  const { keep, lost } = branch;
  const more = lost.length - NAMED;
  return (
    <Dialog
      title={t('time.branch.title')}
      closeLabel={t('ui.dialog.close')}
      onClose={() => void answerBranch(null)}
    >
      <p className={styles.text}>
        {keep === 0 ? t('time.branch.atSetUp') : t('time.branch.at', { number: keep })}{' '}
        {t('time.branch.lost', { count: lost.length })}
      </p>
      <ol className={styles.lost}>
        {lost.slice(0, NAMED).map((mark) => (
          <li key={mark.index}>
            {mark.index + 1} {mark.command}
          </li>
        ))}
        {more > 0 && <li className={styles.more}>{t('time.branch.more', { count: more })}</li>}
      </ol>
      <div className={styles.answers}>
        <Button variant="primary" onClick={() => void answerBranch('append')}>
          {t('time.branch.append')}
        </Button>
        <Button onClick={() => void answerBranch('branch')}>
          {t('time.branch.here', { count: lost.length })}
        </Button>
      </div>
    </Dialog>
  );
}
