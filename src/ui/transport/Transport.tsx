import { useTexts } from '../../i18n/setup';
import type { Grain, TimelineView } from '../../core/index';
import { Button } from '../kit/Button';
import { Icon } from '../kit/Icon';
import type { IconName } from '../kit/Icon';
import { Menu } from '../kit/Menu';
import { Segmented } from '../kit/Segmented';
import { StepButtons } from '../kit/StepButtons';
import { useMedia } from '../kit/useMedia';
import { SPEEDS } from '../state/prefs';
import { hasHappened, placesOf, SCOPES } from '../state/steps';
import { usePage, usePageState } from '../state/usePage';
import styles from './Transport.module.css';

const GRAINS: readonly Grain[] = ['decision', 'hop', 'machine', 'packet'];

/** Moves the cursor: step, play, grain, speed, jumps. */
export function Transport() {
  const { t } = useTexts();
  return (
    <div
      className={styles.bar}
      role="group"
      aria-label={t('ui.transport.name')}
      data-panel="transport"
      tabIndex={-1}
    >
      <Steps />
      <Grains />
      <ScopeChoice />
      <Speed />
      <span className={styles.grow} />
      <Jumps />
    </div>
  );
}

function Steps() {
  const { walk } = usePage();
  const playing = usePageState((state) => state.playing);
  const atStart = usePageState(({ timeline, seq }) => !timeline || seq <= timeline.start);
  const atEnd = usePageState(
    ({ timeline, seq, scope }) =>
      !timeline || !hasHappened(timeline) || seq >= (placesOf(timeline, 'decision', scope).at(-1) ?? 0),
  );
  const empty = usePageState(({ timeline }) => !timeline || !hasHappened(timeline));
  return (
    <div className={styles.group}>
      <StepButtons
        {...{ playing, atStart, atEnd, empty }}
        onFirst={walk.first}
        onStep={walk.step}
        onPlay={walk.setPlaying}
        onLast={walk.last}
      />
    </div>
  );
}

function Grains() {
  const { t } = useTexts();
  const { walk } = usePage();
  const grain = usePageState((state) => state.grain);
  return (
    <Segmented
      label={t('ui.transport.grain')}
      choices={GRAINS.map((value) => ({
        value,
        label: t(`ui.grains.${value}.name`),
        title: t(`ui.grains.${value}.title`),
      }))}
      value={grain}
      onChange={walk.setGrain}
    />
  );
}

/** How fast it plays, and whether it pauses at a drop. */
function Speed() {
  const { t } = useTexts();
  const { setPrefs, walk } = usePage();
  const speed = usePageState((state) => state.prefs.speed);
  const stopAtDrop = usePageState((state) => state.stopAtDrop);
  return (
    <Menu
      label={t('time.speeds')}
      side="above"
      triggerClass={styles.jumpTo}
      triggerLabel={t('time.speed', { speed })}
      trigger={
        <span className={styles.speed}>
          {FRACTIONS[speed] ?? speed}×{stopAtDrop && <Icon name="cross" size={11} weight={2} />}
        </span>
      }
      items={[
        ...SPEEDS.map((value) => ({
          id: String(value),
          label: t('time.perSpeed', { speed: value }),
          current: value === speed,
          run: () => setPrefs({ speed: value }),
        })),
        {
          id: 'drop',
          icon: 'cross',
          label: t('time.stopAtDrop'),
          hint: t(stopAtDrop ? 'time.on' : 'time.off'),
          run: () => walk.setStopAtDrop(!stopAtDrop),
        },
      ]}
    />
  );
}

const FRACTIONS: Readonly<Record<number, string>> = { 0.25: '¼', 0.5: '½' };

/** Packets, configuration, or both. */
function ScopeChoice() {
  const { t } = useTexts();
  const { walk } = usePage();
  const scope = usePageState((state) => state.scope);
  return (
    <Menu
      label={t('time.scope', { scope: t(`time.scopes.${scope}.name`) })}
      side="above"
      triggerClass={styles.jumpTo}
      triggerLabel={t('time.scope', { scope: t(`time.scopes.${scope}.name`) })}
      trigger={
        <>
          {t(`time.scopes.${scope}.name`)}
          <Icon name="down" size={12} />
        </>
      }
      items={SCOPES.map((value) => ({
        id: value,
        label: t(`time.scopes.${value}.title`),
        current: value === scope,
        run: () => walk.setScope(value),
      }))}
    />
  );
}

type Jump = keyof TimelineView['jumps'];
const JUMPS: readonly (readonly [Jump, IconName])[] = [
  ['drop', 'cross'],
  ['rewrite', 'rewrite'],
  ['encapsulation', 'wrap'],
  ['verdict', 'shield'],
  ['config', 'gear'],
];

/** To the next place of a kind; round again after the last. */
function Jumps() {
  const { t } = useTexts();
  const { walk } = usePage();
  const jumps = usePageState((state) => state.timeline?.jumps ?? null);
  const roomy = useMedia('(min-width: 1760px)');
  const items = JUMPS.map(([kind, icon]) => {
    const places = jumps?.[kind] ?? [];
    return { kind, icon, count: places.length, run: () => walk.jump(places) };
  });
  if (roomy) {
    return (
      <>
        <span className={styles.label}>{t('ui.jump.to')}</span>
        <div className={styles.jumps} role="group" aria-label={t('ui.jump.to')}>
          {items.map(({ kind, icon, count, run }) => (
            <Button
              key={kind}
              size="small"
              icon={icon}
              disabled={count === 0}
              title={t('ui.jump.count', { count })}
              onClick={run}
            >
              {t(`ui.jump.${kind}`)}
            </Button>
          ))}
        </div>
      </>
    );
  }
  return (
    <Menu
      label={t('ui.jump.to')}
      side="above"
      align="end"
      triggerClass={styles.jumpTo}
      trigger={
        <>
          {t('ui.jump.to')}
          <Icon name="down" size={12} />
        </>
      }
      items={items.map(({ kind, icon, count, run }) => ({
        id: kind,
        icon,
        label: t(`ui.jump.${kind}`),
        hint: String(count),
        disabled: count === 0,
        run,
      }))}
    />
  );
}
