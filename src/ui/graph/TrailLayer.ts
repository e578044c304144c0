/** The bold lines behind moving packets, drawn below the devices while the wires themselves still look untravelled. */
import type { Point } from '../../core/index';
import { roundedPath } from './polyline';
import type { Leg } from './leg';
import styles from './map.module.css';

export interface Trail {
  readonly path: readonly Point[];
  /** Of a copy: drawn at half the weight. */
  readonly half: boolean;
}

export interface TrailLayer {
  /**
   * `done`: the part of the paths that is drawn, 0 to 1. The finished drawing of these legs is hidden meanwhile. Until
   * the next `clear` the trails stay those of the first call.
   */
  draw(trails: readonly Trail[], legs: readonly Leg[], done: number): void;
  clear(): void;
}

/** `root` holds the moving trails, `drawing` the finished ones, which carry `data-trail` with the id of their wire. */
export function createTrailLayer(root: SVGGElement, drawing: SVGElement, radius: number): TrailLayer {
  let lines: readonly SVGPathElement[] = [];
  let hidden: readonly SVGElement[] = [];

  const begin = (trails: readonly Trail[], legs: readonly Leg[]): void => {
    lines = trails.map(({ path, half }) => {
      const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      line.setAttribute('class', (half ? styles.copyTrail : styles.trail) ?? '');
      line.setAttribute('pathLength', '1');
      line.setAttribute('d', roundedPath(path, radius));
      return line;
    });
    root.replaceChildren(...lines);
    const riding = new Set(legs.map((leg) => leg.wire));
    hidden = [...drawing.querySelectorAll<SVGElement>('[data-trail]')].filter((trail) =>
      riding.has(trail.dataset['trail'] ?? ''),
    );
    for (const trail of hidden) trail.style.visibility = 'hidden';
  };

  return {
    draw(trails, legs, done) {
      if (lines.length === 0) begin(trails, legs);
      for (const line of lines) line.setAttribute('stroke-dasharray', `${Math.max(0, Math.min(1, done))} 2`);
    },
    clear() {
      lines = [];
      root.replaceChildren();
      for (const trail of hidden) trail.style.visibility = '';
      hidden = [];
    },
  };
}
