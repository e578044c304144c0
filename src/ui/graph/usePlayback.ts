import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import type { Instant } from '../../core/index';
import type { Camera } from './camera';
import { createCapsuleLayer } from './CapsuleLayer';
import { capsuleShape, capsuleStyle } from './capsule-shape';
import { motionInto } from './motion';
import type { Still, TitleWords } from './packet-still';
import { titleHeight, stillOf } from './packet-still';
import { WIRE_RADIUS } from './parts/Wires';
import type { Player } from './play';
import { createPlayer } from './play';
import type { Scene } from './scene';
import { boxOf } from './scene';
import { createTrailLayer } from './TrailLayer';
import { visibleArea } from './viewport';
import type { Size } from './viewport';

interface Shown {
  readonly scene: Scene;
  readonly instant: Instant | null;
  readonly still: Still | null;
}

/** Keeps the packet on the map at the instant, and plays how it gets there. */
export function usePlayback(
  layers: { readonly packet: RefObject<SVGGElement | null>; readonly trail: RefObject<SVGGElement | null> },
  camera: RefObject<Camera | null>,
  {
    scene,
    instant,
    direction,
    speed,
    words,
    patterns,
    calm,
    size,
  }: {
    readonly scene: Scene;
    readonly instant: Instant | null;
    readonly direction: 1 | -1;
    readonly speed: number;
    readonly words: TitleWords;
    readonly patterns: string;
    /** The reader wants no motion. */
    readonly calm: boolean;
    readonly size: Size;
  },
): void {
  const player = useRef<Player | null>(null);
  const shown = useRef<Shown | null>(null);
  const { form } = scene.layout;

  useLayoutEffect(() => {
    const packet = layers.packet.current;
    const trail = layers.trail.current;
    const drawing = trail?.ownerSVGElement;
    if (!packet || !trail || !drawing) return;
    const style = capsuleStyle(form);
    const made = createPlayer(
      createCapsuleLayer(packet, patterns, style),
      createTrailLayer(trail, drawing, WIRE_RADIUS),
      style,
    );
    player.current = made;
    shown.current = null;
    return () => made.destroy();
  }, [layers.packet, layers.trail, form, patterns]);

  useLayoutEffect(() => {
    const view = camera.current;
    if (!view || !player.current) return;
    const before = shown.current;
    const still = stillOf(scene, instant, words, visibleArea(view.viewport(), size));
    shown.current = { scene, instant, still };
    // The same instant in another size or language is no step.
    const stepped = before !== null && before.instant !== instant && before.scene.layout === scene.layout;
    const stills = still && { before: before?.still ?? null, after: still };
    const motion =
      stepped && stills && instant && !calm
        ? motionInto(scene, instant, before.instant, stills, direction, speed)
        : null;
    player.current.show(still, stepped ? before.still : null, motion);
    if (stepped && still) view.bringIntoView(roomOf(scene, still));
  }, [camera, scene, instant, direction, speed, words, calm, size]);
}

/** The element with the packet beside it. */
function roomOf(scene: Scene, still: Still): { x: number; y: number; width: number; height: number } {
  const shape = capsuleShape(still.rings, capsuleStyle(scene.layout.form));
  const own = {
    x: still.at.x,
    y: still.below ? still.at.y : still.at.y - titleHeight(still.title),
    width: shape.width,
    height: shape.height + titleHeight(still.title),
  };
  const element = boxOf(scene, still.element) ?? own;
  const large = element.width > 400 || element.height > 300;
  const other = large ? own : element;
  const x = Math.min(own.x, other.x);
  const y = Math.min(own.y, other.y);
  return {
    x,
    y,
    width: Math.max(own.x + own.width, other.x + other.width) - x,
    height: Math.max(own.y + own.height, other.y + other.height) - y,
  };
}
