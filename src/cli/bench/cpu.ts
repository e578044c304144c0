/** CPU time, which a busy machine does not stretch as it stretches the time on the clock. */
import { cpuUsage } from 'node:process';

/** Milliseconds of CPU time that `run` took, all threads (the garbage collector has its own). */
export function cpuMsOf(run: () => void): number {
  const before = cpuUsage();
  run();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1000;
}
