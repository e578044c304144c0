import type { CSSProperties, KeyboardEvent } from 'react';
import { useId } from 'react';
import { useTexts } from '../../i18n/setup';
import type { DeviceKind, Journey, Stop } from '../../core/index';
import { Icon } from '../kit/Icon';
import type { IconName } from '../kit/Icon';
import shapes from '../kit/shapes.module.css';
import { useCompact } from '../kit/useMedia';
import { hasHappened } from '../state/steps';
import { usePage, usePageState } from '../state/usePage';
import { Headers } from './Headers';
import styles from './PathPanel.module.css';
import { groupStops, presentStop, seqOfStop } from './stops';
import { TtlLine } from './TtlLine';

const DEVICE_ICONS: Readonly<Record<DeviceKind, IconName>> = {
  loopback: 'loop',
  veth: 'veth',
  physical: 'card',
  bridge: 'bridge',
  vxlan: 'tunnel',
  geneve: 'tunnel',
  dummy: 'dummy',
  tun: 'terminal',
  ipip: 'tunnel',
  wireguard: 'tunnel',
  vlan: 'card',
  macvlan: 'card',
  ipvlan: 'card',
  ifb: 'dummy',
};

/** The path of the packet under the cursor, stop by stop: what was travelled, where it is, what lies ahead. */
export function PathPanel() {
  const { t } = useTexts();
  const journey = usePageState((state) => state.instant?.journey ?? null);
  return (
    <section
      className={styles.strip}
      aria-label={t('ui.path.name')}
      data-panel="path"
      data-packet={journey?.packet}
      tabIndex={-1}
    >
      {journey && journey.stops.length > 0 ? <Strip journey={journey} /> : <NoPath />}
    </section>
  );
}

/** Before the first step, and while machines are configured, no packet is on its way. */
function NoPath() {
  const { t } = useTexts();
  const waiting = usePageState(
    ({ instant, timeline, setUp }) =>
      !setUp &&
      instant !== null &&
      instant.seq === timeline?.start &&
      timeline.lanes.some(({ input, background }) => input === 0 && !background),
  );
  const nothing = usePageState(({ timeline }) => timeline !== null && !hasHappened(timeline));
  const taught = usePageState(({ lesson, side }) => lesson !== null && side === 'lesson');
  const ended = usePageState(
    ({ instant }) => instant !== null && instant.packet !== null && instant.drop !== null,
  );
  const building = usePageState(({ status }) => status === 'loading');
  if (building) return <p className={styles.none}>{t('ui.path.building')}</p>;
  return (
    <p className={styles.none}>
      {waiting ? (
        <>
          <kbd className={shapes.key}>{t('ui.path.space')}</kbd>
          {t('ui.path.waiting')}
        </>
      ) : (
        t(
          nothing
            ? taught
              ? 'ui.path.nothingTaught'
              : 'ui.path.nothing'
            : ended
              ? 'ui.path.ended'
              : 'ui.path.none',
        )
      )}
    </p>
  );
}

function Strip({ journey }: { readonly journey: Journey }) {
  const { t } = useTexts();
  const { stops } = journey;
  return (
    <div className={styles.rows} style={{ '--stops': stops.length } as CSSProperties}>
      <span className={styles.name} />
      <div className={styles.line} aria-hidden="true">
        {groupStops(stops).map((group) => (
          <div
            key={group.from}
            className={styles.group}
            style={{ gridColumn: `${group.from + 1} / span ${group.count}` }}
            title={group.netns}
          >
            {group.netns}
          </div>
        ))}
      </div>
      <span className={styles.name} />
      <Stops journey={journey} />
      <span className={styles.name}>{stops.some(({ ttl }) => ttl !== null) && 'TTL'}</span>
      <TtlLine stops={stops} />
      <span className={styles.name}>{t('ui.path.headers')}</span>
      <Headers stops={stops} />
    </div>
  );
}

/** One stop for the Tab key; left and right walk along the path and take the cursor with them. */
function Stops({ journey }: { readonly journey: Journey }) {
  const { t, tm } = useTexts();
  const { walk, select } = usePage();
  const hops = usePageState((state) => state.timeline?.steps.hop ?? NO_HOPS);
  const selected = usePageState((state) => state.selected);
  const id = useId();
  const present = presentStop(journey);

  const go = (index: number) => {
    const stop = journey.stops[index];
    if (!stop) return;
    select({ selected: stop.element });
    walk.seek(seqOfStop(stop, hops));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: Math.min(present + 1, journey.stops.length - 1),
      ArrowLeft: Math.max(present - 1, 0),
      Home: 0,
      End: journey.stops.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined || event.shiftKey) return;
    event.preventDefault();
    go(target);
  };

  return (
    <div
      className={`${styles.line} ${styles.stops}`}
      role="listbox"
      aria-orientation="horizontal"
      aria-label={t('ui.path.of', { packet: tm(journey.title) })}
      aria-activedescendant={present >= 0 ? `${id}-${present}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {journey.stops.map((stop, index) => (
        <StopMark
          key={index}
          id={`${id}-${index}`}
          stop={stop}
          present={index === present}
          selected={stop.element === selected}
          onPick={() => go(index)}
        />
      ))}
    </div>
  );
}

const NO_HOPS: readonly number[] = [];

function StopMark({
  id,
  stop,
  present,
  selected,
  onPick,
}: {
  readonly id: string;
  readonly stop: Stop;
  readonly present: boolean;
  readonly selected: boolean;
  readonly onPick: () => void;
}) {
  const { t } = useTexts();
  const compact = useCompact();
  // What becomes of it is not told before it is there.
  const dropped = stop.dropped && stop.state !== 'ahead';
  const classes = [styles.stop, styles[stop.state], dropped && styles.dropped, selected && styles.selected];
  const state = t(dropped ? 'ui.path.dropped' : `ui.path.${stop.state}`);
  return (
    <div
      id={id}
      role="option"
      aria-selected={present}
      aria-label={t('ui.path.stop', { dev: stop.dev, netns: stop.netns, state })}
      className={classes.filter(Boolean).join(' ')}
      title={`${stop.dev} · ${stop.netns}`}
      data-stop={`${stop.netns}/${stop.dev}`}
      data-state={stop.state}
      onClick={onPick}
    >
      <span className={styles.disc}>
        <Icon name={dropped ? 'cross' : DEVICE_ICONS[stop.device]} size={compact ? 12 : 15} />
      </span>
      <span className={styles.dev}>{stop.dev}</span>
    </div>
  );
}
