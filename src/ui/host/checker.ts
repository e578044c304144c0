/**
 * Says what is wrong with a lab while it is being written. It has a worker of its own: the lab on the screen is left
 * alone, and a text that keeps the simulator busy can be given up without losing anything.
 */
import type { JsonSchema, Problem } from '../../core/index';
import { createLine, startWorker } from './line';
import type { LabText } from './protocol';

export interface Checker {
  /** Everything that is wrong; null when that could not be found out in time. */
  check(lab: LabText): Promise<readonly Problem[] | null>;
  schemas(): Promise<readonly JsonSchema[]>;
  /** Ends the worker. */
  stop(): void;
}

/** Building the largest lab takes a fraction of it. */
const CHECK_MS = 8000;

export function createChecker(
  start: () => Worker = startWorker,
  silenceMs = CHECK_MS,
  startMs?: number,
): Checker {
  const { ask, hangUp } = createLine(start, silenceMs, startMs);
  return {
    async check(lab) {
      try {
        return await ask<readonly Problem[]>((remote) => remote.check(lab));
      } catch {
        hangUp();
        return null;
      }
    },
    schemas: () => ask((remote) => remote.schemas()),
    stop: hangUp,
  };
}
