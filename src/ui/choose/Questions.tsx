import { useTexts } from '../../i18n/setup';
import { CLOUD_ROUTES, NETWORKS, NODE_COUNTS } from './answers';
import type { Answers } from './answers';
import { WAN_MTU } from './candidates';
import styles from './ChoosePanel.module.css';
import { NetworkSketch } from './NetworkSketch';

/** What one knows of one's own network. Every answer starts the runs anew. */
export function Questions({
  answers,
  onChange,
}: {
  readonly answers: Answers;
  readonly onChange: (part: Partial<Answers>) => void;
}) {
  const { t } = useTexts();
  return (
    <form className={styles.questions} aria-label={t('choose.questions')}>
      <fieldset className={styles.field}>
        <legend className={styles.legend}>{t('choose.network.name')}</legend>
        {NETWORKS.map((network) => (
          <label
            key={network}
            className={styles.network}
            data-chosen={answers.network === network || undefined}
          >
            <input
              className={styles.radio}
              type="radio"
              name="network"
              checked={answers.network === network}
              onChange={() => onChange({ network })}
            />
            <NetworkSketch network={network} />
            <span className={styles.words}>
              <span className={styles.name}>{t(`choose.network.${network}.name`)}</span>
              <span className={styles.about}>{t(`choose.network.${network}.about`, { mtu: WAN_MTU })}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {answers.network === 'two-segments' && (
        <label className={styles.need}>
          <input
            type="checkbox"
            checked={answers.routers}
            onChange={(event) => onChange({ routers: event.target.checked })}
          />
          {t('choose.routers')}
        </label>
      )}
      {answers.network === 'vpc' && (
        <fieldset className={styles.field}>
          <legend className={styles.legend}>{t('choose.cloud.name')}</legend>
          {CLOUD_ROUTES.map((cloud) => (
            <label key={cloud} className={styles.need}>
              <input
                type="radio"
                name="cloud"
                checked={answers.cloud === cloud}
                onChange={() => onChange({ cloud })}
              />
              {t(`choose.cloud.${cloud}`)}
            </label>
          ))}
          <label className={styles.need}>
            <input
              type="checkbox"
              checked={answers.portsOnly}
              onChange={(event) => onChange({ portsOnly: event.target.checked })}
            />
            {t('choose.portsOnly')}
          </label>
        </fieldset>
      )}
      <fieldset className={styles.field}>
        <legend className={styles.legend}>{t('choose.nodes')}</legend>
        <div className={styles.counts}>
          {NODE_COUNTS.map((nodes) => (
            <label key={nodes} className={styles.count} data-chosen={answers.nodes === nodes || undefined}>
              <input
                className={styles.radio}
                type="radio"
                name="nodes"
                checked={answers.nodes === nodes}
                onChange={() => onChange({ nodes })}
              />
              {nodes}
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset className={styles.field}>
        <legend className={styles.legend}>{t('choose.needs')}</legend>
        {(['policies', 'encryption'] as const).map((need) => (
          <label key={need} className={styles.need}>
            <input
              type="checkbox"
              checked={answers[need]}
              onChange={(event) => onChange({ [need]: event.target.checked })}
            />
            {t(`choose.${need}`)}
          </label>
        ))}
      </fieldset>
    </form>
  );
}
