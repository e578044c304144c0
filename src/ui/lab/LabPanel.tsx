import type { ReactNode } from 'react';
import { localized } from '../../i18n/language';
import { useTexts } from '../../i18n/setup';
import { circleText, type LabInfo } from '../../core/index';
import { Button, IconButton } from '../kit/Button';
import { Icon } from '../kit/Icon';
import shapes from '../kit/shapes.module.css';
import { usePage, usePageState } from '../state/usePage';
import { Choices } from './Choices';
import { otherOptions } from '../state/chosen';
import { InputLog } from './InputLog';
import styles from './LabPanel.module.css';
import { Output } from './Output';

/**
 * The lab in words: what it is about, what one can send, what was sent, and what the process printed. `broken`: what
 * the reader has broken.
 */
export function LabPanel({ broken }: { readonly broken: ReactNode }) {
  const { t } = useTexts();
  const { select } = usePage();
  const info = usePageState((state) => state.info);
  return (
    <section className={shapes.panel} aria-label={t('ui.lab.name')} data-panel="lab" tabIndex={-1}>
      <div className={shapes.panelHead}>
        <h2 className={shapes.panelTitle}>{t('ui.lab.name')}</h2>
        <span className={shapes.grow} />
        <IconButton
          variant="quiet"
          size="small"
          icon="cross"
          label={t('ui.lab.close')}
          onClick={() => select({ side: null })}
        />
      </div>
      <div className={shapes.scroll} tabIndex={0} role="group" aria-label={t('ui.lab.name')} data-scroll>
        {info && <Lab info={info} broken={broken} />}
      </div>
    </section>
  );
}

function Lab({ info, broken }: { readonly info: LabInfo; readonly broken: ReactNode }) {
  const { t, language } = useTexts();
  const { select } = usePage();
  return (
    <div className={styles.body}>
      <div className={styles.intro}>
        <h3 className={styles.title}>{localized(info.title, language)}</h3>
        <Differs info={info} />
        <p className={styles.summary}>{localized(info.summary, language)}</p>
        <p className={styles.edit}>
          <Button size="small" icon="edit" onClick={() => select({ editing: true })}>
            {t('editor.edit')}
          </Button>
          <Button size="small" icon="alert" onClick={() => select({ dialog: 'faults' })}>
            {t('ui.lab.break')}
          </Button>
        </p>
        {broken}
      </div>
      <Choices info={info} />
      <Sends info={info} />
      <InputLog />
      <Output />
    </div>
  );
}

/** What the lab was built with, where it is not what its name and its text tell of. */
function Differs({ info }: { readonly info: LabInfo }) {
  const { t, language } = useTexts();
  return otherOptions(info).map(({ name, title, now, usual }) => (
    <p key={name} className={styles.differs} data-testid="differs">
      {t('choices.differs', {
        title: localized(title, language),
        now: localized(now, language),
        usual: localized(usual, language),
      })}
    </p>
  ));
}

function Sends({ info }: { readonly info: LabInfo }) {
  const { t, language } = useTexts();
  const { input } = usePage();
  const busy = usePageState((state) => state.busy || state.status !== 'ready');
  const report = usePageState((state) => state.report);
  return (
    <div className={styles.part}>
      <h4 className={styles.label}>{t('ui.lab.sends')}</h4>
      <ul className={styles.sends}>
        {info.sends.map((send) => (
          <li key={send.name}>
            <button
              type="button"
              className={styles.send}
              disabled={busy}
              onClick={(event) => {
                // Whoever sends goes on to walk: Space must step now, not send again.
                event.currentTarget.blur();
                void input({ kind: 'send', name: send.name });
              }}
            >
              <span className={styles.sendTitle}>{localized(send.title, language)}</span>
              <Icon name="send" size={15} />
              <span className={styles.command}>
                {send.netns}$ {send.command}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {report?.outcome === 'bounded' && (
        <p className={styles.bounded} role="status">
          <Icon name="alert" size={14} />
          {report.circle === null
            ? t('ui.lab.bounded', { events: report.events })
            : t('ui.lab.circle', { events: report.events, circle: circleText(report.circle) })}
        </p>
      )}
    </div>
  );
}
