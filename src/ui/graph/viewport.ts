/** Which part of the drawing is seen, and how large. */
import type { GraphLayout, GraphView, Point } from '../../core/index';

/** A drawing point p appears at `p * zoom + pan`, in pixels from the upper left corner of the map. */
export interface Viewport {
  readonly zoom: number;
  readonly pan: Point;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Room left free at the edges, in pixels; the controls stand above. */
const PADDING = { top: 46, bare: 10, side: 12, bottom: 12 } as const;
/** The smallest type of the drawing, in its units. */
const SMALLEST_TYPE = 11;
/** Least size of type, px, where only a part is shown; and the largest zoom a drawing is fitted at. */
const LEAST_TYPE = 10;
const FIT_ZOOM = { min: LEAST_TYPE / SMALLEST_TYPE, max: 1.4 } as const;
/** What fits with its type this small, px, is shown whole rather than in part: where things are matters more than names. */
const LEAST_WHOLE_TYPE = 7;
const LEAST_WHOLE_ZOOM = LEAST_WHOLE_TYPE / SMALLEST_TYPE;
/** From this zoom on a form is read with ease. */
const EASY_ZOOM = 0.92;
/** Zoom that a reader may choose. */
export const ZOOM_MIN = 0.35;
export const ZOOM_MAX = 3;

/** Half the width of what stands alone in the middle of the top, px. */
const HALF_ALONE = 120;

/**
 * Where the drawing may begin: what stands alone in the middle of its top has room between the controls, unless those at
 * the left reach that far.
 */
const topOf = ({ headroom }: GraphLayout, size: Size, controls: number): number =>
  headroom > 0 && controls < size.width / 2 - HALF_ALONE ? PADDING.bare : PADDING.top;

/** The zoom at which the whole drawing is seen, without bounds. */
function fullZoom(layout: GraphLayout, size: Size, controls = 0): number {
  const width = Math.max(1, size.width - 2 * PADDING.side);
  const height = Math.max(1, size.height - topOf(layout, size, controls) - PADDING.bottom);
  return Math.min(width / Math.max(1, layout.width), height / Math.max(1, layout.height));
}

/**
 * The viewport that shows the whole drawing, or as much of it as can be read. `around` is then in view. `typeScale`: how
 * much larger type is than usual, as on a projector. `whole`: everything, even where it cannot be read then. `controls`:
 * how far the controls above the drawing reach from the left, px.
 */
export function fitViewport(
  layout: GraphLayout,
  size: Size,
  around: Point | null = null,
  {
    typeScale = 1,
    whole = false,
    controls = 0,
  }: { readonly typeScale?: number; readonly whole?: boolean; readonly controls?: number } = {},
): Viewport {
  const full = fullZoom(layout, size, controls);
  const least = whole ? ZOOM_MIN : full >= LEAST_WHOLE_ZOOM ? LEAST_WHOLE_ZOOM : FIT_ZOOM.min;
  const zoom = Math.min(FIT_ZOOM.max * typeScale, Math.max(least, full));
  const focus = around ?? { x: layout.width / 2, y: layout.height / 2 };
  return {
    zoom,
    pan: {
      x: panAlong(layout.width, focus.x, zoom, PADDING.side, size.width - PADDING.side),
      y: panAlong(layout.height, focus.y, zoom, topOf(layout, size, controls), size.height - PADDING.bottom),
    },
  };
}

/** Centres what fits; of what does not fit, shows the part about `focus`, and no more empty edge than need be. */
function panAlong(length: number, focus: number, zoom: number, from: number, to: number): number {
  const room = to - from;
  const shown = length * zoom;
  if (shown <= room) return from + (room - shown) / 2;
  const wished = from + room / 2 - focus * zoom;
  return Math.min(from, Math.max(to - shown, wished));
}

/** The richest form that can be read with ease, type being `typeScale` times as large; failing that the largest. */
export function chooseForm(layouts: GraphView['layouts'], size: Size, typeScale = 1): GraphLayout {
  const forms = [layouts.wide, layouts.compact, layouts.narrow];
  const zooms = forms.map((form) => fullZoom(form, size));
  const easy = forms.find((_, index) => (zooms[index] ?? 0) >= EASY_ZOOM * typeScale);
  return easy ?? forms[zooms.indexOf(Math.max(...zooms))] ?? layouts.compact;
}

/** The same viewport, zoomed about a point of the map given in pixels. */
export function zoomAbout(viewport: Viewport, factor: number, at: Point): Viewport {
  const zoom = Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, viewport.zoom * factor));
  const scale = zoom / viewport.zoom;
  return {
    zoom,
    pan: { x: at.x - (at.x - viewport.pan.x) * scale, y: at.y - (at.y - viewport.pan.y) * scale },
  };
}

/** The part of the drawing that is seen, in drawing units. */
export function visibleArea(
  viewport: Viewport,
  size: Size,
): { x: number; y: number; width: number; height: number } {
  const { zoom, pan } = viewport;
  return {
    x: (PADDING.side / 2 - pan.x) / zoom,
    y: (PADDING.top - 4 - pan.y) / zoom,
    width: (size.width - PADDING.side) / zoom,
    height: (size.height - PADDING.top - PADDING.bottom / 2 + 4) / zoom,
  };
}

/** A viewport that has the box in view: the same one if it is in view already, else moved as little as need be. */
export function broughtIntoView(
  viewport: Viewport,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  size: Size,
): Viewport {
  const seen = visibleArea(viewport, size);
  const shift = (from: number, length: number, seenFrom: number, seenLength: number): number => {
    if (from < seenFrom) return seenFrom - from;
    if (from + length > seenFrom + seenLength)
      return Math.max(seenFrom + seenLength - from - length, seenFrom - from);
    return 0;
  };
  const dx = shift(box.x, box.width, seen.x, seen.width);
  const dy = shift(box.y, box.height, seen.y, seen.height);
  if (dx === 0 && dy === 0) return viewport;
  const { zoom, pan } = viewport;
  return { zoom, pan: { x: pan.x + dx * zoom, y: pan.y + dy * zoom } };
}
