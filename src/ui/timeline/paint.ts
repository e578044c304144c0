/**
 * Draws the lanes of the timeline: marks on top, configuration below them, then the packets. On a canvas, since a run
 * may have thousands of packets; the cursor and all words are elements above it.
 */
import type { Layer } from '../../core/index';
import type { Window } from './axis';
import { fractionOf } from './axis';
import type { LanesLayout, PlacedBar } from './lanes';

export type MarkKind = 'rewrite' | 'encapsulation' | 'drop';

/** Ranks at which something stands, ascending. */
export interface Stands {
  readonly marks: Readonly<Record<MarkKind, readonly number[]>>;
  readonly config: readonly number[];
  /** Where the inputs begin. */
  readonly inputs: readonly number[];
}

export interface Picture {
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly window: Window;
  readonly layout: LanesLayout;
  readonly stands: Stands;
  /** Height of the lanes above the packets, in CSS pixels; 0 when there is none. */
  readonly heads: Heads;
}

export interface Heads {
  readonly marks: number;
  readonly config: number;
}

/** Colours of the theme, by the names of the tokens. */
export type Inks = Readonly<Record<Layer | 'cfg' | 'drop' | 'muted' | 'ink' | 'line-2' | 'raised', string>>;

const NAMES = [
  ...(['l2', 'l3', 'l4', 'tun', 'app', 'cfg', 'drop', 'muted', 'ink', 'line-2', 'raised'] as const),
];

export function inksOf(element: Element): Inks {
  const style = getComputedStyle(element);
  const inks = NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]);
  return Object.fromEntries(inks) as Inks;
}

/** Where the packets' rows lie, in CSS pixels from the top. */
export function rowsBox({ height, heads }: Pick<Picture, 'height' | 'heads'>): {
  top: number;
  height: number;
} {
  const top = heads.marks + heads.config + 3;
  return { top, height: Math.max(0, height - top - 3) };
}

export function paint(context: CanvasRenderingContext2D, picture: Picture, inks: Inks): void {
  const { width, height, layout } = picture;
  context.clearRect(0, 0, width, height);
  paintInputs(context, picture, inks);
  if (layout.kind === 'density') paintDensity(context, picture, layout, inks);
  else paintBars(context, picture, layout, inks);
  paintConfig(context, picture, inks);
  paintMarks(context, picture, inks);
}

/** A line where each input begins. */
function paintInputs(context: CanvasRenderingContext2D, picture: Picture, inks: Inks): void {
  context.fillStyle = inks['line-2'];
  for (const x of columnsOf(picture, picture.stands.inputs, 2)) context.fillRect(x, 0, 1, picture.height);
}

function paintBars(
  context: CanvasRenderingContext2D,
  picture: Picture,
  { rows, bars }: { readonly rows: number; readonly bars: readonly PlacedBar[] },
  inks: Inks,
): void {
  const box = rowsBox(picture);
  const pitch = Math.min(box.height / rows, 14);
  const thick = Math.max(1.5, Math.min(pitch * 0.76, 7));
  const xOf = (rank: number): number =>
    Math.max(-2, Math.min(picture.width + 2, fractionOf(rank, picture.window) * picture.width));
  const middleOf = (row: number): number => box.top + (row + 0.5) * pitch;
  context.fillStyle = inks['line-2'];
  for (const { row, parentRow, from } of bars) {
    if (parentRow === null || from < picture.window.from) continue;
    context.fillRect(xOf(from), middleOf(parentRow), 1, middleOf(row) - middleOf(parentRow));
  }
  for (const bar of bars) {
    const top = middleOf(bar.row) - thick / 2;
    stripe(context, { left: xOf(bar.from), right: xOf(bar.to), top, thick }, bar.lane.layer, inks);
    for (const { from, to } of bar.wrapped) {
      stripe(context, { left: xOf(from), right: xOf(to), top, thick }, 'tun', inks);
    }
    if (bar.lane.fate === 'dropped') cross(context, xOf(bar.to), middleOf(bar.row), 3, inks.drop);
  }
}

