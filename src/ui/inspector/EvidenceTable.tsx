import { useState } from 'react';
import type { CSSProperties } from 'react';
import { useTexts } from '../../i18n/setup';
import type { Decision, EvidenceRow } from '../../core/index';
import { Breakable } from '../kit/Breakable';
import { Icon } from '../kit/Icon';
import { Sentence } from '../kit/Sentence';
import shapes from '../kit/shapes.module.css';
import styles from './Why.module.css';

/** Rows shown at once: the next decision stays in sight, and the rest is one press away. */
const FIRST_ROWS = 4;

/** The table a decision was taken from: the row that won under a check mark, each loser with its own reason. */
export function EvidenceTable({ decision }: { readonly decision: Decision }) {
  const { t, tm } = useTexts();
  const [all, setAll] = useState(false);
  const columns = decision.table?.columns ?? [];
  const shown =
    all || decision.rows.length <= FIRST_ROWS + 1 ? decision.rows : decision.rows.slice(0, FIRST_ROWS);
  const folded = decision.rows.length - shown.length;
  const used = columns.map((_, index) => saysSomething(decision, shown, index));
  // The first column takes the room that is left; where rows are numbered, what follows the number does.
  const free = columns.findIndex(({ key }) => key !== 'column.number');
  const widths = columns.flatMap((column, index) => {
    const width = `${widest(shown, index, tm(column))}ch`;
    if (!used[index]) return [];
    return [index === free ? 'minmax(0, 1fr)' : index < free ? `max(${width}, 4ch)` : `minmax(0, ${width})`];
  });
  return (
    <div
      className={styles.table}
      role="table"
      aria-label={tm(decision.title)}
      style={{ '--columns': widths.join(' ') } as CSSProperties}
    >
      <div role="row" className={styles.columns}>
        <span role="columnheader">
          <span className={shapes.hidden}>{t('ui.why.verdict')}</span>
        </span>
        {columns.map((column, index) =>
          used[index] ? (
            <span key={column.key} role="columnheader">
              {tm(column)}
            </span>
          ) : null,
        )}
      </div>
      {shown.map((row, index) => (
        <Row key={index} row={row} used={used} />
      ))}
      {folded > 0 && (
        <div className={styles.more} role="row">
          <span role="cell">
            <button type="button" className={styles.unfold} onClick={() => setAll(true)}>
              {t('ui.why.unfold', { count: folded })}
            </button>
          </span>
        </div>
      )}
      {decision.hidden > 0 && (
        <div className={styles.more} role="row">
          <span role="cell">{t('ui.why.hidden', { count: decision.hidden })}</span>
        </div>
      )}
    </div>
  );
}

/** A column that no row in sight fills, or that only repeats the table's name, would only take room. */
function saysSomething({ table }: Decision, rows: readonly EvidenceRow[], column: number): boolean {
  return rows.some(({ cells }) => {
    const cell = cells[column] ?? '';
    return cell !== '' && cell !== table?.name;
  });
}

/** Characters of the widest cell of a column; the first column takes what the others leave. */
function widest(rows: readonly EvidenceRow[], column: number, title: string): number {
  return Math.max(Math.min(title.length, 9), ...rows.map(({ cells }) => cells[column]?.length ?? 0));
}

const MARKS = { won: 'check', lost: 'cross', shown: null } as const;

function Row({ row, used }: { readonly row: EvidenceRow; readonly used: readonly boolean[] }) {
  const { t } = useTexts();
  const mark = MARKS[row.verdict];
  return (
    <div
      role="row"
      className={`${styles.row} ${styles[row.verdict]}`}
      data-verdict={row.verdict}
      title={row.writtenBy === null ? undefined : `${t('ui.why.writtenBy')} ${row.writtenBy}`}
    >
      <div className={styles.cells}>
        <span role="cell">
          {mark && <Icon name={mark} size={13} weight={row.verdict === 'won' ? 2.2 : 1.8} />}
          <span className={shapes.hidden}>{t(`ui.why.${row.verdict}`)}</span>
        </span>
        {row.cells.map((cell, index) =>
          used[index] ? (
            <span key={index} role="cell" className={styles.cell}>
              <Breakable text={cell} />
            </span>
          ) : null,
        )}
      </div>
      {row.reason && (
        <div role="cell" className={styles.why}>
          <Sentence message={row.reason} />
        </div>
      )}
    </div>
  );
}
