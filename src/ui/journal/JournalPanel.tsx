import { useEffect, useMemo, useRef, useState } from 'react';
import { useTexts } from '../../i18n/setup';
import type { JournalFilter, JournalGroup, JournalView } from '../../core/index';
import { Breakable } from '../kit/Breakable';
import { Button, IconButton } from '../kit/Button';
import { Icon } from '../kit/Icon';
import { reveal } from '../kit/reveal';
import shapes from '../kit/shapes.module.css';
import { useAnswer } from '../state/useAnswer';
import { usePage, usePageState } from '../state/usePage';
import styles from './JournalPanel.module.css';

const EVERYWHERE: Omit<JournalFilter, 'actor'> = { node: null, text: '' };

/** Steps of a long group that are shown at first. */
const BEGINNING = 8;

/** How far one press goes through the list, in groups. */
const PRESS = 24;

/** Who did what: every actor that configured something, what woke it, and each step of it to go to. */
export function JournalPanel() {
  const { t } = useTexts();
  const { select } = usePage();
  const seq = usePageState((state) => state.instant?.seq ?? 0);
  // It is chosen here, or by the label of an agent on the map.
  const actor = usePageState((state) => state.doer);
  const [rest, setRest] = useState(EVERYWHERE);
  const filter: JournalFilter = useMemo(() => ({ ...rest, actor }), [rest, actor]);
  const [from, setFrom] = useState<number | null>(null);
  const [around, setAround] = useState(seq);
  const [followed, setFollowed] = useState(seq);
  const view = useAnswer('journal', { filter, around: from === null ? around : null, from });
  // The list stays as it is while the cursor is in it, and follows when it leaves.
  if (followed !== seq) {
    setFollowed(seq);
    if (view && !shows(view, seq)) {
      setFrom(null);
      setAround(seq);
    }
  }
  const [listed, setListed] = useState(filter);
  if (listed !== filter) {
    setListed(filter);
    setFrom(null);
    setAround(seq);
  }
  const refilter = ({ actor: doer, ...part }: Partial<JournalFilter>) => {
    if (doer !== undefined) select({ doer });
    setRest({ ...rest, ...part });
  };
  return (
    <section className={shapes.panel} aria-label={t('time.journal.name')} data-panel="journal" tabIndex={-1}>
      <div className={shapes.panelHead}>
        <h2 className={shapes.panelTitle}>{t('time.journal.name')}</h2>
        <span className={shapes.grow} />
        <IconButton
          variant="quiet"
          size="small"
          icon="cross"
          label={t('time.journal.close')}
          onClick={() => select({ side: null })}
        />
      </div>
      <Filters view={view} filter={filter} onChange={refilter} />
      <Groups view={view} seq={seq} sought={filter.text.trim() !== ''} onPage={setFrom} />
    </section>
  );
}

function shows({ groups, first, total }: JournalView, seq: number): boolean {
  const [begin, end] = [groups[0]?.firstSeq ?? Infinity, groups.at(-1)?.lastSeq ?? -1];
  return (seq >= begin || first === 0) && (seq <= end || first + groups.length === total);
}

function Filters({
  view,
  filter,
  onChange,
}: {
  readonly view: JournalView | null;
  readonly filter: JournalFilter;
  readonly onChange: (part: Partial<JournalFilter>) => void;
}) {
  const { t } = useTexts();
  const named = (actor: string) =>
    actor === 'typed' ? t('time.journal.typedAll') : actor === 'setUp' ? t('time.journal.setUpAll') : actor;
  return (
    <div className={styles.filters}>
      <Choice
        label={t('time.journal.actor')}
        any={t('time.journal.anyActor')}
        value={filter.actor}
        options={(view?.actors ?? []).map((actor) => [actor, named(actor)])}
        onChange={(actor) => onChange({ actor })}
      />
      <Choice
        label={t('time.journal.node')}
        any={t('time.journal.anyNode')}
        value={filter.node}
        options={(view?.nodes ?? []).map((node) => [node, node])}
        onChange={(node) => onChange({ node })}
      />
      <input
        type="search"
        className={styles.text}
        aria-label={t('time.journal.text')}
        placeholder={t('time.journal.text')}
        value={filter.text}
        maxLength={100}
        onChange={(event) => onChange({ text: event.target.value })}
      />
      <span className={styles.count} role="status">
        {view && t('time.journal.count', { count: view.total })}
      </span>
    </div>
  );
}

