import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/setup';
import type { TableRow, TableView } from '../../core/index';
import { Breakable } from '../kit/Breakable';
import shapes from '../kit/shapes.module.css';
import { useCompact } from '../kit/useMedia';
import styles from './TablesTab.module.css';

/** A table: its rows, and for each what became of it since the instant compared with. */
export function Table<R extends TableRow>({
  table,
  place,
  aside,
  after,
}: {
  readonly table: Omit<TableView, 'rows'> & { readonly rows: readonly R[] };
  /** Whose table it is, where several stand together. */
  readonly place?: string;
  /** What follows the title. */
  readonly aside?: ReactNode;
  /** What follows a row, on a line of its own. */
  readonly after?: (row: R) => ReactNode;
}) {
  const { t } = useTexts();
  const name = t(`ui.tables.${table.name}`);
  const hidden = table.hidden ?? 0;
  const count = table.rows.filter((row) => row.status !== 'gone').length + hidden;
  // A column that no row fills would only take room.
  const used = table.columns.map((_, index) =>
    table.rows.some((row) => (row.cells[index] ?? '') !== '' || (row.was?.[index] ?? '') !== ''),
  );
  const compact = useCompact();
  const columns = table.columns.flatMap((_, index) => (used[index] ? [index] : []));
  // In the compact form the rest stands below, each value with its name.
  const beside = compact ? columns.slice(0, BESIDE[table.name]) : columns;
  const below = compact ? columns.slice(BESIDE[table.name]) : [];
  return (
    <section
      className={styles.part}
      aria-label={place === undefined ? name : `${place}: ${name}`}
      data-table={table.name}
    >
      <h3 className={styles.title}>
        {name} <span className={styles.count}>{count}</span>
        {aside}
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
                {beside.map((index) => (
                  <th key={index} scope="col">
                    <Heading column={table.columns[index]} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <Row
                  key={`${row.status} ${row.key}`}
                  row={row}
                  columns={table.columns}
                  beside={beside}
                  below={below}
                  after={after?.(row)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hidden > 0 && <p className={styles.empty}>{t('ui.tables.hidden', { count: hidden })}</p>}
    </section>
  );
}

/** Columns side by side in the compact form: as many as have room. */
const BESIDE: Readonly<Record<TableView['name'], number>> = {
  links: 4,
  addresses: 3,
  routes: 3,
  neigh: 4,
  fdb: 3,
  rules: 3,
  peers: 3,
  netfilter: 2,
  ipsets: 2,
  conntrack: 2,
  counters: 2,
  sockets: 3,
  bgpSessions: 2,
  bgpRoutes: 2,
  sysctl: 2,
  files: 1,
  objects: 2,
};

function Heading({ column }: { readonly column: TableView['columns'][number] | undefined }) {
  const { tm } = useTexts();
  return column ? tm(column) : null;
}

const MARKS = { same: '', new: '+', changed: '~', gone: '−' } as const;

function Row({
  row,
  columns,
  beside,
  below,
  after,
}: {
  readonly row: TableRow;
  readonly columns: TableView['columns'];
  readonly beside: readonly number[];
  readonly below: readonly number[];
  readonly after: ReactNode;
}) {
  const { t } = useTexts();
  const told = below.filter((index) => row.cells[index] !== '' || (row.was?.[index] ?? '') !== '');
  return (
    <>
      <tr
        className={`${styles[row.status]} ${told.length > 0 || after ? styles.open : ''}`}
        data-status={row.status}
      >
        <td className={styles.mark}>
          <span aria-hidden="true">{MARKS[row.status]}</span>
          {row.status !== 'same' && <span className={shapes.hidden}>{t(`ui.tables.${row.status}`)}</span>}
        </td>
        {beside.map((index) => (
          <td key={index}>
            <Cell row={row} index={index} />
          </td>
        ))}
      </tr>
      {told.length > 0 && (
        <tr className={`${styles[row.status]} ${after ? styles.open : ''}`}>
          <td className={styles.mark} />
          <td colSpan={beside.length} className={styles.below}>
            {told.map((index) => (
              <span key={index} className={styles.pair}>
                <span className={styles.of}>
                  <Heading column={columns[index]} />
                </span>{' '}
                <Cell row={row} index={index} />
              </span>
            ))}
          </td>
        </tr>
      )}
      {after && (
        <tr>
          <td className={styles.mark} />
          <td colSpan={beside.length} className={styles.below}>
            {after}
          </td>
        </tr>
      )}
    </>
  );
}

/** A value; where it changed, what it was as well. */
function Cell({ row, index }: { readonly row: TableRow; readonly index: number }) {
  const cell = row.cells[index] ?? '';
  const was = row.was?.[index] ?? cell;
  if (row.status !== 'changed' || was === cell) return <Breakable text={cell} />;
  return (
    <>
      {was !== '' && (
        <del className={styles.was}>
          <Breakable text={was} />
        </del>
      )}
      <ins className={styles.now}>
        <Breakable text={cell} />
      </ins>
    </>
  );
}
