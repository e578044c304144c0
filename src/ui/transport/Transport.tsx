import { useTexts } from '../../i18n/setup';
import type { Grain, TimelineView } from '../../core/index';
import { Button, IconButton } from '../kit/Button';
import { Icon } from '../kit/Icon';
import type { IconName } from '../kit/Icon';
import { Menu } from '../kit/Menu';
import { Segmented } from '../kit/Segmented';
import { useMedia } from '../kit/useMedia';
import { SPEEDS } from '../state/prefs';
import { endOf, hasHappened } from '../state/steps';
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
      <SpeedButton />
      <span className={styles.grow} />
      <Jumps />
    </div>
  );
}

function Steps() {
  const { t } = useTexts();
  const { walk } = usePage();
  const playing = usePageState((state) => state.playing);
  const atStart = usePageState(({ timeline, seq }) => !timeline || seq <= timeline.start);
  const atEnd = usePageState(
    ({ timeline, seq }) =>
      !timeline || !hasHappened(timeline) || seq >= (timeline.steps.decision.at(-1) ?? endOf(timeline)),
  );
  const none = usePageState(({ timeline }) => !timeline || !hasHappened(timeline));
  return (
    <div className={styles.group}>
      <IconButton icon="first" label={t('ui.transport.first')} disabled={atStart} onClick={walk.first} />
      <IconButton
        icon="back"
        label={t('ui.transport.back')}
        disabled={atStart}
        onClick={() => walk.step(-1)}
      />
      <IconButton
        variant="primary"
        icon={playing ? 'pause' : 'play'}
        label={t(playing ? 'ui.transport.pause' : 'ui.transport.play')}
        disabled={none}
        onClick={() => walk.setPlaying(!playing)}
      />
      <IconButton
        icon="forward"
        label={t('ui.transport.forward')}
        disabled={atEnd}
        onClick={() => walk.step(1)}
      />
      <IconButton icon="last" label={t('ui.transport.last')} disabled={atEnd} onClick={walk.last} />
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

function SpeedButton() {
  const { t } = useTexts();
  const { setPrefs } = usePage();
  const speed = usePageState((state) => state.prefs.speed);
  const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
  const label = t('ui.transport.speed', { speed });
  return (
    <span className={styles.speed}>
      <Button aria-label={label} title={label} onClick={() => setPrefs({ speed: next })}>
        {speed === 0.5 ? '½' : speed}×
      </Button>
    </span>
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
