import { localized } from '../../i18n/language';
import { useTexts } from '../../i18n/setup';
import { Icon } from '../kit/Icon';
import shapes from '../kit/shapes.module.css';
import { lookupsOf } from '../state/lookups';
import type { Answers } from './answers';
import { candidatesFor } from './candidates';
import { shownTrials, sorted, verdictOf, whatFailed } from './ranking';
import type { Row } from './ranking';
import styles from './Results.module.css';
import { fits, LARGE } from './run';
import type { Outcome, Result, Trial } from './run';
import { useRuns } from './useRuns';

/** Every network as it did when it was run: those that fit first, and of them the cheapest. */
export function Results({ answers }: { readonly answers: Answers }) {
  const { t } = useTexts();
  const runs = useRuns(answers);
  const rows = sorted(candidatesFor(answers), runs);
  const trials = shownTrials(answers);
  const fit = rows.filter(({ result }) => result && fits(result)).length;
  const all = rows.length;
  const most = Math.max(1, ...rows.map(({ result }) => result?.costs?.cableBytes ?? 0));
  return (
    <section className={styles.results} aria-label={t('choose.results')}>
      <p
        className={styles.state}
        role="status"
        data-testid="choose-state"
        data-done={runs.size === all || undefined}
      >
        {runs.size < all ? t('choose.running', { done: runs.size + 1, all }) : t('choose.done', { fit, all })}
      </p>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={t('choose.results')} data-scroll>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('choose.candidate')}</th>
              {trials.map((trial) => (
                <th
                  key={trial}
                  scope="col"
                  className={styles.mark}
                  title={t(`choose.trial.${trial}.about`, { bytes: LARGE })}
                >
                  {t(`choose.trial.${trial}.name`, { bytes: LARGE })}
                </th>
              ))}
              {(['bytes', 'lookups', 'rules'] as const).map((cost) => (
                <th key={cost} scope="col" className={styles.number} title={t('choose.costsAbout')}>
                  {t(`choose.cost.${cost}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ResultRow key={row.candidate.id} row={row} trials={trials} most={most} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.note}>{t('choose.costsAbout')}</p>
    </section>
  );
}

function ResultRow({
  row: { candidate, result },
  trials,
  most,
}: {
  readonly row: Row;
  readonly trials: readonly Trial[];
  readonly most: number;
}) {
  const { t, language } = useTexts();
  const name = localized(candidate.name, language);
  const state = verdictOf(result);
  const failed = result ? whatFailed(result) : null;
  const address = result?.trials.far?.address;
  return (
    <tr className={styles.row} data-candidate={candidate.id} data-verdict={state}>
      <th scope="row" className={styles.candidate}>
        <span className={styles.name}>
          {address === undefined || state === 'fails' ? (
            name
          ) : (
            <a className={styles.link} href={address} title={t('choose.open')}>
              {name}
            </a>
          )}
          <span className={styles.verdict}>
            {ICONS[state] && <Icon name={ICONS[state]} size={11} weight={2} />}
            {t(`choose.${state}`)}
          </span>
        </span>
        {failed && <Failure trial={failed.trial} outcome={failed.outcome} />}
      </th>
      {trials.map((trial) => (
        <td key={trial} className={styles.mark}>
          <Mark outcome={result?.trials[trial]} />
        </td>
      ))}
      <Costs result={result ?? null} most={most} />
    </tr>
  );
}

const ICONS = { fits: 'check', small: 'alert', fails: 'cross', broken: null, waiting: null } as const;

function Failure({ trial, outcome }: { readonly trial: Trial; readonly outcome: Outcome }) {
  const { t, tm } = useTexts();
  return (
    <span className={styles.failure}>
      <b>{t(`choose.failed.${trial}`)}</b>{' '}
      {trial === 'stranger' || trial === 'sealed' ? null : outcome.why ? tm(outcome.why) : t('choose.lost')}{' '}
      <a className={styles.see} href={outcome.address}>
        {t('choose.see')}
        <Icon name="right" size={11} />
      </a>
    </span>
  );
}

function Mark({ outcome }: { readonly outcome: Outcome | undefined }) {
  const { t } = useTexts();
  if (outcome === undefined) return <span className={styles.none}>–</span>;
  return (
    <span className={outcome.well ? styles.well : styles.badly}>
      <Icon name={outcome.well ? 'check' : 'cross'} size={14} weight={1.8} />
      <span className={shapes.hidden}>{t(outcome.well ? 'choose.well' : 'choose.badly')}</span>
    </span>
  );
}

function Costs({ result, most }: { readonly result: Result | null; readonly most: number }) {
  const costs = result?.costs ?? null;
  if (costs === null) {
    return Array.from({ length: 3 }, (_, index) => (
      <td key={index} className={`${styles.number} ${styles.none}`}>
        –
      </td>
    ));
  }
  return (
    <>
      <td className={styles.number}>
        {costs.cableBytes}
        <span className={styles.bar} aria-hidden="true">
          <span className={styles.amount} style={{ width: `${(costs.cableBytes / most) * 100}%` }} />
        </span>
      </td>
      <td className={styles.number}>{lookupsOf(costs)}</td>
      <td className={styles.number}>{costs.rules}</td>
    </>
  );
}
