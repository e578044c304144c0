import { useState } from 'react';
import type { LabInfo } from '../../core/index';
import { localized } from '../../i18n/language';
import { useTexts } from '../../i18n/setup';
import { GraphPanel } from '../graph/GraphPanel';
import { Button } from '../kit/Button';
import { Icon } from '../kit/Icon';
import { usePageState } from '../state/usePage';
import { ProblemList } from '../trouble/ProblemList';
import type { Side } from '../state/comparison';
import { hasArrived } from '../state/comparison';
import type { SideSpec } from '../state/compare-spec';
import styles from './Compare.module.css';

/** One of the labs that are compared: what it is, its map, and what is happening in it. */
export function SideColumn({
  side,
  number,
  onChange,
  onRetry,
}: {
  readonly side: Side;
  readonly number: number;
  readonly onChange: (next: SideSpec) => void;
  readonly onRetry: () => void;
}) {
  const { t, tm } = useTexts();
  const { view, trouble } = side;
  return (
    <section className={styles.side} aria-label={t('compare.side', { number })}>
      <SideHead side={side} number={number} onChange={onChange} />
      <div className={styles.map}>
        {trouble ? (
          <SideTroubleText side={side} onRetry={onRetry} />
        ) : view ? (
          <SideMap side={side} />
        ) : (
          <p className={styles.waiting}>{t('ui.loading')}</p>
        )}
      </div>
      <p className={styles.narration} role="status" data-testid={`compare-narration-${number}`}>
        {view && (
          <>
            {view.instant.drop ? (
              <span className={styles.dropped}>
                <Icon name="cross" size={12} weight={2} />
                {t('compare.dropped')}
              </span>
            ) : (
              hasArrived(side) && (
                <span className={styles.arrived}>
                  <Icon name="check" size={12} weight={2} />
                  {t('compare.done')}
                </span>
              )
            )}
            {tm(view.instant.narration)}
          </>
        )}
      </p>
    </section>
  );
}

function SideHead({
  side: { spec, info },
  number,
  onChange,
}: {
  readonly side: Side;
  readonly number: number;
  readonly onChange: (next: SideSpec) => void;
}) {
  const { t, language } = useTexts();
  const labs = usePageState((state) => state.labs);
  return (
    <div className={styles.sideHead}>
      <span className={styles.number} aria-hidden="true">
        {number}
      </span>
      <select
        className={styles.select}
        aria-label={t('compare.lab', { number })}
        value={spec.lab}
        onChange={(event) => onChange({ lab: event.target.value, choices: {} })}
      >
        {labs.some(({ name }) => name === spec.lab) ? null : <option value={spec.lab}>{spec.lab}</option>}
        {labs.map((lab) => (
          <option key={lab.name} value={lab.name}>
            {localized(lab.title, language)}
          </option>
        ))}
      </select>
      {info?.choices.map((choice) => (
        <ChoiceOf key={choice.name} choice={choice} spec={spec} number={number} onChange={onChange} />
      ))}
    </div>
  );
}

function ChoiceOf({
  choice,
  spec,
  number,
  onChange,
}: {
  readonly choice: LabInfo['choices'][number];
  readonly spec: SideSpec;
  readonly number: number;
  readonly onChange: (next: SideSpec) => void;
}) {
  const { language } = useTexts();
  return (
    <select
      className={styles.select}
      aria-label={`${localized(choice.title, language)} (${number})`}
      value={choice.chosen}
      onChange={(event) =>
        onChange({ lab: spec.lab, choices: { ...spec.choices, [choice.name]: event.target.value } })
      }
    >
      {choice.options.map((option) => (
        <option key={option.name} value={option.name}>
          {localized(option.title, language)}
        </option>
      ))}
    </select>
  );
}

const nothing = () => undefined;
const CLOSED: readonly string[] = [];

function SideMap({ side: { view, direction } }: { readonly side: Side }) {
  const [selected, setSelected] = useState<string | null>(null);
  const [namespace, setNamespace] = useState<string | null>(null);
  if (!view?.map) return null;
  return (
    <GraphPanel
      graph={view.map.graph}
      instant={view.instant}
      marks={view.map.marks}
      direction={direction}
      speed={1}
      selected={selected}
      onSelect={setSelected}
      onAgent={null}
      namespace={namespace}
      onNamespace={setNamespace}
      open={CLOSED}
      onOpen={nothing}
      lifted={false}
      onLift={null}
      sessions={null}
      sessionsShown={false}
      onSessions={null}
      small
      place={null}
      onTerminal={nothing}
    />
  );
}

function SideTroubleText({
  side: { trouble, spec },
  onRetry,
}: {
  readonly side: Side;
  readonly onRetry: () => void;
}) {
  const { t } = useTexts();
  if (trouble === null) return null;
  return (
    <div className={styles.trouble} role="alert">
      <Icon name="alert" size={22} />
      {trouble.kind === 'lab' ? (
        <>
          <p>{t('ui.trouble.lab.text', { lab: spec.lab })}</p>
          <ProblemList problems={trouble.problems} />
        </>
      ) : trouble.kind === 'crash' ? (
        <>
          <p>{t('compare.crash')}</p>
          <pre className={styles.details}>{trouble.details}</pre>
          <Button onClick={onRetry}>{t('compare.again')}</Button>
        </>
      ) : trouble.kind === 'no-send' ? (
        <p>{t('compare.noSend')}</p>
      ) : (
        <p>{t('ui.trouble.unknown-lab.text', { lab: spec.lab })}</p>
      )}
    </div>
  );
}
