/** sleep(1): waits, and ends. */
import type { NewProcess } from '../model/event';
import type { App } from './app';

interface SleepState {
  readonly lengthNs: number;
}

export function sleepProcess(lengthNs: number, argv: readonly string[]): NewProcess {
  const state: SleepState = { lengthNs };
  return { app: 'sleep', argv, state, daemon: false };
}

export const sleep: App<SleepState> = {
  kind: 'sleep',
  run(io, state, wake) {
    if (wake.reason === 'start') io.after('end', state.lengthNs);
    else io.exit(0);
    return state;
  },
};
