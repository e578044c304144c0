/** Which of the two networks the reader has put into the background. */
import type { Plane } from './scene';

export interface Dimmed {
  readonly overlay: boolean;
  readonly underlay: boolean;
}

export function isDimmed(dimmed: Dimmed, plane: Plane): boolean {
  if (plane === 'both') return dimmed.overlay && dimmed.underlay;
  return dimmed[plane];
}
