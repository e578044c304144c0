import { useLayoutEffect, useRef, useState } from 'react';
import { useTexts } from '../../i18n/setup';
import type { Decision, Instant } from '../../core/index';
import { Breakable } from '../kit/Breakable';
import { Icon } from '../kit/Icon';
import { beginWithSection, reveal } from '../kit/reveal';
import { Sentence } from '../kit/Sentence';
import { usePage } from '../state/usePage';
import { Changes } from './Changes';
import { ConfigPart } from './ConfigPart';
import { EvidenceTable } from './EvidenceTable';
import { openDecision, ownDecision } from './open-decision';
import styles from './Why.module.css';

/** Why the packet is where it is: the sentence, then each decision with the table it was taken from. */
export function Why({ instant }: { readonly instant: Instant }) {
  const tabled = instant.decisions.some(({ rows }) => rows.length > 0);
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
      {instant.config && <ConfigPart config={instant.config} />}
      {/* Where no table explains the step, what it wrote says most. */}
      {!tabled && <Changes changes={instant.changes} />}
      <Decisions instant={instant} />
      {tabled && <Changes changes={instant.changes} />}
    </div>
  );
}

function Decisions({ instant }: { readonly instant: Instant }) {
  const { decisions } = instant;
  // What the reader opened or closed, by decision: it stays so as long as the decision is listed.
  const [turned, setTurned] = useState<Readonly<Record<number, boolean>>>({});
  const first = openDecision(instant);
  const list = useRef<HTMLOListElement>(null);
  const left = useRef<number | null>(null);

  // The decision the sentence speaks of is brought into sight; what was scrolled for an earlier one goes back.
  useLayoutEffect(() => {
    const region = list.current?.closest<HTMLElement>('[data-scroll]') ?? null;
    if (!region) return;
    if (region.scrollTop === left.current) region.scrollTop = 0;
    left.current = null;
    const own = ownDecision(instant);
    const shown = own === -1 ? openDecision(instant) : own;
    if ((instant.decisions[shown]?.rows.length ?? 0) === 0) return;
    const before = region.scrollTop;
    reveal(region, list.current?.children[shown] as HTMLElement | undefined);
    // The sentence stays in sight where it speaks of something else than the table.
    if (own === -1) reveal(region, list.current?.parentElement?.firstElementChild as HTMLElement | undefined);
    beginWithSection(region, list.current?.parentElement?.firstElementChild as HTMLElement | undefined);
    if (region.scrollTop !== before) left.current = region.scrollTop;
  }, [instant]);

  return (
    <ol ref={list} className={styles.decisions}>
      {decisions.map((decision, index) => {
        const open = turned[decision.seq] ?? index === first;
        return (
          <DecisionItem
            key={decision.seq}
            number={index + 1}
            decision={decision}
            alone={decisions.length === 1}
            ofPacket={instant.packet !== null}
            open={open}
            onToggle={() => setTurned({ ...turned, [decision.seq]: !open })}
          />
        );
      })}
    </ol>
  );
}

function DecisionItem({
  number,
  decision,
  alone,
  ofPacket,
  open,
  onToggle,
}: {
  readonly number: number;
  readonly decision: Decision;
  /** The sentence above already says it. */
  readonly alone: boolean;
  /** A packet is at it, so that the kernel view has a place for it. */
  readonly ofPacket: boolean;
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
          {open ? <Asked decision={decision} /> : <Breakable text={answer} />}
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
          <Foot decision={decision} ofPacket={ofPacket} />
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
  return (
    <span className={styles.about}>
      <Breakable text={parts.join(' · ')} />
    </span>
  );
}

/** Who wrote the row that won, and which function of the kernel decides so. */
function Foot({ decision, ofPacket }: { readonly decision: Decision; readonly ofPacket: boolean }) {
  const { t } = useTexts();
  const { select, goTo } = usePage();
  const toKernel = () => {
    select({ kernel: true, netns: null });
    void goTo(decision.seq);
  };
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
      {decision.told !== null && (
        <span className={styles.writer}>
          <Icon name="send" size={13} />
          <Sentence message={decision.told.sentence} />
        </span>
      )}
      {decision.kernelFunction !== '' && (
        <span>
          {t('ui.why.kernel')} <code>{decision.kernelFunction}()</code>
        </span>
      )}
      {ofPacket && (
        <button type="button" className={styles.toKernel} onClick={toKernel}>
          {t('kernel.show')}
        </button>
      )}
    </div>
  );
}
