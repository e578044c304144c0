/** The pause container: does nothing, and by being there keeps the network namespace of its pod. */
import type { NewProcess } from '../model/event';
import type { App } from './app';

export function pauseProcess(): NewProcess {
  return { app: 'pause', argv: ['/pause'], state: null, daemon: true };
}

export const pause: App<null> = { kind: 'pause', run: (_io, state) => state };
