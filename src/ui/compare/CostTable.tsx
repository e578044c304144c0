import { TABLE_COSTS, TRAFFIC_COSTS } from '../../core/index';
import type { CostsView } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import shapes from '../kit/shapes.module.css';
import { hasArrived } from '../state/comparison';
import type { Side } from '../state/comparison';
import styles from './Compare.module.css';

interface Row {
  readonly name: string;
  /** What it is, in a sentence. */
  readonly about: string;
  /** Null for a side that shows nothing. */
  readonly values: readonly (number | null)[];
}

/** What the traffic has cost so far on each side, and what the nodes keep for it. */
export function CostTable({ sides }: { readonly sides: readonly Side[] }) {
  const { t } = useTexts();
  const rows = (pick: (costs: CostsView) => number) =>
    sides.map(({ view }) => (view === null ? null : pick(view.costs)));
  // On the way the least is only the slowest.
  const judged = sides.every((side) => side.view === null || hasArrived(side));
  return (
    <div className={styles.costs} tabIndex={0} role="group" aria-label={t('compare.costs')} data-scroll>
      <Costs
        caption={t('compare.traffic')}
        sides={sides.length}
        judged={judged}
        rows={TRAFFIC_COSTS.map((cost) => ({
          name: t(`compare.cost.${cost}.name`),
          about: t(`compare.cost.${cost}.about`),
          values: rows(({ traffic }) => traffic[cost]),
        }))}
      />
      <Costs
        caption={t('compare.tables')}
        sides={sides.length}
        judged={judged}
        rows={TABLE_COSTS.map((cost) => ({
          name: t(`compare.cost.${cost}.name`),
          about: t(`compare.cost.${cost}.about`),
          values: rows(({ tables }) => tables[cost]),
        }))}
      />
    </div>
  );
}

function Costs({
  caption,
  rows,
  sides,
  judged,
}: {
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly sides: number;
  /** All sides are where they end: the least is marked. */
  readonly judged: boolean;
}) {
  const { t } = useTexts();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{caption}</th>
          {Array.from({ length: sides }, (_, index) => (
            <th key={index} scope="col" className={styles.numeric}>
              <span className={styles.number} aria-hidden="true">
                {index + 1}
              </span>
              <span className={shapes.hidden}>{t('compare.side', { number: index + 1 })}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <CostRow key={row.name} row={row} judged={judged} />
        ))}
      </tbody>
    </table>
  );
}

function CostRow({ row: { name, about, values }, judged }: { readonly row: Row; readonly judged: boolean }) {
  const { t } = useTexts();
  const known = values.filter((value) => value !== null);
  const most = Math.max(...known);
  const least = Math.min(...known);
  const isLeast = (value: number): boolean => judged && value === least && least < most;
  return (
    <tr>
      <th scope="row" title={about}>
        {name}
      </th>
      {values.map((value, index) => (
        <td key={index} className={styles.numeric}>
          {value === null ? (
            '–'
          ) : (
            <span className={styles.cost} data-least={isLeast(value) ? 'true' : undefined}>
              <span
                className={styles.bar}
                aria-hidden="true"
                style={{ width: `${most === 0 ? 0 : (value / most) * 100}%` }}
              />
              <span className={styles.value}>
                {value}
                {isLeast(value) && (
                  <span className={styles.least} aria-hidden="true">
                    ▾
                  </span>
                )}
                {isLeast(value) && <span className={shapes.hidden}>{t('compare.least')}</span>}
              </span>
            </span>
          )}
        </td>
      ))}
    </tr>
  );
}
