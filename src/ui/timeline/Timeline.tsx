import { useMemo, useRef } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useTexts } from '../../i18n/setup';
import type { InputMark, TimelineView } from '../../core/index';
import { useSize } from '../kit/useSize';
import { useCompact } from '../kit/useMedia';
import { hasHappened, placeNearest } from '../state/steps';
import { usePage, usePageState } from '../state/usePage';
import { Lane } from './Lane';
import { axisOf, layoutLanes, positionOf, seqAt } from './lanes';
import { textWidth } from './text-width';
import { placeTitles } from './titles';
import styles from './Timeline.module.css';

/** All packets in the order of what happened, one lane each, and the cursor as a slider over them. */
export function Timeline() {
  const { t } = useTexts();
  const timeline = usePageState((state) => state.timeline);
  return (
    <section className={styles.panel} aria-label={t('ui.timeline.name')}>
      <span className={styles.name}>{t('ui.timeline.packets')}</span>
      {timeline && hasHappened(timeline) ? <Slider timeline={timeline} /> : <div />}
    </section>
  );
}

/** How many packets get a row of their own. */
const ROWS = { wide: 14, compact: 10 };

/** How a title is set, at its largest and boldest: see `.title` in the style sheet. */
const TITLE = { size: 10, largest: 1.22, weight: 700, padding: 10 };

/** What `.rows` leaves free above and below, in pixels. */
const INSET = 8;

function Slider({ timeline }: { readonly timeline: TimelineView }) {
  const { t, tm } = useTexts();
  const { walk } = usePage();
  const seq = usePageState((state) => state.seq);
  const packet = usePageState((state) => state.instant?.packet);
  const narration = usePageState((state) => state.instant?.narration);
  const compact = useCompact();
  const lanes = useRef<HTMLDivElement>(null);
  const axis = axisOf(timeline);
  const layout = useMemo(
    () => layoutLanes(timeline, compact ? ROWS.compact : ROWS.wide),
    [timeline, compact],
  );
  const cursor = positionOf(seq + 0.5, axis);
  const size = useSize(lanes);
  const sides = placeTitles(
    layout,
    compact || !size ? { width: 0, height: 0 } : { ...size, height: size.height - INSET },
    (placed) => ({
      present: placed.lane.packet === packet,
      width: textWidth(tm(placed.lane.title), TITLE.size * TITLE.largest, TITLE.weight) + TITLE.padding,
    }),
  );

  const seek = (event: PointerEvent) => {
    const box = lanes.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    const wanted = seqAt((event.clientX - box.left) / box.width, axis);
    const place = placeNearest(timeline.steps.decision, wanted);
    if (place !== seq) walk.seek(place);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = {
      ArrowUp: () => walk.step(1),
      ArrowDown: () => walk.step(-1),
      PageUp: () => walk.step(1, 'packet'),
      PageDown: () => walk.step(-1, 'packet'),
    }[event.key];
    // Left, right, Home and End mean the same everywhere on the page.
    if (!move) return;
    event.preventDefault();
    move();
  };

  return (
    <div
      className={styles.slider}
      role="slider"
      aria-label={t('ui.timeline.cursor')}
      aria-valuemin={timeline.start}
      aria-valuemax={axis.to - 1}
      aria-valuenow={seq}
      aria-valuetext={narration ? tm(narration) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        walk.setPlaying(false);
        seek(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seek(event);
      }}
    >
      <div ref={lanes} className={styles.lanes}>
        <div className={styles.rows}>
          {layout.lanes.map((placed, index) => (
            <Lane
              key={placed.lane.packet}
              placed={placed}
              rows={layout.rows}
              present={placed.lane.packet === packet}
              side={sides[index] ?? null}
            />
          ))}
        </div>
        <div className={styles.ahead} style={{ left: `${cursor * 100}%` }} />
      </div>
      <div className={styles.marks} aria-hidden="true">
        {timeline.inputs.map((mark, index) => (
          <Mark
            key={mark.index}
            mark={mark}
            from={positionOf(mark.seq, axis)}
            to={positionOf(timeline.inputs[index + 1]?.seq ?? axis.to, axis)}
          />
        ))}
      </div>
      <div className={styles.cursor} style={{ left: `${cursor * 100}%` }} />
    </div>
  );
}

function Mark({ mark, from, to }: { readonly mark: InputMark; readonly from: number; readonly to: number }) {
  return (
    <span className={styles.mark} style={{ left: `${from * 100}%`, maxWidth: `${(to - from) * 100}%` }}>
      {mark.index + 1} {mark.command}
    </span>
  );
}
