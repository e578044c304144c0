/**
 * Plays the way into an instant on the layers above the drawing. What is shown in the end does not depend on whether
 * it was played: a new instant in mid-motion finishes the old motion at once, and readers who want no motion get none.
 */
import type { Point } from '../../core/index';
import type { CapsuleLayer } from './CapsuleLayer';
import type { CapsuleStyle, RingModel } from './capsule-shape';
import { capsuleShape, ringOpenness } from './capsule-shape';
import type { Motion, RingMotion } from './motion';
import type { CapsuleTitle, Copy, Still } from './packet-still';
import { titleOnTheWay } from './packet-still';
import { lengthOf, pointAt } from './polyline';
import type { TrailLayer } from './TrailLayer';

export interface Player {
  /** Shows a packet, led there by a motion if there is one. Null: no packet. */
  show(after: Still | null, before: Still | null, motion: Motion | null): void;
  destroy(): void;
}

/** Asks for the next picture; the browser's own by default, a hand-moved one in tests. */
export interface Frames {
  readonly now: () => number;
  readonly request: (draw: (now: number) => void) => number;
  readonly cancel: (handle: number) => void;
}

export const BROWSER_FRAMES: Frames = {
  now: () => performance.now(),
  request: (draw) => requestAnimationFrame(draw),
  cancel: (handle) => {
    cancelAnimationFrame(handle);
  },
};

/** Copies leave the bridge when the packet that is followed there has nearly come to it. */
const COPIES_FROM = 0.6;

const easeOut = (t: number): number => 1 - (1 - t) ** 3;
const between = (a: number, b: number, t: number): number => a + (b - a) * t;

/** A player on a pair of layers. */
export function createPlayer(
  capsule: CapsuleLayer,
  trail: TrailLayer,
  style: CapsuleStyle,
  frames: Frames = BROWSER_FRAMES,
): Player {
  let running: number | null = null;

  const stop = (): void => {
    if (running !== null) frames.cancel(running);
    running = null;
    trail.clear();
  };

  const rest = (still: Still): void => {
    drawStill(still, { drop: still.title.reason === null ? 0 : 1, copies: 1 });
  };

  const drawStill = (still: Still, shown: { readonly drop: number; readonly copies: number }): void => {
    capsule.draw({
      shape: capsuleShape(still.rings, style),
      at: still.at,
      dot: still.anchor,
      title: still.title,
      below: still.below,
      drop: shown.drop,
      copies: copiesAt(still.copies, shown.copies),
    });
  };

  const drawRings = (still: Still, before: Still | null, rings: RingMotion, t: number): void => {
    capsule.draw({
      shape: capsuleShape(ringsAt(rings, t), style),
      at: before && before.element === still.element ? mixed(before.at, still.at, easeOut(t)) : still.at,
      dot: still.anchor,
      title: still.title,
      below: still.below,
      drop: 0,
      copies: [],
    });
  };

  /** Draws one moment of a motion; `t` from 0 to 1. */
  const drawAt = (after: Still, before: Still | null, motion: Motion, t: number): void => {
    switch (motion.kind) {
      case 'travel': {
        const split = motion.then ? 0.42 : 1;
        if (motion.then && t > split) {
          trail.draw([{ path: motion.path, half: false }], motion.legs, 1);
          drawRings(after, null, motion.then, (t - split) / (1 - split));
          return;
        }
        const done = Math.min(1, t / split);
        drawTravel(after, before, motion, done);
        return;
      }
      case 'rings':
        drawRings(after, before, motion.rings, t);
        return;
      case 'split':
        drawSplit(after, before, motion, t);
        return;
      case 'drop':
        drawStill(after, { drop: easeOut(motion.back ? 1 - t : t), copies: 0 });
    }
  };

  const drawTravel = (
    after: Still,
    before: Still | null,
    motion: Extract<Motion, { kind: 'travel' }>,
    done: number,
  ): void => {
    const { dot, at } = alongAt(motion.path, before, after, done);
    const old = packetOnTheWay(before, after, motion);
    trail.draw([{ path: outward(motion), half: false }], motion.legs, motion.back ? 1 - done : done);
    capsule.draw({
      shape: capsuleShape(old.rings, style),
      at,
      dot,
      title: old.title,
      below: after.below,
      drop: 0,
      copies: motion.back ? [] : copiesAt(after.copies, (done - COPIES_FROM) / (1 - COPIES_FROM)),
    });
  };

  const drawSplit = (
    after: Still,
    before: Still | null,
    motion: Extract<Motion, { kind: 'split' }>,
    t: number,
  ): void => {
    const copies = motion.back && before ? before.copies : after.copies;
    const out = motion.back ? 1 - t : t;
    const own = motion.path.length > 0 ? [{ path: outward(motion), half: false }] : [];
    trail.draw(
      [...own, ...copies.map(({ path }) => ({ path: path.slice(0, -1), half: true }))],
      motion.legs,
      out,
    );
    const moved =
      motion.path.length > 0 ? alongAt(motion.path, before, after, t) : { dot: after.anchor, at: after.at };
    capsule.draw({
      shape: capsuleShape(after.rings, style),
      ...moved,
      title: after.title,
      below: after.below,
      drop: 0,
      copies: copiesAt(copies, out),
    });
  };

  return {
    show(after, before, motion) {
      stop();
      if (!after) {
        capsule.clear();
        return;
      }
      if (!motion || motion.ms < 20) {
        rest(after);
        return;
      }
      const started = frames.now();
      const tick = (now: number): void => {
        const t = Math.min(1, Math.max(0, (now - started) / motion.ms));
        if (t >= 1) {
          stop();
          rest(after);
          return;
        }
        drawAt(after, before, motion, t);
        running = frames.request(tick);
      };
      drawAt(after, before, motion, 0);
      running = frames.request(tick);
    },
    destroy() {
      stop();
      capsule.clear();
    },
  };
}

