import { useRef } from 'react';
import type { CostsView } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { Button } from '../kit/Button';
import { Icon } from '../kit/Icon';
import { useCompact } from '../kit/useMedia';
import { useSize } from '../kit/useSize';
import shapes from '../kit/shapes.module.css';
import { hasArrived } from '../state/comparison';
import type { Side } from '../state/comparison';
import { lookupsOf } from '../state/lookups';
import { Capsule } from './Capsule';
import type { Contestant } from './contestants';
import styles from './Lane.module.css';
import { placedStops, presentAt } from './lanes';
import type { PlacedStop, Zone } from './lanes';

/** What is counted beside the lanes. */
export const COUNTS = ['bytes', 'lookups', 'rules'] as const;
export type Count = (typeof COUNTS)[number];

const COUNTED: Readonly<Record<Count, (costs: CostsView) => number>> = {
  bytes: ({ traffic }) => traffic.cableBytes,
  lookups: ({ traffic }) => lookupsOf(traffic),
  rules: ({ traffic }) => traffic.rules,
};

/** One network: what it is, the way of its packet, and what that has cost so far. */
export function Lane({
  name,
  side,
  sides,
  zones,
  origin,
  onRetry,
}: {
  readonly name: Contestant;
  readonly side: Side;
  readonly sides: readonly Side[];
  readonly zones: readonly Zone[];
  readonly origin: string;
  /** Starts all of them anew: one alone would be behind the others. */
  readonly onRetry: () => void;
}) {
  const { t, tm } = useTexts();
  const { view, trouble } = side;
  const arrived = hasArrived(side);
  return (
    <li className={styles.lane} data-lane={name} data-arrived={arrived || undefined}>
      <div className={styles.name}>
        <h3 className={styles.title}>{t(`start.lane.${name}.name`)}</h3>
        <p className={styles.about}>{t(`start.lane.${name}.about`)}</p>
        {arrived && (
          <p className={styles.arrived}>
            <Icon name="check" size={12} weight={2} />
            {t('start.answered')}
          </p>
        )}
      </div>
      <div className={styles.way}>
        {view ? <Way side={side} zones={zones} origin={origin} /> : <div className={styles.empty} />}
        <p className={styles.said}>
          {trouble ? t('start.trouble') : view ? tm(view.instant.narration) : t('start.building')}
          {trouble && (
            <Button size="small" onClick={onRetry}>
              {t('compare.again')}
            </Button>
          )}
        </p>
      </div>
      {COUNTS.map((count) => (
        <CountCell key={count} count={count} side={side} sides={sides} />
      ))}
    </li>
  );
}

function Way({
  side: { view },
  zones,
  origin,
}: {
  readonly side: Side;
  readonly zones: readonly Zone[];
  readonly origin: string;
}) {
  const compact = useCompact();
  const track = useRef<HTMLDivElement>(null);
  const room = useSize(track)?.width ?? 0;
  const placed = placedStops(view?.instant.journey?.stops ?? [], zones, origin);
  const present = presentAt(placed);
  const here = placed[present];
  return (
    <div className={styles.track} ref={track} aria-hidden="true">
      {zones.map(({ name, from, to }, index) => (
        <span
          key={name}
          className={styles.zone}
          data-odd={index % 2 === 1 || undefined}
          style={{ left: percent(from), width: percent(to - from) }}
        />
      ))}
      {placed.slice(1).map((stop, index) => (
        <Segment key={index} from={placed[index] ?? stop} to={stop} />
      ))}
      {placed.map((one, index) => (
        <StopDot key={index} placed={one} here={index === present} count={placed.length} />
      ))}
      {view?.instant.packetView && here && room > 0 && (
        <>
          <span className={styles.stem} style={{ transform: `translateX(${here.at * room}px)` }} />
          <Capsule packet={view.instant.packetView} short={compact} at={here.at * room} room={room} />
        </>
      )}
    </div>
  );
}

const percent = (part: number): string => `${(part * 100).toFixed(3)}%`;

/** The way between two stops; a tunnel where the packet is wrapped on it. */
function Segment({ from, to }: { readonly from: PlacedStop; readonly to: PlacedStop }) {
  const backwards = to.stop.firstSeq < from.stop.firstSeq;
  const wrapped = (backwards ? to : from).stop.wrapped;
  const travelled = (backwards ? from : to).stop.state !== 'ahead';
  return (
    <span
      className={styles.segment}
      data-wrapped={wrapped || undefined}
      data-travelled={travelled || undefined}
      style={{ left: percent(from.at), width: percent(to.at - from.at) }}
    />
  );
}

function StopDot({
  placed: { stop, at },
  here,
  count,
}: {
  readonly placed: PlacedStop;
  readonly here: boolean;
  readonly count: number;
}) {
  return (
    <span
      className={styles.stop}
      data-state={here ? 'here' : stop.state === 'here' ? 'travelled' : stop.state}
      style={{ left: percent(at), width: percent(1 / (count + 1)) }}
    >
      <span className={styles.dot} />
      <span className={styles.dev}>{stop.dev}</span>
    </span>
  );
}

/** A number that grows, with a bar beside those of the other lanes. */
function CountCell({
  count,
  side,
  sides,
}: {
  readonly count: Count;
  readonly side: Side;
  readonly sides: readonly Side[];
}) {
  const { t } = useTexts();
  const value = side.view ? COUNTED[count](side.view.costs) : null;
  const wholes = sides.flatMap(({ whole }) => (whole ? [COUNTED[count](whole)] : []));
  const most = Math.max(1, ...wholes);
  const everybody = sides.every(hasArrived);
  const least = everybody && value !== null && value === Math.min(...wholes);
  return (
    <div className={styles.count} data-count={count} data-least={least || undefined}>
      <span className={styles.number}>
        <span className={styles.label}>{t(`start.count.${count}`)} </span>
        {value ?? '–'}
        {least && (
          <span className={styles.least}>
            <span aria-hidden="true">▾</span>
            <span className={shapes.hidden}> {t('compare.least')}</span>
          </span>
        )}
      </span>
      <span className={styles.bar} aria-hidden="true">
        <span
          className={styles.amount}
          style={{ transform: `scaleX(${Math.min(1, (value ?? 0) / most)})` }}
        />
      </span>
    </div>
  );
}
