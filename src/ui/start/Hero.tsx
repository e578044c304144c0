import { useEffect, useMemo, useState } from 'react';
import { useTexts } from '../../i18n/setup';
import { createHost } from '../host/host';
import { Button, IconButton } from '../kit/Button';
import { Icon } from '../kit/Icon';
import { placeOf } from '../state/key-place';
import { useMedia } from '../kit/useMedia';
import { createComparison, useComparison } from '../state/comparison';
import type { Comparing, Side } from '../state/comparison';
import { usePage } from '../state/usePage';
import { CONTEST, CONTEST_ADDRESS, CONTESTANTS } from './contestants';
import styles from './Hero.module.css';
import { COUNTS, Lane } from './Lane';
import { zonesOf } from './lanes';
import type { Zone } from './lanes';

/**
 * The same ping through several networks at once. It plays by itself, once; where motion is not wanted it waits for
 * somebody to start it.
 */
export function Hero() {
  const { t } = useTexts();
  const page = usePage();
  const comparing = useMemo(
    () => createComparison(CONTEST, page.loadLab, createHost, { stretch: 'last-exchange', maps: false }),
    [page],
  );
  const [attempt, setAttempt] = useState(0);
  useEffect(() => startWhenIdle(comparing), [comparing, attempt]);
  usePlayedOnce(comparing);
  useSpace(comparing);
  const sides = useComparison(comparing, (state) => state.sides);
  const [first] = sides;
  const origin = first?.info?.sends.find(({ name }) => name === CONTEST.send)?.netns ?? '';
  const zones = useZones(sides, origin);
  return (
    <section className={styles.hero} aria-labelledby="start-title" data-testid="hero">
      <div className={styles.words}>
        <h2 className={styles.headline} id="start-title">
          {t('start.title')}
        </h2>
        <p className={styles.lead}>{t('start.lead')}</p>
      </div>
      <div className={styles.board}>
        <div className={styles.heads} aria-hidden="true">
          <span />
          <div className={styles.zones}>
            {zones.map(({ name, from, to }) => (
              <span
                key={name}
                className={styles.zoneName}
                style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}
              >
                {name}
              </span>
            ))}
          </div>
          {COUNTS.map((count) => (
            <span key={count} className={styles.countName}>
              {t(`start.count.${count}`)}
            </span>
          ))}
        </div>
        <ul className={styles.lanes} aria-label={t('start.lanes')}>
          {CONTESTANTS.map((name, index) => {
            const side = sides[index];
            return (
              side && (
                <Lane
                  key={name}
                  {...{ name, side, sides, zones, origin }}
                  onRetry={() => setAttempt(attempt + 1)}
                />
              )
            );
          })}
        </ul>
        <Controls comparing={comparing} />
      </div>
    </section>
  );
}

function Controls({ comparing }: { readonly comparing: Comparing }) {
  const { t } = useTexts();
  const position = useComparison(comparing, (state) => state.position);
  const length = useComparison(comparing, (state) => state.length);
  const playing = useComparison(comparing, (state) => state.playing);
  const ended = length > 0 && position >= length - 1;
  return (
    <div className={styles.controls}>
      <Button
        variant="primary"
        icon={playing ? 'pause' : 'play'}
        disabled={length === 0}
        onClick={() => comparing.setPlaying(!playing)}
      >
        {t(playing ? 'start.pause' : ended ? 'start.again' : 'start.play')}
      </Button>
      <IconButton
        icon="back"
        label={t('ui.transport.back')}
        // Not disabled: who stands on it when the end is reached stays there.
        aria-disabled={position === 0}
        onClick={() => position > 0 && comparing.step(-1)}
      />
      <IconButton
        icon="forward"
        label={t('ui.transport.forward')}
        aria-disabled={length === 0 || ended}
        onClick={() => length > 0 && !ended && comparing.step(1)}
      />
      <span className={styles.progress} aria-hidden="true">
        <span
          className={styles.done}
          style={{ transform: `scaleX(${length < 2 ? 0 : position / (length - 1)})` }}
        />
      </span>
      <a className={styles.more} href={CONTEST_ADDRESS}>
        {t('start.compare')}
        <Icon name="right" size={12} />
      </a>
    </div>
  );
}

/** The page is there first: the machines are built when the browser has nothing better to do. */
function startWhenIdle(comparing: Comparing): () => void {
  let stop: (() => void) | null = null;
  const begin = () => void (stop = comparing.start());
  // Not every browser tells when it is idle.
  const idle = 'requestIdleCallback' in window ? window.requestIdleCallback(begin, { timeout: 1500 }) : null;
  const timer = idle === null ? setTimeout(begin, 200) : undefined;
  return () => {
    if (idle !== null) window.cancelIdleCallback(idle);
    clearTimeout(timer);
    stop?.();
  };
}

/** Plays when all sides stand, unless motion is not wanted, or somebody took over before. */
function usePlayedOnce(comparing: Comparing): void {
  const still = useMedia('(prefers-reduced-motion: reduce)');
  const ready = useComparison(comparing, ({ sides }) =>
    sides.every(({ view, trouble }) => view !== null || trouble !== null),
  );
  useEffect(() => {
    if (ready && !still && comparing.store.getState().position === 0) comparing.setPlaying(true);
    return () => comparing.setPlaying(false);
  }, [ready, still, comparing]);
}

/** Space plays and pauses, as it is the main key of the labs, where the focus is on nothing that Space acts on itself. */
function useSpace(comparing: Comparing): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== ' ' || event.repeat || event.defaultPrevented || event.isComposing) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (document.querySelector('dialog[open]') || placeOf(event.target) !== 'page') return;
      event.preventDefault();
      const { length, playing } = comparing.store.getState();
      if (length > 0) comparing.setPlaying(!playing);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [comparing]);
}

const NO_ZONES: readonly Zone[] = [];

/** The columns are made once, when all sides know their ways: they do not move while packets do. */
function useZones(sides: readonly Side[], origin: string): readonly Zone[] {
  const [zones, setZones] = useState(NO_ZONES);
  const ways = sides.flatMap(({ view }) => (view?.instant.journey ? [view.instant.journey.stops] : []));
  const complete = sides.every(({ view, trouble }) => view !== null || trouble !== null);
  if (zones === NO_ZONES && complete && ways.length > 0) setZones(zonesOf(ways, origin));
  return zones;
}
