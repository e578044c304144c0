/**
 * What part of the map is seen. It works without the graph library, which arrives when a pointer comes to the map and
 * then takes the viewport over as it finds it.
 */
import type { Box, GraphLayout, Point } from '../../core/index';
import type { CyCallbacks, CyGraph } from './CyGraph';
import type { CyElements } from './cy-elements';
import type { Size, Viewport } from './viewport';
import { broughtIntoView, fitViewport, zoomAbout } from './viewport';

/** What else bears on how much is shown. */
export interface Looks {
  /** How much larger type is than usual. */
  readonly typeScale: number;
  /** How far the controls above the drawing reach from the left, px. */
  readonly controls: number;
}

export interface Camera {
  viewport(): Viewport;
  size(): Size;
  /** Shows another drawing, or the same in another size. A viewport the reader has chosen is kept. */
  frame(layout: GraphLayout, size: Size, around: Point | null, looks: Looks): void;
  /** Shows everything again. */
  fit(): void;
  zoomBy(factor: number): void;
  /** Moves no more than needed, and not at all when the box is in view. */
  bringIntoView(box: Box): void;
  /** Elements for hit testing, and which of them is chosen. */
  update(elements: CyElements, selected: string | null): void;
  destroy(): void;
}

/** What tells that somebody is about to use the map by hand. */
const POINTER_EVENTS = ['pointerover', 'pointerdown', 'touchstart', 'wheel'] as const;

/** Milliseconds the camera takes to move by itself. */
const MOVE_MS = 300;

/** A camera on a layer that is moved by CSS; `canvas` becomes the graph library's. */
export function createCamera(
  layer: HTMLElement,
  canvas: HTMLElement,
  callbacks: Pick<CyCallbacks, 'onTap' | 'onHover'>,
  calm: () => boolean,
): Camera {
  let viewport: Viewport = { zoom: 1, pan: { x: 0, y: 0 } };
  let shown: {
    readonly layout: GraphLayout;
    readonly size: Size;
    readonly around: Point | null;
    readonly looks: Looks;
  } | null = null;
  let taken = false;
  let cy: CyGraph | null = null;
  let elements: readonly [CyElements, string | null] | null = null;
  let gone = false;

  const apply = (next: Viewport): void => {
    viewport = next;
    layer.style.transform = `translate(${next.pan.x}px, ${next.pan.y}px) scale(${next.zoom})`;
  };
  const go = (next: Viewport, ms = 0): void => {
    if (!cy || ms === 0 || calm()) apply(next);
    cy?.setViewport(next, calm() ? 0 : ms);
  };

  // The library weighs more than everything else the first step needs, and only a pointer on the map needs it.
  let asked = false;
  const load = (): void => {
    if (asked) return;
    asked = true;
    void import('./CyGraph').then(({ createCyGraph }) => {
      if (gone) return;
      cy = createCyGraph(canvas, { ...callbacks, onViewport: apply, onTaken: () => (taken = true) });
      cy.setViewport(viewport);
      if (elements) cy.update(...elements);
    });
  };
  // A press that began before it was there is answered all the same.
  let early = false;
  const onPress = (): void => void (early = cy === null);
  const onClick = ({ clientX, clientY }: MouseEvent): void => {
    if (!early || elements === null) return;
    const { left, top } = canvas.getBoundingClientRect();
    const { zoom, pan } = viewport;
    const at = { x: (clientX - left - pan.x) / zoom, y: (clientY - top - pan.y) / zoom };
    callbacks.onTap(elements[0].nodes.findLast(({ box }) => isIn(box, at))?.id ?? null);
  };
  canvas.addEventListener('pointerdown', onPress);
  canvas.addEventListener('click', onClick);
  const map = canvas.parentElement ?? canvas;
  for (const kind of POINTER_EVENTS) map.addEventListener(kind, load, { once: true, passive: true });

  return {
    viewport: () => viewport,
    size: () => shown?.size ?? { width: 0, height: 0 },
    frame(layout, size, around, looks) {
      const otherForm = shown?.layout.form !== layout.form;
      shown = { layout, size, around, looks };
      if (otherForm) taken = false;
      cy?.resize();
      if (!taken) go(fitViewport(layout, size, around, looks));
    },
    fit() {
      taken = false;
      if (!shown) return;
      const { layout, size, around, looks } = shown;
      go(fitViewport(layout, size, around, { ...looks, whole: true }), MOVE_MS);
    },
    zoomBy(factor) {
      taken = true;
      if (shown) go(zoomAbout(viewport, factor, { x: shown.size.width / 2, y: shown.size.height / 2 }));
    },
    bringIntoView(box) {
      if (!shown) return;
      const next = broughtIntoView(viewport, box, shown.size);
      if (next !== viewport) go(next, MOVE_MS);
    },
    update(next, selected) {
      elements = [next, selected];
      cy?.update(next, selected);
    },
    destroy() {
      gone = true;
      for (const kind of POINTER_EVENTS) map.removeEventListener(kind, load);
      canvas.removeEventListener('pointerdown', onPress);
      canvas.removeEventListener('click', onClick);
      cy?.destroy();
    },
  };
}

const isIn = ({ x, y, width, height }: Box, at: Point): boolean =>
  at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height;
