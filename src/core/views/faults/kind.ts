/**
 * What a fault is: something that goes wrong in life, as what one would type to make it so. It is no special case of the
 * simulation: breaking and mending are inputs like all others, and stand in the address, the log and the trace.
 */
import type { Input } from '../../model/input';
import type { World } from '../../model/world';
import type { FaultName } from './names';

/** A place where it can happen, what makes it happen there, and what takes it back. */
export interface FaultSpot {
  /** A machine, or a card of one: `router`, `node-1/eth0`. Unique among the spots of a fault. */
  readonly at: string;
  readonly break: Input;
  readonly mend: Input;
}

export interface FaultKind {
  readonly name: FaultName;
  /** Where it can happen in this World; empty where it means nothing. */
  spots(world: World): readonly FaultSpot[];
}

/** A spot that is broken and mended by commands on one machine. */
export function typed(at: string, broken: string, mended: string): FaultSpot {
  return {
    at,
    break: { kind: 'exec', netns: at, command: broken },
    mend: { kind: 'exec', netns: at, command: mended },
  };
}
