/** Timers of a process that waits for an answer of the resolver, told from its own. */
import type { Wake } from '../model/process';

/** What names of timers begin with: of look-ups of hosts, and of names. */
export const HOST_TIMER = 'resolver:';
export const NAME_TIMER = 'naming:';

/** Whether a timer is that of a host's look-up. */
export function isHostTimer(wake: Wake): boolean {
  return wake.reason === 'timer' && wake.timer.startsWith(HOST_TIMER);
}

/** Whether a timer is that of a name's look-up. */
export function isNameTimer(wake: Wake): boolean {
  return wake.reason === 'timer' && wake.timer.startsWith(NAME_TIMER);
}