/** From where the packet is to where its capsule is drawn. */
function offsetOf(still: Still): Point {
  return { x: still.at.x - still.anchor.x, y: still.at.y - still.anchor.y };
}

function mixed(a: Point, b: Point, t: number): Point {
  return { x: between(a.x, b.x, t), y: between(a.y, b.y, t) };
}

/** Rings during a wrap or unwrap: new ones close from the outside inwards, old ones open the other way round. */
function ringsAt(motion: RingMotion, t: number): RingModel[] {
  const progress = motion.opening ? t : 1 - t;
  return motion.rings.map((ring, index) =>
    index < motion.count ? { ...ring, open: easeOut(ringOpenness(index, motion.count, progress)) } : ring,
  );
}

/**
 * What moves is the packet as it left: it gets its new fields and headers where it arrives. On the way back it is the
 * packet that had not yet been there.
 */
function packetOnTheWay(
  before: Still | null,
  after: Still,
  motion: Extract<Motion, { kind: 'travel' }>,
): { readonly rings: readonly RingModel[]; readonly title: CapsuleTitle } {
  const { back, then } = motion;
  const left = !back && before?.packet === after.packet ? before : null;
  if (left) return { rings: left.rings.map(unchanged), title: titleOnTheWay(left.title) };
  const title = titleOnTheWay({ ...after.title, bytes: after.title.wasBytes ?? after.title.bytes });
  if (back) return { rings: after.rings.map(unchanged), title: titleOnTheWay(after.title) };
  const rings = then ? (then.opening ? then.rings.slice(then.count) : then.rings) : after.rings;
  return { rings: rings.map(unchanged), title };
}

const unchanged = (ring: RingModel): RingModel => ({ ...ring, changed: false });

function copiesAt(copies: readonly Copy[], done: number): Point[] {
  if (done <= 0) return [];
  return copies.map((copy) => pointAt(copy.path, lengthOf(copy.path) * done));
}

/** The path in the direction in which the trail grows. */
function outward(motion: { readonly path: readonly Point[]; readonly back: boolean }): readonly Point[] {
  return motion.back ? motion.path.toReversed() : motion.path;
}

/** Where the packet is on its path, at constant speed, and where its capsule is drawn meanwhile. */
function alongAt(
  path: readonly Point[],
  before: Still | null,
  after: Still,
  done: number,
): { readonly dot: Point; readonly at: Point } {
  const dot = pointAt(path, lengthOf(path) * done);
  const offset = mixed(offsetOf(before ?? after), offsetOf(after), easeOut(done));
  return { dot, at: { x: dot.x + offset.x, y: dot.y + offset.y } };
}