/** A bar in the layer's hue, its pattern cut out where the bar is thick enough for one. */
function stripe(
  context: CanvasRenderingContext2D,
  { left, right, top, thick }: { left: number; right: number; top: number; thick: number },
  layer: Layer,
  inks: Inks,
): void {
  const width = Math.max(2, right - left);
  context.fillStyle = inks[layer];
  context.fillRect(left, top, width, thick);
  if (thick < 3 || width < 6) return;
  context.fillStyle = inks.raised;
  if (layer === 'l4') {
    for (let x = left + 2; x < left + width - 1; x += 5) context.fillRect(x, top + thick / 2 - 0.6, 1.3, 1.3);
  }
  if (layer === 'tun' || layer === 'l3') {
    for (let x = left + 2; x < left + width - 1; x += 4) context.fillRect(x, top, 0.8, thick);
  }
  if (layer === 'tun') context.fillRect(left, top + thick / 2 - 0.4, width, 0.8);
}

/** How many packets are under way, in the hues of their layers. */
function paintDensity(
  context: CanvasRenderingContext2D,
  picture: Picture,
  { slices, most }: Extract<LanesLayout, { kind: 'density' }>,
  inks: Inks,
): void {
  const box = rowsBox(picture);
  const wide = picture.width / slices.length;
  slices.forEach(({ layers }, at) => {
    let bottom = box.top + box.height;
    for (const layer of LAYERS) {
      const tall = ((layers.get(layer) ?? 0) / most) * box.height;
      if (tall === 0) continue;
      context.fillStyle = inks[layer];
      context.fillRect(at * wide, bottom - tall, Math.max(1, wide - 0.5), tall);
      bottom -= tall;
    }
  });
}

const LAYERS: readonly Layer[] = ['l2', 'l3', 'l4', 'tun', 'app'];

function paintConfig(context: CanvasRenderingContext2D, picture: Picture, inks: Inks): void {
  const { heads, window, width, stands } = picture;
  if (heads.config === 0) return;
  const tick = Math.max(1, Math.min(5, width / (window.to - window.from) - 1));
  context.fillStyle = inks.cfg;
  for (const x of columnsOf(picture, stands.config, 1)) {
    context.fillRect(x, heads.marks + 1, tick, heads.config - 2);
  }
}

function paintMarks(context: CanvasRenderingContext2D, picture: Picture, inks: Inks): void {
  const { heads, stands, window, width } = picture;
  if (heads.marks === 0) return;
  const y = heads.marks / 2 + 0.5;
  const half = width / (window.to - window.from) / 2;
  for (const x of columnsOf(picture, stands.marks.rewrite, 7)) diamond(context, x + half, y, inks.muted);
  for (const x of columnsOf(picture, stands.marks.encapsulation, 9)) {
    context.strokeStyle = inks.tun;
    context.lineWidth = 1.4;
    context.strokeRect(x + half - 4, y - 3, 8, 6);
    context.strokeRect(x + half - 1.5, y - 0.8, 3, 1.6);
  }
  for (const x of columnsOf(picture, stands.marks.drop, 6)) cross(context, x + half, y, 3.4, inks.drop);
}

function diamond(context: CanvasRenderingContext2D, x: number, y: number, ink: string): void {
  context.fillStyle = ink;
  context.beginPath();
  context.moveTo(x, y - 3.2);
  context.lineTo(x + 3.2, y);
  context.lineTo(x, y + 3.2);
  context.lineTo(x - 3.2, y);
  context.fill();
}

function cross(context: CanvasRenderingContext2D, x: number, y: number, arm: number, ink: string): void {
  context.strokeStyle = ink;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x - arm, y - arm);
  context.lineTo(x + arm, y + arm);
  context.moveTo(x - arm, y + arm);
  context.lineTo(x + arm, y - arm);
  context.stroke();
}

/** Left edges of ranks inside the window, in CSS pixels; of those nearer than `apart` the first. */
export function columnsOf(
  { window, width }: Pick<Picture, 'window' | 'width'>,
  ranks: readonly number[],
  apart: number,
): number[] {
  const columns: number[] = [];
  for (const rank of ranks) {
    if (rank + 1 <= window.from || rank >= window.to) continue;
    const x = fractionOf(rank, window) * width;
    if (x - (columns.at(-1) ?? -Infinity) >= apart) columns.push(x);
  }
  return columns;
}
