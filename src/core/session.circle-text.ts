/** A circle of devices in one line. */
import type { CirclePlace } from './session.types';

/** `m a0 → m b0 → m b1 → m a1 → m a0` */
export function circleText(circle: readonly CirclePlace[]): string {
  return circle.map(({ netns, dev }) => `${netns} ${dev}`).join(' → ');
}
