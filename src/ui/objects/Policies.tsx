import { useState } from 'react';
import type { PolicyRow } from '../../core/index';
import { localized } from '../../i18n/language';
import { useTexts } from '../../i18n/setup';
import { Icon } from '../kit/Icon';
import { Section } from '../kit/Section';
import shapes from '../kit/shapes.module.css';
import type { Verdict } from '../state/trial';
import { useAnswer } from '../state/useAnswer';
import { usePage, usePageState } from '../state/usePage';
import { TRIED_MOST, useTrials } from '../state/useTrials';
import type { Action } from './actions';
import { policyInput } from './actions';
import styles from './Policies.module.css';

type Act = (action: Action['input']) => void;

/** The network policies of a cluster, each with a switch, and what passes with those that are on. */
export function Policies({
  seq,
  kubectlOn,
  onAct,
}: {
  readonly seq: number;
  readonly kubectlOn: string | null;
  readonly onAct: Act;
}) {
  const { t } = useTexts();
  const view = useAnswer('policies', { seq });
  const [open, setOpen] = useState(true);
  if (!view || view.rows.length === 0) return null;
  const { rows, network, idleOn, stoppedOn } = view;
  const on = rows.filter((row) => row.on).length;
  return (
    <Section
      title={t('policies.name')}
      aside={<span className={styles.count}>{t('policies.on', { on, all: rows.length })}</span>}
      open={open}
      onToggle={() => setOpen(!open)}
    >
      {idleOn.length > 0 && (
        <p className={styles.idle} role="note" data-testid="policies-idle">
          <Icon name="alert" size={15} />
          <span>
            {network === 'none'
              ? t('policies.idleNone', { nodes: idleOn.join(t('policies.and')) })
              : t('policies.idle', { network, nodes: idleOn.join(t('policies.and')) })}
          </span>
        </p>
      )}
      {stoppedOn.length > 0 && (
        <p className={styles.idle} role="note" data-testid="policies-stopped">
          <Icon name="alert" size={15} />
          <span>{t('policies.stopped', { nodes: stoppedOn.join(t('policies.and')) })}</span>
        </p>
      )}
      <ul className={styles.list}>
        {rows.map((row) => (
          <li key={row.key}>
            <Policy row={row} kubectlOn={kubectlOn} onAct={onAct} />
          </li>
        ))}
      </ul>
      <Effect seq={seq} />
    </Section>
  );
}

function Policy({
  row,
  kubectlOn,
  onAct,
}: {
  readonly row: PolicyRow;
  readonly kubectlOn: string | null;
  readonly onAct: Act;
}) {
  const { t } = useTexts();
  const busy = usePageState((state) => state.busy || state.status !== 'ready');
  const { name, namespace, on, selector, directions } = row;
  return (
    <button
      type="button"
      className={styles.policy}
      role="switch"
      aria-checked={on}
      disabled={kubectlOn === null}
      // Not disabled while it works: the focus stays where it is.
      aria-disabled={busy}
      title={t(on ? 'policies.takeAway' : 'policies.apply')}
      data-policy={row.key}
      onClick={() => !busy && kubectlOn !== null && onAct(policyInput(row, kubectlOn))}
    >
      <span className={styles.switch} aria-hidden="true">
        <span className={styles.knob} />
      </span>
      <span className={styles.title}>{namespace === 'default' ? name : `${namespace}/${name}`}</span>
      <span className={styles.about}>
        {t('policies.about', {
          pods: selector === '<none>' ? t('policies.allPods') : selector,
          directions: directions.map((one) => t(`policies.direction.${one}`)).join(t('policies.and')),
        })}
      </span>
    </button>
  );
}

/** What the lab's own traffic comes to by now: tried beside the lab, which is left as it is. */
function Effect({ seq }: { readonly seq: number }) {
  const { t, tm, language } = useTexts();
  const { input } = usePage();
  const info = usePageState((state) => state.info);
  const busy = usePageState((state) => state.busy || state.status !== 'ready');
  const verdicts = useTrials(seq);
  if (info === null || info.sends.length === 0) return null;
  const sends = info.sends.slice(0, TRIED_MOST).map((send) => ({
    ...{ name: send.name, title: localized(send.title, language) },
    verdict: verdicts.get(send.name),
  }));
  return (
    <div className={styles.effect}>
      <h4 className={styles.heading}>{t('policies.effect')}</h4>
      <Tried sends={sends} />
      <ul>
        {sends.map(({ name, title, verdict }) => {
          const state = verdict === undefined ? 'trying' : verdict.passes ? 'passes' : 'fails';
          return (
            <li key={name} data-send={name} data-verdict={state}>
              <button
                type="button"
                className={styles.send}
                aria-disabled={busy}
                title={verdict?.drop ? tm(verdict.drop.why) : t('policies.send')}
                onClick={() => !busy && void input({ kind: 'send', name })}
              >
                <span className={styles.mark}>
                  {verdict && <Icon name={verdict.passes ? 'check' : 'cross'} size={12} weight={2} />}
                </span>
                <span className={styles.what}>{title}</span>
                <span className={styles.verdict}>
                  {t(`policies.verdict.${state}`)}
                  {verdict?.drop && !verdict.passes && ` · ${verdict.drop.netns}`}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** What came of it in one sentence, once all of it has been tried: for those who listen. */
function Tried({
  sends,
}: {
  readonly sends: readonly { readonly title: string; readonly verdict: Verdict | undefined }[];
}) {
  const { t } = useTexts();
  const done = sends.every(({ verdict }) => verdict !== undefined);
  const names = (passes: boolean) =>
    sends.filter(({ verdict }) => verdict?.passes === passes).map(({ title }) => title);
  const [good, bad] = [names(true), names(false)];
  return (
    <p className={shapes.hidden} role="status" data-testid="policies-tried">
      {!done
        ? ''
        : bad.length === 0
          ? t('policies.tried.all')
          : good.length === 0
            ? t('policies.tried.none')
            : t('policies.tried.some', {
                passes: good.join(t('policies.and')),
                fails: bad.join(t('policies.and')),
              })}
    </p>
  );
}
