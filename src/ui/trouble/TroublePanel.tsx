import { localized } from '../../i18n/language';
import { useTexts } from '../../i18n/setup';
import { Button } from '../kit/Button';
import { Icon } from '../kit/Icon';
import type { Trouble } from '../state/store';
import { useListed, usePage, usePageState } from '../state/usePage';
import { CopyButton } from './CopyButton';
import { ProblemList } from './ProblemList';
import styles from './Trouble.module.css';

/** What keeps the lab from being shown, and what to do about it. The rest of the page goes on working. */
export function TroublePanel({ trouble }: { readonly trouble: Trouble }) {
  const { t } = useTexts();
  return (
    <div className={styles.page} data-testid="trouble">
      <div className={styles.box} role="alert">
        <span className={styles.mark}>
          <Icon name="alert" size={28} />
        </span>
        <h2 className={styles.title}>{t(`ui.trouble.${trouble.kind}.title`)}</h2>
        <Explanation trouble={trouble} />
      </div>
      <div className={styles.box}>
        <Actions trouble={trouble} />
        <Labs />
      </div>
    </div>
  );
}

function Explanation({ trouble }: { readonly trouble: Trouble }) {
  const { t } = useTexts();
  switch (trouble.kind) {
    case 'unknown-lab':
      return <p className={styles.text}>{t('ui.trouble.unknown-lab.text', { lab: trouble.lab })}</p>;
    case 'mangled':
      return (
        <>
          <p className={styles.text}>{t('ui.trouble.mangled.text')}</p>
          <ProblemList problems={trouble.problems} />
          <pre className={styles.details}>{trouble.text}</pre>
        </>
      );
    case 'lab':
      return (
        <>
          <p className={styles.text}>{t('ui.trouble.lab.text', { lab: trouble.lab })}</p>
          <ProblemList problems={trouble.problems} />
        </>
      );
    case 'own-gone':
      return <p className={styles.text}>{t('ui.trouble.own-gone.text')}</p>;
    case 'unreachable':
      return (
        <>
          <p className={styles.text}>{t('ui.trouble.unreachable.text')}</p>
          <pre className={styles.details}>{trouble.details}</pre>
        </>
      );
    case 'crash':
      return (
        <>
          <p className={styles.text}>{t(`ui.trouble.crash.${trouble.crash.cause}`)}</p>
          <pre className={styles.details}>{trouble.crash.details}</pre>
        </>
      );
  }
}

function Actions({ trouble }: { readonly trouble: Trouble }) {
  const { t } = useTexts();
  const { openLab, reload, home, select } = usePage();
  const source = usePageState((state) => (trouble.kind === 'lab' ? state.source : null));
  const mayPass = trouble.kind === 'crash' || trouble.kind === 'unreachable';
  return (
    <div className={styles.actions}>
      {mayPass && (
        <Button variant="primary" onClick={() => void reload()}>
          {t('ui.trouble.reload')}
        </Button>
      )}
      <Button variant={mayPass ? 'plain' : 'primary'} onClick={() => void openLab(home)}>
        {t('ui.trouble.fresh')}
      </Button>
      {source && (
        <Button icon="edit" onClick={() => select({ editing: true })}>
          {t('editor.edit')}
        </Button>
      )}
      {trouble.kind === 'crash' && <CopyButton text={trouble.crash.details} />}
    </div>
  );
}

function Labs() {
  const { t, language } = useTexts();
  const { openLab } = usePage();
  useListed();
  const labs = usePageState((state) => state.labs);
  if (labs.length === 0) return null;
  return (
    <div className={styles.labs}>
      <h3 className={styles.labsTitle}>{t('ui.trouble.labs')}</h3>
      <ul>
        {labs.map((lab) => (
          <li key={lab.name}>
            <button type="button" className={styles.lab} onClick={() => void openLab(lab.name)}>
              <b>{localized(lab.title, language)}</b>
              <span>{localized(lab.summary, language)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