function Choice({
  label,
  any,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly any: string;
  readonly value: string | null;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onChange: (value: string | null) => void;
}) {
  return (
    <select
      className={styles.select}
      aria-label={label}
      title={label}
      value={value === null ? '' : `=${value}`}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value.slice(1))}
    >
      <option value="">{`${label}: ${any}`}</option>
      {options.map(([option, text]) => (
        <option key={option} value={`=${option}`}>
          {text}
        </option>
      ))}
    </select>
  );
}

function Groups({
  view,
  seq,
  sought,
  onPage,
}: {
  readonly view: JournalView | null;
  readonly seq: number;
  readonly sought: boolean;
  readonly onPage: (from: number) => void;
}) {
  const { t } = useTexts();
  const region = useRef<HTMLDivElement>(null);
  // The step the cursor stands at is brought into sight.
  useEffect(() => {
    reveal(region.current, region.current?.querySelector<HTMLElement>('[aria-current="true"]'));
  }, [view, seq]);
  const last = view ? view.first + view.groups.length : 0;
  return (
    <div
      ref={region}
      className={shapes.scroll}
      tabIndex={0}
      role="group"
      aria-label={t('time.journal.name')}
      data-scroll
    >
      {view?.total === 0 && <p className={styles.none}>{t('time.journal.none')}</p>}
      {view && view.first > 0 && (
        <div className={styles.more}>
          <Button size="small" variant="quiet" onClick={() => onPage(Math.max(0, view.first - PRESS))}>
            {t('time.journal.earlier', { count: view.first })}
          </Button>
        </div>
      )}
      <ol>
        {view?.groups.map((group) => (
          <Group key={group.firstSeq} group={group} seq={seq} sought={sought} />
        ))}
      </ol>
      {view && last < view.total && (
        <div className={styles.more}>
          <Button size="small" variant="quiet" onClick={() => onPage(view.first + PRESS)}>
            {t('time.journal.later', { count: view.total - last })}
          </Button>
        </div>
      )}
    </div>
  );
}

function Group({
  group,
  seq,
  sought,
}: {
  readonly group: JournalGroup;
  readonly seq: number;
  /** Some word is looked for: it may stand anywhere. */
  readonly sought: boolean;
}) {
  const { t, tm } = useTexts();
  const { goTo } = usePage();
  const { actorKind, actor, node, woken, because, entries, hidden } = group;
  const [whole, setWhole] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  // A long one shows its beginning, and as much as leads to where the cursor stands.
  const here = entries.findIndex((entry) => entry.seq === seq);
  const long = entries.length > BEGINNING + BEGINNING / 2;
  const shown = whole || sought || !long ? entries.length : Math.max(BEGINNING, here + 1);
  const name =
    actorKind === 'typed'
      ? t('time.journal.typed', { netns: actor })
      : actorKind === 'setUp'
        ? t('time.journal.setUp', { node })
        : actor;
  return (
    <li className={styles.group} data-actor={actor}>
      <div className={styles.head}>
        <Icon name={actorKind === 'loop' ? 'gear' : 'terminal'} size={13} />
        <span className={styles.actor}>{name}</span>
        <span className={styles.time}>{(group.atNs / 1e9).toFixed(3)} s</span>
      </div>
      {woken && (
        <p className={styles.woken}>
          {tm(woken)}
          {because !== null && (
            <IconButton
              variant="quiet"
              size="small"
              icon="back"
              label={t('time.journal.because')}
              onClick={() => void goTo(because)}
            />
          )}
        </p>
      )}
      <ol ref={list} className={styles.entries}>
        {entries.slice(0, shown).map((entry) => (
          <li key={entry.seq}>
            <button
              type="button"
              className={`${styles.entry} ${styles[entry.kind]}`}
              style={{ paddingLeft: 8 + 10 * Math.min(entry.depth, 5) }}
              aria-current={entry.seq === seq ? 'true' : undefined}
              onClick={() => void goTo(entry.seq)}
            >
              {entry.refused && <Icon name="cross" size={12} weight={2} />}
              {entry.refused && <span className={shapes.hidden}>{t('time.journal.refused')} </span>}
              <Breakable text={tm(entry.message)} />
            </button>
          </li>
        ))}
      </ol>
      {shown < entries.length && (
        <Button
          size="small"
          variant="quiet"
          onClick={() => {
            setWhole(true);
            // The button goes away: the focus goes on with the first step that it showed.
            requestAnimationFrame(() => list.current?.querySelectorAll('button')[shown]?.focus());
          }}
        >
          {t('time.journal.hidden', { count: entries.length - shown + hidden })}
        </Button>
      )}
      {hidden > 0 && shown === entries.length && (
        <p className={styles.none}>{t('time.journal.hidden', { count: hidden })}</p>
      )}
    </li>
  );
}
