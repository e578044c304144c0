import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import type { Instant } from '../../core/index';
import type { Camera } from './camera';
import { createCapsuleLayer } from './CapsuleLayer';
import type { CapsuleLayer } from './CapsuleLayer';
import { capsuleShape, capsuleStyle } from './capsule-shape';
import { innerStillOf } from './inner-still';
import type { InnerStill } from './inner-still';
import { lengthOf, pointAt } from './polyline';
import type { Scene } from './scene';
import { visibleArea } from './viewport';
import type { Size } from './viewport';

/** Milliseconds at speed 1: as long as the outer packet takes for a hop. */
const MOVE_MS = 420;

/** Keeps the packet inside a tunnel on the line between its ends, and moves it there together with the outer one. */
export function useInner(
  layer: RefObject<SVGGElement | null>,
  camera: RefObject<Camera | null>,
  {
    scene,
    instant,
    speed,
    patterns,
    calm,
    size,
  }: {
    readonly scene: Scene;
    readonly instant: Instant | null;
    readonly speed: number;
    readonly patterns: string;
    readonly calm: boolean;
    readonly size: Size;
  },
): void {
  const capsule = useRef<CapsuleLayer | null>(null);
  const shown = useRef<InnerStill | null>(null);
  const { form } = scene.layout;

  useLayoutEffect(() => {
    if (!layer.current) return;
    capsule.current = createCapsuleLayer(layer.current, patterns, capsuleStyle(form));
    shown.current = null;
  }, [layer, form, patterns]);

  useLayoutEffect(() => {
    const view = camera.current;
    const own = capsule.current;
    if (!view || !own) return;
    const still = innerStillOf(scene, instant, visibleArea(view.viewport(), size));
    const before = shown.current;
    shown.current = still;
    if (still === null) {
      own.clear();
      return;
    }
    const begun = performance.now();
    const moves = !calm && before !== null && before.packet === still.packet && before.done !== still.done;
    let frame: number | null = null;
    const draw = (now: number): void => {
      const part = moves ? Math.min(1, Math.max(0, (now - begun) / (MOVE_MS / speed))) : 1;
      drawBetween(own, moves ? before : still, still, part, form);
      frame = part < 1 ? requestAnimationFrame(draw) : null;
    };
    draw(begun);
    return () => {
      if (frame !== null) cancelAnimationFrame(frame);
    };
  }, [camera, scene, instant, speed, calm, size, form]);
}

function drawBetween(
  layer: CapsuleLayer,
  before: InnerStill,
  still: InnerStill,
  part: number,
  form: Scene['layout']['form'],
): void {
  const between = (a: number, b: number): number => a + (b - a) * part;
  layer.draw({
    shape: capsuleShape(still.rings, capsuleStyle(form)),
    at: { x: between(before.at.x, still.at.x), y: between(before.at.y, still.at.y) },
    dot: pointAt(still.path, between(before.done, still.done) * lengthOf(still.path)),
    title: still.title,
    below: still.below,
    drop: 0,
    copies: [],
  });
}
