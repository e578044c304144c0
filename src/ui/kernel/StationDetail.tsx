import { useEffect, useRef } from 'react';
import type { HookPart, KernelStation, KernelView } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { Icon } from '../kit/Icon';
import { reveal } from '../kit/reveal';
import { Segmented } from '../kit/Segmented';
import { Sentence } from '../kit/Sentence';
import shapes from '../kit/shapes.module.css';
import { useAnswer } from '../state/useAnswer';
import { Chains } from './Chains';
import { Flow } from './Flow';
import styles from './StationDetail.module.css';
import { fullName } from './names';
import { isTable } from './selection';
import type { Looked } from './selection';

/** One station: what was decided there, who stands at its hook, and the rules of one table. */
export function StationDetail({
  view,
  seq,
  netns,
  looked,
  wide,
  onPart,
  onGo,
}: {
  readonly view: KernelView;
  readonly seq: number;
  /** As it was asked for; null follows the packet. */
  readonly netns: string | null;
  readonly looked: Looked;
  readonly wide: boolean;
  readonly onPart: (part: HookPart['name']) => void;
  readonly onGo: (seq: number) => void;
}) {
  const { t } = useTexts();
  const station = view.stations.find(({ id }) => id === looked.station);
  const table = looked.part !== null && isTable(looked.part) ? looked.part : null;
  const rules = useAnswer(
    'chains',
    table === null ? null : { seq, netns, pass: view.pass, station: looked.station, table },
  );
  const region = useRef<HTMLDivElement>(null);
  // The rule the packet stands at, or the last that fitted, is brought into sight.
  useEffect(() => {
    const rows = region.current?.querySelectorAll<HTMLElement>('[data-rule="hit"]') ?? [];
    const at = region.current?.querySelector<HTMLElement>('[data-here="true"]') ?? rows[rows.length - 1];
    reveal(region.current, at);
  }, [rules]);
  if (!station) return null;
  const flow = <Flow view={view} onGo={onGo} />;
  return (
    <div className={`${styles.detail} ${wide ? styles.wide : ''}`}>
      <div className={styles.main}>
        <Head station={station} view={view} looked={looked} onPart={onPart} />
        <div
          ref={region}
          className={shapes.scroll}
          tabIndex={0}
          role="region"
          aria-label={t('kernel.detail')}
          data-scroll
        >
          <Says station={station} view={view} part={station.parts.find(({ name }) => name === looked.part)} />
          {table !== null && rules?.table === table && <Chains view={rules} onGo={onGo} />}
          {!wide && flow}
        </div>
      </div>
      {wide && (
        <div
          className={`${styles.aside} ${shapes.scroll}`}
          tabIndex={0}
          role="region"
          aria-label={t('kernel.flow.name')}
        >
          {flow}
        </div>
      )}
    </div>
  );
}

function Head({
  station,
  view,
  looked,
  onPart,
}: {
  readonly station: KernelStation;
  readonly view: KernelView;
  readonly looked: Looked;
  readonly onPart: (part: HookPart['name']) => void;
}) {
  const texts = useTexts();
  const { t } = texts;
  const tables = station.parts.filter(({ name, state }) => isTable(name) && state !== 'absent');
  return (
    <div className={styles.head}>
      <h3 className={styles.title}>{fullName(station, view, texts)}</h3>
      {view.packet !== null && (
        <span className={styles.state} data-state={station.state}>
          {t(`kernel.state.${station.state}`)}
        </span>
      )}
      <span className={shapes.grow} />
      {tables.length > 1 && (
        <Segmented
          label={t('kernel.table')}
          choices={tables.map(({ name, rules }) => ({
            value: name,
            label: name,
            title: t('kernel.rules', { count: rules }),
          }))}
          value={looked.part ?? 'confirm'}
          onChange={onPart}
        />
      )}
    </div>
  );
}

/** Sentences about the station and about who was chosen there. */
function Says({
  station,
  view,
  part,
}: {
  readonly station: KernelStation;
  readonly view: KernelView;
  readonly part: HookPart | undefined;
}) {
  const { t } = useTexts();
  const empty =
    station.hook !== null && !station.parts.some(({ name, state }) => isTable(name) && state !== 'absent');
  return (
    <>
      {view.bridgesOnly && <p className={styles.note}>{t('kernel.bridgesOnly', { netns: view.netns })}</p>}
      {station.sentence && (
        <p className={styles.sentence}>
          <Sentence message={station.sentence} />
        </p>
      )}
      {station.note !== null && <p className={styles.note}>{t(`kernel.note.${station.note}`)}</p>}
      {empty && !view.bridgesOnly && (
        <p className={styles.note}>{t('kernel.noTables', { netns: view.netns })}</p>
      )}
      {part && part.why !== null && (
        <p className={styles.note}>
          <Icon name="right" size={12} />
          <span>
            <code>{part.name}</code> {t(`kernel.why.${part.why}`)}
          </span>
        </p>
      )}
    </>
  );
}
