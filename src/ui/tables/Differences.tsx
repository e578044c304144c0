import { useTexts } from '../../i18n/setup';
import type { DiffPart, DiffRow } from '../../core/index';
import { Breakable } from '../kit/Breakable';
import { Icon } from '../kit/Icon';
import shapes from '../kit/shapes.module.css';
import { useAnswer } from '../state/useAnswer';
import { usePage, usePageState } from '../state/usePage';
import { Table } from './Table';
import styles from './TablesTab.module.css';

/** Everything that differs between the marked instant and this one, place by place, and who wrote it. */
export function Differences({ mark }: { readonly mark: number }) {
  const { t } = useTexts();
  const seq = usePageState((state) => state.instant?.seq ?? null);
  const view = useAnswer('diff', seq === null ? null : { from: mark, to: seq });
  return (
    <div
      className={shapes.scroll}
      tabIndex={0}
      role="region"
      aria-label={t('time.compare.all')}
      data-scroll
      data-testid="differences"
    >
      {view && (
        <p className={styles.differ} role="status">
          {view.count > 0
            ? t('time.compare.count', { count: view.count })
            : t(mark === seq ? 'time.compare.here' : 'time.compare.none')}
        </p>
      )}
      {view?.parts.map((part) => (
        <Part key={part.netns} part={part} />
      ))}
      {view && view.hidden > 0 && (
        <p className={styles.differ}>{t('time.compare.hidden', { count: view.hidden })}</p>
      )}
    </div>
  );
}

function Part({ part }: { readonly part: DiffPart }) {
  const { t } = useTexts();
  const name = part.netns === '' ? t('time.compare.api') : part.netns;
  return (
    <section aria-label={name} data-place={part.netns}>
      <h3 className={styles.place}>
        {name}
        {part.machine !== '' && part.machine !== part.netns && (
          <span className={styles.of}> · {part.machine}</span>
        )}
        {part.status !== 'same' && (
          <span className={styles.of}>
            {' · '}
            {t(part.status === 'new' ? 'time.compare.newPlace' : 'time.compare.gonePlace')}
          </span>
        )}
      </h3>
      {part.tables.map((table) => (
        <Table key={table.name} table={table} place={name} after={(row) => <Writer row={row} />} />
      ))}
    </section>
  );
}

/** The step that wrote a row last; pressed, it takes the cursor there. */
function Writer({ row }: { readonly row: DiffRow }) {
  const { t, tm } = useTexts();
  const { goTo } = usePage();
  const { by } = row;
  if (!by) return null;
  return (
    <button
      type="button"
      className={styles.writer}
      title={t('time.compare.by')}
      onClick={() => void goTo(by.seq)}
    >
      <Icon name="gear" size={11} />
      <span className={shapes.hidden}>{t('time.compare.by')} </span>
      <span>
        {by.actor !== '' && `${by.actor}: `}
        <Breakable text={tm(by.message)} />
      </span>
    </button>
  );
}
