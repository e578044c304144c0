import { useEffect, useMemo, useRef } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useTexts } from '../../i18n/setup';
import type { TimelineView } from '../../core/index';
import { Icon } from '../kit/Icon';
import { numberOf } from '../kit/packet-number';
import { useCompact } from '../kit/useMedia';
import { useSize } from '../kit/useSize';
import { usePage, usePageState } from '../state/usePage';
import type { Axis, Window, Zoom } from './axis';
import { fractionOf, rankOf, seqAt } from './axis';
import type { LanesLayout } from './lanes';
import { barsOf, layoutLanes } from './lanes';
import type { Picture } from './paint';
import { rowsBox } from './paint';
import { Titles } from './Titles';
import styles from './Timeline.module.css';
import { usePainting } from './usePainting';

/** Room a row needs, in CSS pixels; with less, packets share rows. */
const ROW = 3;

/** The lanes with the cursor over them: dragged, clicked, or moved by keys. */
export function Slider({
  timeline,
  axis,
  window,
  zoom,
}: {
  readonly timeline: TimelineView;
  readonly axis: Axis;
  readonly window: Window;
  readonly zoom: Zoom;
}) {
  const { t, tm } = useTexts();
  const { walk } = usePage();
  const seq = usePageState((state) => state.seq);
  const mark = usePageState((state) => state.mark);
  const narration = usePageState((state) => state.instant?.narration);
  const lanes = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = usePicture(timeline, axis, window, useSize(lanes));
  usePainting(canvas, picture);
  useWheel(lanes, window, zoom);

  const rankUnder = (event: PointerEvent): { readonly fraction: number; readonly y: number } | null => {
    const box = lanes.current?.getBoundingClientRect();
    if (!box || box.width === 0) return null;
    return { fraction: (event.clientX - box.left) / box.width, y: event.clientY - box.top };
  };
  const seek = (event: PointerEvent) => {
    const at = rankUnder(event);
    const place = at && seqAt(axis, window, Math.min(Math.max(at.fraction, 0), 1));
    if (place !== null && place !== seq) walk.seek(place);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) {
      seek(event);
      return;
    }
    const at = rankUnder(event);
    const lane = at && picture ? barUnder(picture, at.fraction, at.y)?.lane : null;
    if (lanes.current)
      lanes.current.title = lane
        ? t('ui.packet.title', { number: numberOf(lane.packet), title: tm(lane.title) })
        : '';
  };
  const cursor = fractionOf(rankOf(axis, seq) + 0.5, window);
  const flag = mark === null || mark < timeline.start ? null : fractionOf(rankOf(axis, mark) + 0.5, window);

  return (
    <div
      className={styles.slider}
      role="slider"
      aria-label={t('ui.timeline.cursor')}
      aria-valuemin={timeline.start}
      aria-valuemax={Math.max(timeline.start, axis.places.at(-1) ?? timeline.start)}
      aria-valuenow={seq}
      aria-valuetext={narration ? tm(narration) : undefined}
      tabIndex={0}
      onKeyDown={(event) => onKeyDown(event, { walk, zoom })}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        walk.setPlaying(false);
        seek(event);
      }}
      onPointerMove={onPointerMove}
    >
      <div ref={lanes} className={styles.lanes} data-layout={picture?.layout.kind}>
        <canvas ref={canvas} className={styles.canvas} aria-hidden="true" />
        {picture && <Titles picture={picture} />}
        <div className={styles.ahead} style={{ left: `${Math.max(0, cursor) * 100}%` }} />
      </div>
      {flag !== null && flag >= 0 && flag <= 1 && (
        <div className={styles.flag} style={{ left: `${flag * 100}%` }} title={t('time.compare.flag')}>
          <Icon name="flag" size={12} weight={2} />
        </div>
      )}
      {cursor >= 0 && cursor <= 1 && <div className={styles.cursor} style={{ left: `${cursor * 100}%` }} />}
    </div>
  );
}

/** Left, right, Home and End mean the same everywhere on the page; the rest belongs to the slider. */
function onKeyDown(
  event: KeyboardEvent,
  { walk, zoom }: { readonly walk: ReturnType<typeof usePage>['walk']; readonly zoom: Zoom },
): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const move = {
    ArrowUp: () => walk.step(1),
    ArrowDown: () => walk.step(-1),
    PageUp: () => walk.input(1),
    PageDown: () => walk.input(-1),
    '+': () => zoom.by(2),
    '=': () => zoom.by(2),
    '-': () => zoom.by(0.5),
    '0': () => zoom.to(null),
  }[event.key];
  if (!move) return;
  event.preventDefault();
  move();
}

/** The wheel zooms around the pointer; sideways, or with Shift, it moves the window. */
function useWheel(element: React.RefObject<HTMLElement | null>, window: Window, zoom: Zoom): void {
  const now = useRef({ window, zoom });
  useEffect(() => {
    now.current = { window, zoom };
  });
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const onWheel = (event: WheelEvent) => {
      const { window: shown, zoom: act } = now.current;
      const span = shown.to - shown.from;
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      event.preventDefault();
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        act.pan((sideways / 600) * span);
        return;
      }
      const box = target.getBoundingClientRect();
      act.by(Math.exp(-event.deltaY / 300), shown.from + ((event.clientX - box.left) / box.width) * span);
    };
    // A listener of React's cannot keep the page from scrolling.
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, [element]);
}

function usePicture(
  timeline: TimelineView,
  axis: Axis,
  window: Window,
  size: { readonly width: number; readonly height: number } | null,
): Picture | null {
  const compact = useCompact();
  const { from, to } = window;
  const bars = useMemo(() => barsOf(timeline, axis), [timeline, axis]);
  const stands = useMemo(() => {
    const ranks = (seqs: readonly number[]) => seqs.map((seq) => rankOf(axis, seq));
    const { drop, rewrite, encapsulation } = timeline.jumps;
    return {
      marks: { drop: ranks(drop), rewrite: ranks(rewrite), encapsulation: ranks(encapsulation) },
      config: ranks(timeline.config.decision),
      inputs: ranks(timeline.inputs.map((mark) => mark.seq)),
    };
  }, [timeline, axis]);
  const { width, height } = size ?? { width: 0, height: 0 };
  return useMemo(() => {
    if (width === 0) return null;
    const heads = {
      marks: compact ? 12 : 14,
      config: stands.config.length === 0 ? 0 : compact ? 11 : 12,
    };
    const room = Math.max(1, Math.floor(rowsBox({ height, heads }).height / ROW));
    const layout = layoutLanes(bars, { from, to }, room);
    return { width, height, window: { from, to }, layout, stands, heads };
  }, [width, height, from, to, bars, stands, compact]);
}

/** The packet under the pointer. */
function barUnder(picture: Picture, fraction: number, y: number) {
  const { layout, window } = picture;
  if (layout.kind === 'density') return null;
  const box = rowsBox(picture);
  const row = Math.floor((y - box.top) / pitchOf(layout, box.height));
  const rank = window.from + fraction * (window.to - window.from);
  return layout.bars.find((bar) => bar.row === row && bar.from <= rank && rank < bar.to) ?? null;
}

function pitchOf({ rows }: Exclude<LanesLayout, { kind: 'density' }>, height: number): number {
  return Math.min(height / rows, 14);
}
