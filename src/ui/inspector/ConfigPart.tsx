import { useTexts } from '../../i18n/setup';
import type { ConfigView, ObjectLine } from '../../core/index';
import { Breakable } from '../kit/Breakable';
import { Icon } from '../kit/Icon';
import shapes from '../kit/shapes.module.css';
import { usePage } from '../state/usePage';
import styles from './ConfigPart.module.css';

/** A configuration step: who did it, what woke him, and the object or the plugin's conversation it is about. */
export function ConfigPart({ config }: { readonly config: ConfigView }) {
  const { t, tm } = useTexts();
  const { goTo } = usePage();
  const { actorKind, actor, woken, because, object, call } = config;
  return (
    <div className={styles.part} data-testid="config">
      {(actorKind === 'loop' || actorKind === 'client') && (
        <p className={styles.actor}>
          <Icon name={actorKind === 'loop' ? 'gear' : 'terminal'} size={13} />
          <span>
            <b>{actor}</b> {woken && tm(woken)}
          </span>
        </p>
      )}
      {because && (
        <button type="button" className={styles.because} onClick={() => void goTo(because.seq)}>
          <span className={styles.of}>{t('time.step.because')}</span>
          <span>
            {because.actor !== '' && <b>{because.actor} </b>}
            <Breakable text={tm(because.message)} />
          </span>
        </button>
      )}
      {object && (
        <figure className={styles.figure}>
          <figcaption className={styles.caption}>{t('time.step.object', { name: object.name })}</figcaption>
          <ObjectLines lines={object.lines} />
        </figure>
      )}
      {call && <Call call={call} />}
    </div>
  );
}

const SIGNS = { same: ' ', new: '+', gone: '−', skipped: ' ' } as const;

function ObjectLines({ lines }: { readonly lines: readonly ObjectLine[] }) {
  const { t } = useTexts();
  return (
    <div className={styles.lines} tabIndex={0} role="group">
      {lines.map(({ sign, text }, index) => (
        <div key={index} className={`${styles.line} ${styles[sign]}`} data-sign={sign}>
          <span aria-hidden="true">{SIGNS[sign]}</span>
          {sign !== 'same' && <span className={shapes.hidden}>{t(`time.step.line.${sign}`)} </span>}
          <span className={styles.text}>{sign === 'skipped' ? '…' : text}</span>
        </div>
      ))}
    </div>
  );
}

function Call({ call }: { readonly call: NonNullable<ConfigView['call']> }) {
  const { t } = useTexts();
  const answer = t(call.failed ? 'time.step.failed' : 'time.step.stdout');
  return (
    <>
      {call.stdout !== null && (
        <figure className={styles.figure}>
          <figcaption className={`${styles.caption} ${call.failed ? styles.failed : ''}`}>
            {call.failed && <Icon name="cross" size={12} weight={2} />}
            {answer}
          </figcaption>
          {call.stdout === '' ? (
            <p className={styles.silent}>{t('time.step.silent')}</p>
          ) : (
            <pre className={styles.json} tabIndex={0} role="group" aria-label={answer}>
              {call.stdout}
            </pre>
          )}
        </figure>
      )}
      <figure className={styles.figure}>
        <figcaption className={styles.caption}>{t('time.step.stdin', { plugin: call.plugin })}</figcaption>
        <pre
          className={styles.json}
          tabIndex={0}
          role="group"
          aria-label={t('time.step.stdin', { plugin: call.plugin })}
        >
          {call.stdin}
        </pre>
      </figure>
      <figure className={styles.figure}>
        <figcaption className={styles.caption}>{t('time.step.env')}</figcaption>
        <dl className={styles.env}>
          {call.env.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Breakable text={value} />
              </dd>
            </div>
          ))}
        </dl>
      </figure>
    </>
  );
}
