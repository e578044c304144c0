/**
 * The shape of a packet: nested rings, the outermost header first, each with its tag at its left end. A ring that is
 * only partly open has less than its full width and height; closing and opening rings is how a packet is wrapped.
 */
import type { GraphLayout, Layer } from '../../core/index';

export interface RingModel {
  readonly id: string;
  readonly tag: string;
  readonly layer: Layer;
  /** Some of its fields changed at this step. */
  readonly changed: boolean;
  /** 1: there; 0: not there yet, or not any more. */
  readonly open: number;
}

export interface Ring {
  readonly id: string;
  readonly tag: string;
  readonly layer: Layer;
  readonly changed: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  /** Middle of the tag. */
  readonly tagX: number;
  readonly tagY: number;
  readonly tagWidth: number;
  readonly opacity: number;
}

export interface CapsuleShape {
  readonly width: number;
  readonly height: number;
  readonly rings: readonly Ring[];
}

export interface CapsuleStyle {
  /** Size of the tags, in drawing units. */
  readonly font: number;
  readonly tagPad: number;
  /** Each ring is so much higher and, at its right end, so much wider than the one inside it. */
  readonly step: number;
  /** Height of the innermost ring. */
  readonly core: number;
  readonly radius: number;
}

const STYLES: Readonly<Record<GraphLayout['form'], CapsuleStyle>> = {
  wide: { font: 12, tagPad: 5, step: 4.5, core: 24, radius: 11 },
  compact: { font: 11, tagPad: 3.5, step: 3.2, core: 18, radius: 9 },
  narrow: { font: 11, tagPad: 3.5, step: 3.2, core: 18, radius: 9 },
};

export function capsuleStyle(form: GraphLayout['form']): CapsuleStyle {
  return STYLES[form];
}

/** Monospaced tags: the advance of a character in parts of the font size, with some slack for unknown fonts. */
const ADVANCE = 0.62;

function tagWidth(tag: string, style: CapsuleStyle): number {
  return tag.length * style.font * ADVANCE + 2 * style.tagPad;
}

/** Boxes of all rings, in a coordinate system whose origin is the upper left corner of the outermost. */
export function capsuleShape(rings: readonly RingModel[], style: CapsuleStyle): CapsuleShape {
  const last = rings.length - 1;
  const steps = rings.reduce((sum, ring, index) => sum + (index === last ? 0 : ring.open), 0);
  const height = style.core + 2 * style.step * steps;
  const widths = rings.map(
    (ring, index) => tagWidth(ring.tag, style) * ring.open + (index === last ? style.step : 0),
  );
  const width = widths.reduce((sum, part) => sum + part, 0) + style.step * steps;
  let inset = 0;
  let left = 0;
  const placed = rings.map((ring, index): Ring => {
    const ringHeight = height - 2 * inset * style.step;
    const ringWidth = width - left - inset * style.step;
    const tagRoom = index === last ? ringWidth : (widths[index] ?? 0);
    const at: Ring = {
      id: ring.id,
      tag: ring.tag,
      layer: ring.layer,
      changed: ring.changed,
      x: left,
      y: inset * style.step,
      width: Math.max(0, ringWidth),
      height: ringHeight,
      radius: Math.max(4, Math.min(style.radius - inset * 0.8, ringHeight / 2)),
      tagX: left + tagRoom / 2,
      tagY: height / 2,
      tagWidth: tagWidth(ring.tag, style) - style.tagPad,
      opacity: Math.min(1, ring.open * 1.4),
    };
    left += widths[index] ?? 0;
    inset += ring.open;
    return at;
  });
  return { width, height, rings: placed };
}

/**
 * How far each of `count` rings is open when `progress` (0 to 1) of the wrapping is done: from the outside inwards, one
 * after the other, each overlapping the next a little.
 */
export function ringOpenness(index: number, count: number, progress: number): number {
  const share = 1 / (1 + (count - 1) * 0.6);
  const start = index * share * 0.6;
  return Math.min(1, Math.max(0, (progress - start) / share));
}
