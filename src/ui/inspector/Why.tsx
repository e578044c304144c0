import { useState } from 'react';
import { useTexts } from '../../i18n/setup';
import type { Decision, Instant } from '../../core/index';
import { Icon } from '../kit/Icon';
import { Sentence } from '../kit/Sentence';
import { Changes } from './Changes';
import { EvidenceTable } from './EvidenceTable';
import styles from './Why.module.css';

/** Why the packet is where it is: the sentence, then each decision with the table it was taken from. */
export function Why({ instant }: { readonly instant: Instant }) {
  return (
    <div data-testid="why">
      <p className={styles.sentence}>
        <Sentence message={instant.narration} />
      </p>
      {instant.drop && (
        <div className={styles.drop}>
          <Icon name="cross" size={14} weight={2} />
          <span className={styles.reason}>{instant.drop.reason}</span>
          <p>
            <Sentence message={instant.drop.sentence} />
          </p>
        </div>
      )}
      <Decisions decisions={instant.decisions} />
      <Changes changes={instant.changes} />
    </div>
  );
}

function Decisions({ decisions }: { readonly decisions: readonly Decision[] }) {
  // What the reader opened or closed, by place in the list: it stays so from step to step.
  const [turned, setTurned] = useState<Readonly<Record<number, boolean>>>({});
  const first = firstOpen(decisions);
  return (
    <ol className={styles.decisions}>
      {decisions.map((decision, index) => {
        const open = turned[index] ?? index === first;
        return (
          <DecisionItem
            key={decision.seq}
            number={index + 1}
            decision={decision}
            alone={decisions.length === 1}
            open={open}
            onToggle={() => setTurned({ ...turned, [index]: !open })}
          />
        );
      })}
    </ol>
  );
}

/** The decision shown in full: the first that had losers, else the first with a table, else the last. */
function firstOpen(decisions: readonly Decision[]): number {
  const contested = decisions.findIndex(({ rows }) => rows.some(({ verdict }) => verdict === 'lost'));
  if (contested !== -1) return contested;
  const tabled = decisions.findIndex(({ rows }) => rows.length > 0);
  return tabled === -1 ? decisions.length - 1 : tabled;
}

function DecisionItem({
  number,
  decision,
  alone,
  open,
  onToggle,
}: {
  readonly number: number;
  readonly decision: Decision;
  /** The sentence above already says it. */
  readonly alone: boolean;
  readonly open: boolean;
  readonly onToggle: () => void;
}) {
  const { tm } = useTexts();
  const answer = decision.answer === '' ? decision.key : decision.answer;
  return (
    <li className={styles.decision} data-decision={decision.title.key}>
      <button type="button" className={styles.head} aria-expanded={open} onClick={onToggle}>
        <span className={styles.number}>{number}</span>
        <span className={styles.title}>{tm(decision.title)}</span>
        <span className={styles.answer} title={open ? undefined : answer}>
          {open ? <Asked decision={decision} /> : answer}
        </span>
        <Icon name={open ? 'down' : 'right'} size={12} />
      </button>
      {open && (
        <>
          {!alone && (
            <p className={styles.own}>
              <Sentence message={decision.sentence} />
            </p>
          )}
          {decision.table && decision.rows.length > 0 && <EvidenceTable decision={decision} />}
          <Foot decision={decision} />
        </>
      )}
    </li>
  );
}

function Asked({ decision }: { readonly decision: Decision }) {
  const { t } = useTexts();
  const parts = [
    ...(decision.table ? [t('ui.why.table', { name: decision.table.name })] : []),
    ...(decision.key === '' ? [] : [decision.key]),
  ];
  return <span className={styles.about}>{parts.join(' · ')}</span>;
}

/** Who wrote the row that won, and which function of the kernel decides so. */
function Foot({ decision }: { readonly decision: Decision }) {
  const { t } = useTexts();
  const writer = decision.rows.find(({ verdict }) => verdict === 'won')?.writtenBy ?? null;
  return (
    <div className={styles.foot}>
      {writer !== null && (
        <span className={styles.writer}>
          <Icon name="gear" size={13} />
          <span>
            {t('ui.why.writtenBy')} <code>{writer}</code>
          </span>
        </span>
      )}
      <span>
        {t('ui.why.kernel')} <code>{decision.kernelFunction}()</code>
      </span>
    </div>
  );
}
