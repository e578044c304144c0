import { useMemo, useState } from 'react';
import { useTexts } from '../../i18n/setup';
import type { TimelineView } from '../../core/index';
import { IconButton } from '../kit/Button';
import { hasHappened } from '../state/steps';
import { usePage, usePageState } from '../state/usePage';
import type { Axis, Window, Zoom } from './axis';
import { axisOf, following, moved, rankOf, wholeOf, zoomed } from './axis';
import { Sections } from './Sections';
import { Slider } from './Slider';
import styles from './Timeline.module.css';

/** All packets in the order of what happened, configuration above them, and the cursor as a slider over them. */
export function Timeline() {
  const { t } = useTexts();
  const timeline = usePageState((state) => state.timeline);
  return (
    <section className={styles.panel} aria-label={t('ui.timeline.name')} data-panel="timeline" tabIndex={-1}>
      {timeline && hasHappened(timeline) ? (
        <Run timeline={timeline} />
      ) : (
        <>
          <span />
          <span />
          {timeline && <SetUp timeline={timeline} />}
        </>
      )}
    </section>
  );
}

/** By how much one press zooms. */
const PRESS = 2;

function Run({ timeline }: { readonly timeline: TimelineView }) {
  const { t } = useTexts();
  const axis = useMemo(() => axisOf(timeline), [timeline]);
  const cursor = usePageState((state) => rankOf(axis, state.seq));
  const { window, zoom } = useWindow(timeline, axis, cursor);
  const whole = window.to - window.from >= axis.count;
  const narrowest = window.to - window.from <= 12;
  const config = timeline.config.decision.length > 0;
  return (
    <>
      <div className={styles.names}>
        <span className={styles.name} data-lane="marks">
          {t('time.marks')}
        </span>
        {config && (
          <span className={styles.name} data-lane="config">
            {t('time.config')}
          </span>
        )}
        <span className={styles.name} data-lane="packets">
          {t('time.packets')}
        </span>
        {axis.count > 40 && (
          <span className={styles.zoom}>
            <IconButton
              variant="quiet"
              size="small"
              icon="minus"
              label={t('time.zoomOut')}
              disabled={whole}
              onClick={() => zoom.by(1 / PRESS)}
            />
            <IconButton
              variant="quiet"
              size="small"
              icon="plus"
              label={t('time.zoomIn')}
              disabled={narrowest}
              onClick={() => zoom.by(PRESS)}
            />
          </span>
        )}
      </div>
      <Slider timeline={timeline} axis={axis} window={window} zoom={zoom} />
      <SetUp timeline={timeline} />
      <Sections timeline={timeline} axis={axis} window={window} zoom={zoom} />
    </>
  );
}

/** The window on the axis: the whole run until one zooms in; then it follows the cursor. */
function useWindow(
  timeline: TimelineView,
  axis: Axis,
  cursor: number,
): { readonly window: Window; readonly zoom: Zoom } {
  const [chosen, setChosen] = useState<Window | null>(null);
  const [open, setOpen] = useState(timeline.setUp.open);
  let window = chosen === null ? wholeOf(axis) : following(axis, moved(axis, chosen, 0), cursor);
  if (open !== timeline.setUp.open) {
    setOpen(timeline.setUp.open);
    // The set-up is often much longer than what follows: it is looked at by itself.
    const end = rankOf(axis, timeline.setUp.end);
    window = timeline.setUp.open && end > 1 ? { from: 0, to: end } : wholeOf(axis);
    setChosen(timeline.setUp.open ? window : null);
  } else if (chosen !== null && (window.from !== chosen.from || window.to !== chosen.to)) setChosen(window);

  const choose = (next: Window) => setChosen(next.to - next.from >= axis.count ? null : next);
  const zoom: Zoom = {
    by: (factor, around = cursor + 0.5) => choose(zoomed(axis, window, factor, around)),
    pan: (ranks) => choose(moved(axis, window, ranks)),
    to: (next) => choose(next ?? wholeOf(axis)),
  };
  return { window, zoom };
}

/** Takes what came before the first input into the timeline: how this lab, or this cluster, came to be. */
function SetUp({ timeline }: { readonly timeline: TimelineView }) {
  const { t } = useTexts();
  const { showSetUp } = usePage();
  const busy = usePageState((state) => state.busy);
  const { open, steps } = timeline.setUp;
  if (steps === 0) return <span />;
  return (
    <button
      type="button"
      className={styles.setUp}
      aria-pressed={open}
      disabled={busy}
      title={t('time.setUpTitle', { count: steps })}
      onClick={() => void showSetUp(!open)}
    >
      {t('time.setUp')}
    </button>
  );
}
