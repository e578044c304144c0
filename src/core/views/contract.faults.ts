/** What the page asks about faults. */
import type { FaultSpot } from './faults/kind';
import type { FaultName } from './faults/names';

/** A fault and the places where it can happen. Its texts are in the catalogue of faults. */
export interface FaultView {
  readonly name: FaultName;
  readonly spots: readonly FaultSpot[];
}

export type { FaultName, FaultSpot };
