import { useTexts } from '../../i18n/setup';
import type { TableRow, TableView } from '../../core/index';
import shapes from '../kit/shapes.module.css';
import { comparedWith } from '../state/steps';
import { useAnswer } from '../state/useAnswer';
import { usePage, usePageState } from '../state/usePage';
import styles from './TablesTab.module.css';

/** The tables of one netns at this instant, with what the last step made of them. */
export function TablesTab() {
  const { t } = useTexts();
  const chosen = usePageState((state) => state.netns);
  const present = usePageState((state) => state.instant?.netns ?? null);
  const seq = usePageState((state) => state.instant?.seq ?? null);
  const compareSeq = usePageState(({ timeline, grain, instant }) =>
    timeline && instant ? comparedWith(timeline, grain, instant.seq) : null,
  );
  const netns = chosen ?? present;
  const view = useAnswer('tables', seq === null || netns === null ? null : { seq, netns, compareSeq });
  return (
    <>
      <Picker chosen={chosen} present={present} />
      <div className={shapes.scroll} tabIndex={0} role="region" aria-label={t('ui.inspector.tables')}>
        {view?.tables.map((table) => (
          <Table key={table.name} table={table} />
        ))}
      </div>
    </>
  );
}

function Picker({ chosen, present }: { readonly chosen: string | null; readonly present: string | null }) {
  const { t } = useTexts();
  const { select } = usePage();
  const elements = usePageState((state) => state.graph?.graph.elements);
  const names = elements?.flatMap((element) => (element.kind === 'netns' ? [element.name] : [])) ?? [];
  return (
    <label className={styles.picker}>
      {t('ui.tables.netns')}
      <select
        className={styles.select}
        value={chosen ?? ''}
        onChange={(event) => select({ netns: event.target.value === '' ? null : event.target.value })}
      >
        <option value="">{t('ui.tables.follow', { netns: present ?? '–' })}</option>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Table({ table }: { readonly table: TableView }) {
  const { t, tm } = useTexts();
  const name = t(`ui.tables.${table.name}`);
  const count = table.rows.filter((row) => row.status !== 'gone').length;
  // A column that no row fills would only take room.
  const used = table.columns.map((_, index) =>
    table.rows.some((row) => (row.cells[index] ?? '') !== '' || (row.was?.[index] ?? '') !== ''),
  );
  return (
    <section className={styles.part} aria-label={name} data-table={table.name}>
      <h3 className={styles.title}>
        {name} <span className={styles.count}>{count}</span>
      </h3>
      {table.rows.length === 0 ? (
        <p className={styles.empty}>{t('ui.tables.empty')}</p>
      ) : (
        <div className={styles.wrap}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th className={styles.mark}>
                  <span className={shapes.hidden}>{t('ui.tables.status')}</span>
                </th>
                {table.columns.map((column, index) =>
                  used[index] ? (
                    <th key={column.key} scope="col">
                      {tm(column)}
                    </th>
                  ) : null,
                )}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <Row key={`${row.status} ${row.key}`} row={row} used={used} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const MARKS = { same: '', new: '+', changed: '~', gone: '−' } as const;

function Row({ row, used }: { readonly row: TableRow; readonly used: readonly boolean[] }) {
  const { t } = useTexts();
  return (
    <tr className={styles[row.status]} data-status={row.status}>
      <td className={styles.mark}>
        <span aria-hidden="true">{MARKS[row.status]}</span>
        {row.status !== 'same' && <span className={shapes.hidden}>{t(`ui.tables.${row.status}`)}</span>}
      </td>
      {row.cells.map((cell, index) => {
        if (!used[index]) return null;
        const was = row.was?.[index] ?? cell;
        return (
          <td key={index}>
            {row.status === 'changed' && was !== cell ? (
              <>
                {was !== '' && <del className={styles.was}>{was}</del>}
                <ins className={styles.now}>{cell}</ins>
              </>
            ) : (
              cell
            )}
          </td>
        );
      })}
    </tr>
  );
}
