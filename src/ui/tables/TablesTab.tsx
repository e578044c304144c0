import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../i18n/setup';
import { reveal } from '../kit/reveal';
import { Segmented } from '../kit/Segmented';
import shapes from '../kit/shapes.module.css';
import { comparedWith } from '../state/steps';
import { API_SERVER_PLACE } from '../state/store';
import { useAnswer } from '../state/useAnswer';
import { usePage, usePageState } from '../state/usePage';
import { Differences } from './Differences';
import { MarkBar } from './MarkBar';
import { Table } from './Table';
import styles from './TablesTab.module.css';

/** The API server among the places that have tables. */
const API_SERVER = { place: '', option: API_SERVER_PLACE };

type Shown = 'place' | 'all';

/**
 * The tables of one netns at this instant, with what the last step made of them; once an instant is marked, with what
 * differs from that, here or everywhere.
 */
export function TablesTab() {
  const { t } = useTexts();
  const mark = usePageState((state) => state.mark);
  const [shown, setShown] = useState<Shown>('all');
  const all = mark !== null && shown === 'all';
  return (
    <>
      <MarkBar />
      {mark !== null && (
        <div className={styles.modes}>
          <Segmented
            label={t('time.compare.marked')}
            choices={[
              { value: 'all', label: t('time.compare.all') },
              { value: 'place', label: t('time.compare.place') },
            ]}
            value={shown}
            onChange={setShown}
          />
        </div>
      )}
      {all ? <Differences mark={mark} /> : <Place mark={mark} />}
    </>
  );
}

function Place({ mark }: { readonly mark: number | null }) {
  const { t } = useTexts();
  const chosen = usePageState((state) => state.netns);
  const present = usePageState((state) => state.instant?.netns ?? null);
  // Before the first input there is no instant, but there are tables: those the set-up has left.
  const seq = usePageState(
    ({ instant, timeline }) => instant?.seq ?? (timeline && Math.max(0, timeline.length - 1)),
  );
  const before = usePageState(({ timeline, grain, instant }) =>
    timeline && instant ? comparedWith(timeline, grain, instant.seq) : null,
  );
  const compareSeq = mark ?? before;
  const place = chosen ?? present;
  const netns = place === API_SERVER.option ? API_SERVER.place : place;
  const view = useAnswer('tables', seq === null || netns === null ? null : { seq, netns, compareSeq });
  const region = useRef<HTMLDivElement>(null);

  // What the step wrote is brought into sight.
  useEffect(() => {
    reveal(
      region.current,
      region.current?.querySelector<HTMLElement>('tr[data-status]:not([data-status="same"])'),
    );
  }, [view]);

  return (
    <>
      <Picker chosen={chosen} present={present} />
      <div
        ref={region}
        className={shapes.scroll}
        tabIndex={0}
        role="region"
        aria-label={t('ui.inspector.tables')}
        data-tables-at={view?.seq}
        data-scroll
      >
        {view?.tables.map((table) => (
          <Table
            key={table.name}
            table={table}
            aside={KERNEL.has(table.name) && <ToKernel netns={chosen} />}
          />
        ))}
      </div>
    </>
  );
}

/** Tables that the kernel view shows at their place on the way of a packet. */
const KERNEL: ReadonlySet<string> = new Set(['netfilter', 'conntrack']);

function ToKernel({ netns }: { readonly netns: string | null }) {
  const { t } = useTexts();
  const { select } = usePage();
  return (
    <button type="button" className={styles.toKernel} onClick={() => select({ kernel: true, netns })}>
      {t('kernel.show')}
    </button>
  );
}

function Picker({ chosen, present }: { readonly chosen: string | null; readonly present: string | null }) {
  const { t } = useTexts();
  const { select } = usePage();
  const elements = usePageState((state) => state.graph?.graph.elements);
  const cluster = usePageState((state) => state.info?.cluster ?? null);
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
        {cluster && <option value={API_SERVER.option}>{t('time.compare.apiServer')}</option>}
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
