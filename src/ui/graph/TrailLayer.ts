/** The bold line behind a moving packet, drawn below the devices while the wires themselves still look untravelled. */
import type { Point } from '../../core/index';
import { roundedPath } from './polyline';
import type { Leg } from './way';
import styles from './map.module.css';

export interface TrailLayer {
  /** `done`: the part of the path that is drawn, 0 to 1. The finished drawing of these legs is hidden meanwhile. */
  draw(path: readonly Point[], legs: readonly Leg[], done: number): void;
  clear(): void;
}

/** `root` holds the moving trail, `drawing` the finished ones, which carry `data-trail` with the id of their wire. */
export function createTrailLayer(root: SVGGElement, drawing: SVGElement, radius: number): TrailLayer {
  let line: SVGPathElement | null = null;
  let hidden: SVGElement[] = [];
  return {
    draw(path, legs, done) {
      if (!line) {
        line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
        line.setAttribute('class', styles.trail ?? '');
        line.setAttribute('pathLength', '1');
        line.setAttribute('d', roundedPath(path, radius));
        root.replaceChildren(line);
        const riding = new Set(legs.map((leg) => leg.wire));
        hidden = [...drawing.querySelectorAll<SVGElement>('[data-trail]')].filter((trail) =>
          riding.has(trail.dataset['trail'] ?? ''),
        );
        for (const trail of hidden) trail.style.visibility = 'hidden';
      }
      line.setAttribute('stroke-dasharray', `${Math.max(0, Math.min(1, done))} 2`);
    },
    clear() {
      line = null;
      root.replaceChildren();
      for (const trail of hidden) trail.style.visibility = '';
      hidden = [];
    },
  };
}
